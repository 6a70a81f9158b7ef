package dynamo

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"relais/dialogs/intake"
)

// maxItem bounds the item of a turn, in bytes as the server counts them: every
// message reads the newest turn, and is paid by its size. Sealed content that would
// make it larger stands in an item of its own.
const maxItem = 64 << 10

// maxSealed bounds sealed content in an item of its own, and a blob. The server's
// bound is 400 KB for the item.
const maxSealed = 350 << 10

func turnAddress(key intake.Key, n int) item {
	return item{pk: text(logKey(key)), sk: text(turnKey(n))}
}

// Head is intake.Log's: one consistent Query.
func (s *Store) Head(ctx context.Context, key intake.Key) (intake.Turn, error) {
	head := intake.Turn{}
	err := s.query(ctx, dynamodb.QueryInput{
		KeyConditionExpression:    aws.String(pk + " = :log AND begins_with(" + sk + ", :turn)"),
		ExpressionAttributeValues: item{":log": text(logKey(key)), ":turn": text(turnPrefix)},
		ConsistentRead:            aws.Bool(true),
		ScanIndexForward:          aws.Bool(false),
	}, 1, func(i item) (bool, error) {
		var err error
		head, err = s.turn(ctx, i)
		return false, err
	})
	if err == nil && head.N == 0 {
		err = intake.ErrNoTurn
	}
	if err != nil {
		return intake.Turn{}, fmt.Errorf("dynamo: head of %s: %w", key.Short(), err)
	}
	return head, nil
}

// turn reads the turn of an item, with content that stands elsewhere. An expired
// one comes without content: what is past its time is not read.
func (s *Store) turn(ctx context.Context, i item) (intake.Turn, error) {
	t, err := readTurn(i)
	if err != nil {
		return t, err
	}
	if s.expired(t.Expires) {
		t.Sealed = nil
		return t, nil
	}
	r := reader{item: i}
	if spilled := r.text(turnSpilled); spilled != "" && r.err == nil {
		held, err := s.get(ctx, item{pk: i[pk], sk: text(spilled)})
		if err != nil {
			return t, err
		}
		r.item = held // nil once it is erased, and the turn with it
		t.Sealed = r.bytes(turnSealed)
	}
	return t, r.err
}

// Append is intake.Log's: one conditional PutItem. A *intake.Stale from it has the
// Head.
func (s *Store) Append(ctx context.Context, t intake.Turn) error {
	if err := s.append(ctx, t.Clone()); err != nil {
		return fmt.Errorf("dynamo: append %s turn %d: %w", t.Key.Short(), t.N, err)
	}
	return nil
}

func (s *Store) append(ctx context.Context, t intake.Turn) error {
	if err := t.Check(); err != nil {
		return err
	}
	if t.N > maxTurn {
		return fmt.Errorf("turn number above %d", maxTurn)
	}
	i := turnItem(t)
	if i.size() > maxItem {
		if err := s.spill(ctx, t, i); err != nil {
			return err
		}
	}
	err := s.put(ctx, i, "attribute_not_exists("+pk+")", nil)
	if judge(err) != conditional {
		return err
	}
	held, err := s.held(ctx, turnAddress(t.Key, t.N), err)
	if err == nil && held == nil {
		err = errors.New("it is neither taken nor free")
	}
	if err != nil {
		// Refused, but by whom? It may be an earlier try of the same writer.
		return fmt.Errorf("%w: %w", intake.ErrUnknown, err)
	}
	holder, err := s.turn(ctx, held)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", intake.ErrUnknown, err)
	case holder.Nonce == t.Nonce:
		return nil
	}
	return &intake.Stale{Head: holder}
}

// spill writes the sealed content of a turn under the nonce of its writer, before
// the turn that names it: of two writers each has its own.
func (s *Store) spill(ctx context.Context, t intake.Turn, i item) error {
	if len(t.Sealed) > maxSealed {
		return fmt.Errorf("sealed content has %d bytes, at most %d", len(t.Sealed), maxSealed)
	}
	name := fmt.Sprintf("%s%08d#%s", spillPrefix, t.N, t.Nonce)
	own := item{pk: i[pk], sk: text(name)}
	own.bytes(turnSealed, t.Sealed)
	own.expires(t.Expires)
	delete(i, turnSealed)
	i[turnSpilled] = text(name)
	if size := i.size(); size > maxItem {
		return fmt.Errorf("item has %d bytes without its content, at most %d", size, maxItem)
	}
	return s.put(ctx, own, "", nil)
}

// Turns is intake.Log's.
func (s *Store) Turns(ctx context.Context, key intake.Key, from, limit int) ([]intake.Turn, error) {
	turns, err := s.turns(ctx, key, from, limit)
	if err != nil {
		return nil, fmt.Errorf("dynamo: turns of %s: %w", key.Short(), err)
	}
	return turns, nil
}

func (s *Store) turns(ctx context.Context, key intake.Key, from, limit int) ([]intake.Turn, error) {
	if err := ctx.Err(); err != nil || limit < 1 || from > maxTurn {
		return nil, err
	}
	var turns []intake.Turn
	err := s.query(ctx, dynamodb.QueryInput{
		KeyConditionExpression: aws.String(pk + " = :log AND " + sk + " BETWEEN :from AND :last"),
		ExpressionAttributeValues: item{
			":log": text(logKey(key)), ":from": text(turnKey(max(from, 1))), ":last": text(turnKey(maxTurn)),
		},
		ConsistentRead: aws.Bool(true),
	}, limit, func(i item) (bool, error) {
		t, err := s.turn(ctx, i)
		if err == nil && !s.expired(t.Expires) {
			turns = append(turns, t)
		}
		return len(turns) < limit, err
	})
	return turns, err
}

// Receipt is intake.Log's.
func (s *Store) Receipt(ctx context.Context, key intake.Key, n int, r intake.Receipt) error {
	if err := s.receipt(ctx, key, n, r); err != nil {
		return fmt.Errorf("dynamo: receipt of %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

func (s *Store) receipt(ctx context.Context, key intake.Key, n int, r intake.Receipt) error {
	if n < 1 || n > maxTurn {
		return cmp.Or(ctx.Err(), intake.ErrNoTurn)
	}
	address := turnAddress(key, n)
	if !r.After(intake.Unknown) {
		return s.exists(ctx, address)
	}
	values := item{":r": text(string(r))}
	condition := "attribute_exists(" + pk + ") AND (attribute_not_exists(" + turnReceipt + ") OR NOT " + turnReceipt + " IN ("
	for i, known := range []intake.Receipt{intake.Answered, intake.Sent, intake.Failed, intake.Delivered} {
		if !r.After(known) {
			name := fmt.Sprintf(":r%d", i)
			values[name] = text(string(known))
			condition += name + ", "
		}
	}
	condition = condition[:len(condition)-len(", ")] + "))"
	done, held, err := s.update(ctx, address, "SET "+turnReceipt+" = :r", condition, values)
	if err == nil && !done && held == nil {
		return intake.ErrNoTurn
	}
	return err
}

func (s *Store) exists(ctx context.Context, address item) error {
	held, err := s.get(ctx, address)
	if err == nil && held == nil {
		return intake.ErrNoTurn
	}
	return err
}

// Settle is intake.Log's.
func (s *Store) Settle(ctx context.Context, key intake.Key, n int, entry string) error {
	if err := s.settle(ctx, key, n, entry); err != nil {
		return fmt.Errorf("dynamo: settle an entry of %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

// settleTries is how often two who settle entries of one turn may cross. Each
// crossing settles one of them.
const settleTries = 32

// settle removes the entry from the set of open ones. The last takes the index keys
// with it in the same write, so that no turn stays in the index with nothing open.
func (s *Store) settle(ctx context.Context, key intake.Key, n int, entry string) error {
	if n < 1 || n > maxTurn || entry == "" {
		return cmp.Or(ctx.Err(), intake.ErrNoTurn)
	}
	const (
		last = "REMOVE " + turnOpen + ", " + pendingShard + ", " + pendingAt
		one  = "DELETE " + turnOpen + " :set"
	)
	address := turnAddress(key, n)
	lastIf := "contains(" + turnOpen + ", :id) AND size(" + turnOpen + ") = :one"
	oneIf := "contains(" + turnOpen + ", :id) AND size(" + turnOpen + ") > :one"
	for range settleTries {
		done, held, err := s.update(ctx, address, last, lastIf, item{":id": text(entry), ":one": number(1)})
		if err != nil || done {
			return err
		}
		open, err := openEntry(held, entry)
		if err != nil || !open {
			return err
		}
		done, held, err = s.update(ctx, address, one, oneIf,
			item{":id": text(entry), ":one": number(1), ":set": &types.AttributeValueMemberSS{Value: []string{entry}}})
		if err != nil || done {
			return err
		}
		if open, err = openEntry(held, entry); err != nil || !open {
			return err
		}
	}
	return intake.ErrThrottled
}

// openEntry reports whether an entry of a turn's item still has to leave, or
// intake.ErrNoTurn for one that is not there.
func openEntry(held item, entry string) (bool, error) {
	if held == nil {
		return false, intake.ErrNoTurn
	}
	r := reader{item: held}
	entries := r.outbox()
	if r.err != nil {
		return false, r.err
	}
	i := slices.IndexFunc(entries, func(e intake.Entry) bool { return e.ID == entry })
	if i < 0 {
		return false, intake.ErrNoTurn
	}
	return !entries[i].Settled, nil
}

// ClearDue is intake.Log's.
func (s *Store) ClearDue(ctx context.Context, key intake.Key, n int) error {
	err := cmp.Or(ctx.Err(), intake.ErrNoTurn)
	if n >= 1 && n <= maxTurn {
		var done bool
		done, _, err = s.update(ctx, turnAddress(key, n), "REMOVE "+dueShard+", "+dueAt, "attribute_exists("+pk+")", nil)
		if err == nil && !done {
			err = intake.ErrNoTurn
		}
	}
	if err != nil {
		return fmt.Errorf("dynamo: clear due of %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

// Erase is intake.Log's: an UpdateItem for the turn, and one for each piece of content
// that stands apart, also of drafts that lost the turn to another.
func (s *Store) Erase(ctx context.Context, key intake.Key, n int) error {
	if err := s.erase(ctx, key, n); err != nil {
		return fmt.Errorf("dynamo: erase %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

func (s *Store) erase(ctx context.Context, key intake.Key, n int) error {
	if n < 1 || n > maxTurn {
		return cmp.Or(ctx.Err(), intake.ErrNoTurn)
	}
	spilled, err := s.spilled(ctx, key, n)
	if err != nil {
		return err
	}
	for _, address := range spilled {
		if _, err := s.empty(ctx, address, turnSealed); err != nil {
			return err
		}
	}
	done, _, err := s.update(ctx, turnAddress(key, n), "REMOVE "+turnSealed+", "+turnSpilled, "attribute_exists("+pk+")", nil)
	if err == nil && !done {
		err = intake.ErrNoTurn
	}
	return err
}

// spilled lists where content of a turn stands apart.
func (s *Store) spilled(ctx context.Context, key intake.Key, n int) ([]item, error) {
	var found []item
	err := s.query(ctx, dynamodb.QueryInput{
		KeyConditionExpression: aws.String(pk + " = :log AND begins_with(" + sk + ", :turn)"),
		ExpressionAttributeValues: item{
			":log": text(logKey(key)), ":turn": text(fmt.Sprintf("%s%08d#", spillPrefix, n)),
		},
		ConsistentRead: aws.Bool(true),
	}, 100, func(i item) (bool, error) {
		found = append(found, item{pk: i[pk], sk: i[sk]})
		return true, nil
	})
	return found, err
}

// Expire is intake.Log's. Content that stands apart goes with its turn.
func (s *Store) Expire(ctx context.Context, key intake.Key, n int, from, to time.Time) error {
	if err := s.expire(ctx, key, n, intake.Stamp(from), intake.Stamp(to)); err != nil {
		return fmt.Errorf("dynamo: move the expiry of %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

func (s *Store) expire(ctx context.Context, key intake.Key, n int, from, to time.Time) error {
	if n < 1 || n > maxTurn {
		return cmp.Or(ctx.Err(), intake.ErrNoTurn)
	}
	when := item{}
	when.expires(to)
	seconds, found := when[exp]
	if !found {
		return errors.New("the expiry is none")
	}
	condition, values := turnExpires+" IN (:from, :to)", item{":s": seconds, ":from": millis(from), ":to": millis(to)}
	if from.IsZero() {
		condition = "attribute_exists(" + pk + ") AND (attribute_not_exists(" + turnExpires + ") OR " + turnExpires + " = :to)"
		delete(values, ":from")
	}
	done, held, err := s.update(ctx, turnAddress(key, n), "SET "+exp+" = :s, "+turnExpires+" = :to", condition, values)
	switch {
	case err != nil:
		return err
	case !done && len(held) == 0:
		return intake.ErrNoTurn
	case !done:
		return intake.ErrStaleTurn
	}
	spilled, err := s.spilled(ctx, key, n)
	if err != nil {
		return err
	}
	for _, address := range spilled {
		if _, _, err := s.update(ctx, address, "SET "+exp+" = :s", "attribute_exists("+turnSealed+")", item{":s": seconds}); err != nil {
			return err
		}
	}
	return nil
}

func markAddress(key intake.Key, id [8]byte) item {
	return item{pk: text(logKey(key)), sk: text(markPrefix + hex.EncodeToString(id[:]))}
}

// Mark is intake.Log's.
func (s *Store) Mark(ctx context.Context, key intake.Key, id [8]byte) (int, error) {
	held, err := s.get(ctx, markAddress(key, id))
	r := reader{item: held}
	n := r.number(markTurn)
	if err = cmp.Or(err, r.err); err != nil {
		return 0, fmt.Errorf("dynamo: mark in %s: %w", key.Short(), err)
	}
	return n, nil
}

// SetMark is intake.Log's: one conditional PutItem.
func (s *Store) SetMark(ctx context.Context, key intake.Key, id [8]byte, from, to int) error {
	i := markAddress(key, id)
	i.number(markTurn, to)
	i.expires(s.options.Clock().Add(s.options.Keep))
	condition, values := "attribute_not_exists("+pk+")", item(nil)
	if from != 0 {
		condition, values = markTurn+" = :from", item{":from": number(int64(from))}
	}
	var err error
	if to < 1 || to == from {
		err = fmt.Errorf("from %d to %d", from, to)
	} else if err = s.put(ctx, i, condition, values); judge(err) == conditional {
		err = intake.ErrStaleTurn
	}
	if err != nil {
		return fmt.Errorf("dynamo: set mark in %s: %w", key.Short(), err)
	}
	return nil
}

// Pending is intake.Log's: one Query a shard of the index, which may lag.
func (s *Store) Pending(ctx context.Context, before time.Time, limit int) ([]intake.Pending, error) {
	rows, err := s.indexed(ctx, PendingIndex, pendingKey, pendingAt, " < ", before, limit)
	if err != nil {
		return nil, fmt.Errorf("dynamo: pending entries: %w", err)
	}
	var found []intake.Pending
	for _, row := range rows {
		r := reader{item: row.item}
		for _, e := range r.outbox() {
			if !e.Settled && len(found) < limit {
				found = append(found, intake.Pending{Key: row.key, N: row.n, Entry: e.Clone()})
			}
		}
		if r.err != nil {
			return nil, fmt.Errorf("dynamo: pending entries: %w", r.err)
		}
	}
	return found, nil
}

// Due is intake.Log's: one Query a shard of the index, which may lag.
func (s *Store) Due(ctx context.Context, at time.Time, limit int) ([]intake.Due, error) {
	rows, err := s.indexed(ctx, DueIndex, dueKey, dueAt, " <= ", at, limit)
	if err != nil {
		return nil, fmt.Errorf("dynamo: due turns: %w", err)
	}
	var found []intake.Due
	for _, row := range rows[:min(limit, len(rows))] {
		found = append(found, intake.Due{Key: row.key, N: row.n, At: row.at})
	}
	return found, nil
}

// row is what an index shows of a turn.
type row struct {
	item item
	key  intake.Key
	n    int
	at   time.Time // the index's sort key
}

// indexed asks all shards of an index at once and merges what they show, oldest first.
func (s *Store) indexed(ctx context.Context, name string, shard func(uint32) string, sort, compare string,
	at time.Time, limit int) ([]row, error) {
	if err := ctx.Err(); err != nil || limit < 1 {
		return nil, err
	}
	hash := pendingShard
	if name == DueIndex {
		hash = dueShard
	}
	var rows [shards][]row
	var faults [shards]error
	var all sync.WaitGroup
	for n := range uint32(shards) {
		all.Go(func() {
			faults[n] = s.query(ctx, dynamodb.QueryInput{
				IndexName:                 aws.String(name),
				KeyConditionExpression:    aws.String(hash + " = :shard AND " + sort + compare + ":at"),
				ExpressionAttributeValues: item{":shard": text(shard(n)), ":at": millis(at)},
			}, limit, func(i item) (bool, error) {
				r := reader{item: i}
				key, number, err := r.place()
				if err == nil && !s.expired(r.time(turnExpires)) {
					rows[n] = append(rows[n], row{i, key, number, r.time(sort)})
				}
				return len(rows[n]) < limit, cmp.Or(err, r.err)
			})
		})
	}
	all.Wait()
	merged := slices.Concat(rows[:]...)
	slices.SortStableFunc(merged, func(a, b row) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key.String(), b.key.String()), cmp.Compare(a.n, b.n))
	})
	return merged, cmp.Or(faults[:]...)
}
