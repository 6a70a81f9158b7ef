package dynamo

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"relais/dialogs/intake"
)

// item is one item, or the attributes of an expression, as the API has them.
type item map[string]types.AttributeValue

func (i item) text(name, value string) {
	if value != "" {
		i[name] = text(value)
	}
}

func (i item) bytes(name string, value []byte) {
	if len(value) > 0 {
		i[name] = &types.AttributeValueMemberB{Value: value}
	}
}

func (i item) number(name string, value int) {
	if value != 0 {
		i[name] = number(int64(value))
	}
}

func (i item) time(name string, at time.Time) {
	if !at.IsZero() {
		i[name] = millis(at)
	}
}

// expires sets the attribute by which the server lets the item go. A time before
// 1970 is none that it knows.
func (i item) expires(at time.Time) {
	if s := (at.UnixMilli() + 999) / 1000; !at.IsZero() && s > 0 {
		i[exp] = number(s)
	}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func millis(at time.Time) types.AttributeValue { return number(at.UnixMilli()) }

// reader takes attributes out of an item and keeps the first fault: one of another
// kind than this package writes.
type reader struct {
	item item
	err  error
}

func (r *reader) fault(name string) {
	r.err = cmp.Or(r.err, fmt.Errorf("attribute %s is not what was written", name))
}

func (r *reader) text(name string) string {
	switch v := r.item[name].(type) {
	case nil:
	case *types.AttributeValueMemberS:
		return v.Value
	default:
		r.fault(name)
	}
	return ""
}

func (r *reader) bytes(name string) []byte {
	switch v := r.item[name].(type) {
	case nil:
	case *types.AttributeValueMemberB:
		return v.Value
	default:
		r.fault(name)
	}
	return nil
}

func (r *reader) int64(name string) (value int64, found bool) {
	switch v := r.item[name].(type) {
	case nil:
		return 0, false
	case *types.AttributeValueMemberN:
		n, err := strconv.ParseInt(v.Value, 10, 64)
		if err == nil {
			return n, true
		}
	}
	r.fault(name)
	return 0, false
}

func (r *reader) number(name string) int {
	n, _ := r.int64(name)
	return int(n)
}

func (r *reader) time(name string) time.Time {
	ms, found := r.int64(name)
	if !found {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func (r *reader) set(name string) []string {
	switch v := r.item[name].(type) {
	case nil:
	case *types.AttributeValueMemberSS:
		return v.Value
	default:
		r.fault(name)
	}
	return nil
}

// turnItem gives the item of a turn, which must have the form of Turn.Clone.
func turnItem(t intake.Turn) item {
	i := item{pk: text(logKey(t.Key)), sk: text(turnKey(t.N))}
	i.text(turnCase, t.Case)
	i.time(turnAt, t.At)
	i.text(turnKind, string(t.Kind))
	i.text(turnNonce, t.Nonce)
	i.bytes(turnSeen, t.Seen)
	i.bytes(turnPrev, t.Prev)
	i.bytes(turnCommit, t.Commit)
	i.bytes(turnHash, t.Hash)
	i.bytes(turnSealed, t.Sealed)
	i.text(turnReceipt, string(t.Receipt))
	i.number(turnCurrent, t.Current)
	i.text(turnLead, t.Lead)
	i.text(turnRegion, t.Region)
	i.text(turnSeverity, t.Severity)
	i.text(turnStatus, t.Status)
	i.time(turnExpires, t.Expires)
	i.expires(t.Expires)
	i.outbox(t)
	if !t.Due.IsZero() {
		i[dueShard] = text(dueKey(shardOf(logKey(t.Key), shards)))
		i[dueAt] = millis(t.Due)
	}
	return i
}

func (i item) outbox(t intake.Turn) {
	if len(t.Outbox) == 0 {
		return
	}
	var entries []types.AttributeValue
	var open []string
	for _, e := range t.Outbox {
		m := item{entryID: text(e.ID)}
		m.text(entryKind, string(e.Kind))
		m.text(entryRegion, e.Region)
		m.time(entryAt, e.At)
		m.time(entryExpires, e.Expires)
		m.bytes(entryBody, e.Body)
		entries = append(entries, &types.AttributeValueMemberM{Value: m})
		if !e.Settled {
			open = append(open, e.ID)
		}
	}
	i[turnOutbox] = &types.AttributeValueMemberL{Value: entries}
	if len(open) > 0 {
		i[turnOpen] = &types.AttributeValueMemberSS{Value: open}
		i[pendingShard] = text(pendingKey(shardOf(logKey(t.Key), shards)))
		i[pendingAt] = millis(t.At)
	}
}

// readTurn reads what turnItem wrote.
func readTurn(i item) (intake.Turn, error) {
	r := reader{item: i}
	key, n, err := r.place()
	if err != nil {
		return intake.Turn{}, err
	}
	t := intake.Turn{
		Key: key, N: n, Case: r.text(turnCase), At: r.time(turnAt),
		Kind: intake.TurnKind(r.text(turnKind)), Nonce: r.text(turnNonce), Seen: r.bytes(turnSeen),
		Prev: r.bytes(turnPrev), Commit: r.bytes(turnCommit), Hash: r.bytes(turnHash), Sealed: r.bytes(turnSealed),
		Outbox: r.outbox(), Due: r.time(dueAt), Receipt: intake.Receipt(r.text(turnReceipt)), Current: r.number(turnCurrent), Lead: r.text(turnLead),
		Region: r.text(turnRegion), Severity: r.text(turnSeverity), Status: r.text(turnStatus), Expires: r.time(turnExpires),
	}
	return t.Clone(), r.err
}

// place reads the key of a turn.
func (r *reader) place() (intake.Key, int, error) {
	log, isLog := strings.CutPrefix(r.text(pk), logPrefix)
	number, isTurn := strings.CutPrefix(r.text(sk), turnPrefix)
	if !isLog || !isTurn {
		return intake.Key{}, 0, errors.New("item is no turn")
	}
	key, err := intake.ParseKey(log)
	if err != nil {
		return key, 0, err
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return key, 0, errors.New("sort key is no turn number")
	}
	return key, n, r.err
}

func (r *reader) outbox() []intake.Entry {
	list, isList := r.item[turnOutbox].(*types.AttributeValueMemberL)
	if !isList {
		if r.item[turnOutbox] != nil {
			r.fault(turnOutbox)
		}
		return nil
	}
	open := r.set(turnOpen)
	entries := make([]intake.Entry, len(list.Value))
	for n, v := range list.Value {
		m, isMap := v.(*types.AttributeValueMemberM)
		if !isMap {
			r.fault(turnOutbox)
			return nil
		}
		e := reader{item: m.Value}
		id := e.text(entryID)
		entries[n] = intake.Entry{
			ID: id, Kind: intake.EntryKind(e.text(entryKind)), Region: e.text(entryRegion), At: e.time(entryAt),
			Expires: e.time(entryExpires), Body: e.bytes(entryBody), Settled: !slices.Contains(open, id),
		}
		r.err = cmp.Or(r.err, e.err)
	}
	return entries
}

// size is what the server counts for an item: the bytes of names and values, with
// a few for structure. Numbers are counted by their digits, which is never too few.
// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
func (i item) size() int {
	total := 0
	for name, v := range i {
		total += len(name) + sizeOf(v)
	}
	return total
}

func sizeOf(v types.AttributeValue) int {
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return len(v.Value)
	case *types.AttributeValueMemberN:
		return len(v.Value) + 1
	case *types.AttributeValueMemberB:
		return len(v.Value)
	case *types.AttributeValueMemberSS:
		total := 0
		for _, s := range v.Value {
			total += len(s)
		}
		return total
	case *types.AttributeValueMemberL:
		total := 3
		for _, e := range v.Value {
			total += 1 + sizeOf(e)
		}
		return total
	case *types.AttributeValueMemberM:
		return 3 + len(v.Value) + item(v.Value).size()
	}
	return 0
}
