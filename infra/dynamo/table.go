package dynamo

import (
	"fmt"
	"hash/fnv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"relais/dialogs/intake"
)

// Every item and its key. Nothing here is personal: the address is hidden under
// the pepper, the content is sealed.
//
//	pk                         sk                 what
//	V#<channel>#<address>#<k>  T#<n, 8 digits>    a turn
//	V#<channel>#<address>#<k>  S#<n>#<nonce>      sealed content that made a turn too large
//	V#<channel>#<address>#<k>  X#<message, hex>   the mark of a message that turns have no room for
//	D#<delivery id>            D                  a claim
//	B#<name>                   B                  a blob
//	C#<case>                   C                  the summary of a case
//	S#<hash>                   S                  a token
const (
	logPrefix   = "V#"
	turnPrefix  = "T#"
	spillPrefix = "S#"
	markPrefix  = "X#"
	claimPrefix = "D#"
	blobPrefix  = "B#"
	casePrefix  = "C#"
	tokenPrefix = "S#"

	claimSort = "D"
	blobSort  = "B"
	caseSort  = "C"
	tokenSort = "S"
)

// The names of all attributes. They are short because each is paid for with every
// item, and none is a reserved word, so that expressions name them directly (the
// server refuses an expression with one, and the wire tests make them all). Times are numbers of
// milliseconds since 1970 UTC unless another unit stands there; an attribute that
// would hold a zero value is absent.
const (
	pk = "pk"
	sk = "sk"
	// exp is the table's TTL attribute, in whole seconds since 1970, rounded up.
	exp = "exp"

	// Index keys. They are present only while an item is to be found by them, which
	// keeps the indexes as small as the work that is open.
	pendingShard = "ob"  // OB#<shard>, while an entry of the turn is open
	pendingAt    = "oat" // Turn.At
	dueShard     = "du"  // DUE#<shard>, while something is due
	dueAt        = "dueAt"
	analystShard = "gs" // R#<region>#open or closed#<shard>
	openedAt     = "openedAt"

	// A turn.
	turnCase     = "cs"
	turnAt       = "tm"
	turnKind     = "kd"
	turnNonce    = "nc"
	turnSeen     = "se"
	turnPrev     = "pv"
	turnCommit   = "cm"
	turnHash     = "ha"
	turnSealed   = "sl"
	turnSpilled  = "so" // sort key of the item that holds the sealed content
	turnReceipt  = "rc"
	turnCurrent  = "cu"
	turnLead     = "ld"
	turnRegion   = "rg"
	turnSeverity = "sv"
	turnStatus   = "st"
	turnExpires  = "ex"
	turnOutbox   = "ox" // list of maps, see below
	turnOpen     = "op" // set of the ids of entries that are not settled

	// An entry in turnOutbox.
	entryID      = "i"
	entryKind    = "k"
	entryRegion  = "r"
	entryAt      = "a"
	entryExpires = "x"
	entryBody    = "b"

	// A claim.
	claimState   = "cst"
	claimAttempt = "atm"
	claimAt      = "cat"
	claimOwner   = "ow"
	claimLease   = "le"
	claimRef     = "rf"
	claimReason  = "rs"
	claimApplied = "ap"
	claimVersion = "vr"

	// A mark.
	markTurn = "mk"

	// A token.
	tokenAt      = "tka"
	tokenExpires = "tke"
	tokenVersion = "tkv"
	tokenBody    = "tkb"

	// A blob.
	blobSealed = "bl"

	// A summary.
	caseBody = "sm" // JSON
	caseTurn = "nt" // newest turn taken in
)

// The names of the indexes.
const (
	PendingIndex  = "pending"
	DueIndex      = "due"
	AnalystsIndex = "analysts"
)

// TTLAttribute is the attribute by which the table lets items expire.
const TTLAttribute = exp

// shards spreads the pending and the due index over partitions, caseShards that of
// the analysts, which is written with each change that a card shows. A reader asks them all.
const (
	shards     = 16
	caseShards = 4
)

func shardOf(name string, of uint32) uint32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32() % of
}

func pendingKey(shard uint32) string { return fmt.Sprintf("OB#%d", shard) }
func dueKey(shard uint32) string     { return fmt.Sprintf("DUE#%d", shard) }

func analystsKey(region string, closed bool, shard uint32) string {
	status := "open"
	if closed {
		status = "closed"
	}
	return fmt.Sprintf("R#%s#%s#%d", region, status, shard)
}

// maxTurn is the highest turn number that keeps the order of the sort keys.
const maxTurn = 99_999_999

func logKey(k intake.Key) string { return logPrefix + k.String() }

func turnKey(n int) string { return fmt.Sprintf("%s%08d", turnPrefix, n) }

// Table describes the table as the code needs it: keys, indexes, on-demand billing.
// Expiry by TTLAttribute is switched on apart, by the API's design. What only a
// deployment has (encryption, point-in-time recovery, stream) stands in the template.
func Table(name string) *dynamodb.CreateTableInput {
	return &dynamodb.CreateTableInput{
		TableName:   aws.String(name),
		BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{
			attribute(pk, types.ScalarAttributeTypeS), attribute(sk, types.ScalarAttributeTypeS),
			attribute(pendingShard, types.ScalarAttributeTypeS), attribute(pendingAt, types.ScalarAttributeTypeN),
			attribute(dueShard, types.ScalarAttributeTypeS), attribute(dueAt, types.ScalarAttributeTypeN),
			attribute(analystShard, types.ScalarAttributeTypeS), attribute(openedAt, types.ScalarAttributeTypeN),
		},
		KeySchema: keys(pk, sk),
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{
			index(PendingIndex, pendingShard, pendingAt, turnOutbox, turnOpen, turnExpires),
			index(DueIndex, dueShard, dueAt, turnExpires),
			index(AnalystsIndex, analystShard, openedAt, caseBody, exp),
		},
	}
}

func attribute(name string, kind types.ScalarAttributeType) types.AttributeDefinition {
	return types.AttributeDefinition{AttributeName: aws.String(name), AttributeType: kind}
}

func keys(hash, sort string) []types.KeySchemaElement {
	return []types.KeySchemaElement{
		{AttributeName: aws.String(hash), KeyType: types.KeyTypeHash},
		{AttributeName: aws.String(sort), KeyType: types.KeyTypeRange},
	}
}

// index projects what a reader of it needs, so that he asks nothing more; sealed
// content is in no index.
func index(name, hash, sort string, projected ...string) types.GlobalSecondaryIndex {
	return types.GlobalSecondaryIndex{
		IndexName:  aws.String(name),
		KeySchema:  keys(hash, sort),
		Projection: &types.Projection{ProjectionType: types.ProjectionTypeInclude, NonKeyAttributes: projected},
	}
}
