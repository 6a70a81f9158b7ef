package dynamo

import (
	"cmp"
	"context"
	"fmt"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

func blobAddress(name string) item { return item{pk: text(blobPrefix + name), sk: text(blobSort)} }

// Put is intake.Blobs'. A blob of the same name is replaced. One of more than 350
// KiB is refused: an item holds no more.
func (s *Store) Put(ctx context.Context, name string, sealed []byte) error {
	if err := s.putBlob(ctx, name, sealed); err != nil {
		return fmt.Errorf("dynamo: put blob: %w", err)
	}
	return nil
}

func (s *Store) putBlob(ctx context.Context, name string, sealed []byte) error {
	if len(sealed) > maxSealed {
		return fmt.Errorf("it has %d bytes, at most %d", len(sealed), maxSealed)
	}
	i := blobAddress(name)
	i.bytes(blobSealed, sealed)
	i.expires(s.options.Clock().Add(s.options.Keep))
	return s.put(ctx, i, "", nil)
}

// Get is intake.Blobs'.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	held, err := s.get(ctx, blobAddress(name))
	r := reader{item: held}
	sealed := r.bytes(blobSealed)
	switch {
	case err == nil && (held == nil || s.gone(&r)):
		err = intake.ErrNoTurn
	case err == nil:
		err = r.err
	}
	if err != nil {
		return nil, fmt.Errorf("dynamo: get blob: %w", err)
	}
	return sealed, nil
}

// Drop is intake.Blobs': what is left is an item without content whose time is over.
func (s *Store) Drop(ctx context.Context, name string) error {
	if _, err := s.empty(ctx, blobAddress(name), blobSealed); err != nil {
		return fmt.Errorf("dynamo: drop blob: %w", err)
	}
	return nil
}

// empty takes an attribute out of an item that stands alone, and lets the item go. It
// reports false for one that is not there.
func (s *Store) empty(ctx context.Context, address item, attribute string) (bool, error) {
	done, _, err := s.update(ctx, address, "SET "+exp+" = :past REMOVE "+attribute, "attribute_exists("+pk+")",
		item{":past": number(s.options.Clock().Unix() - 1)})
	return done, err
}

// gone reports whether an item that has no time of its own but the table's is past it.
func (s *Store) gone(r *reader) bool {
	seconds, found := r.int64(exp)
	return found && s.options.Clock().Unix() > seconds
}

func claimAddress(id string) item { return item{pk: text(claimPrefix + id), sk: text(claimSort)} }

// Claim is outbox.Claims'.
func (s *Store) Claim(ctx context.Context, id string) (outbox.Claim, error) {
	held, err := s.get(ctx, claimAddress(id))
	r := reader{item: held}
	// What is past its time is read all the same: a claim holds no content, and one
	// that seems absent would let its delivery begin anew.
	c := outbox.Claim{
		ID: id, State: outbox.ClaimState(r.text(claimState)), Attempt: r.number(claimAttempt), At: r.time(claimAt),
		Owner: r.text(claimOwner), Lease: r.time(claimLease), Ref: r.text(claimRef), Reason: r.text(claimReason),
		Applied: r.number(claimApplied), Version: r.number(claimVersion),
	}
	if err = cmp.Or(err, r.err); err != nil {
		return outbox.Claim{}, fmt.Errorf("dynamo: claim %s: %w", id, err)
	}
	return c, nil
}

// PutClaim is outbox.Claims': one conditional PutItem.
func (s *Store) PutClaim(ctx context.Context, c outbox.Claim) error {
	i := claimAddress(c.ID)
	i.text(claimState, string(c.State))
	i.number(claimAttempt, c.Attempt)
	i.time(claimAt, c.At)
	i.text(claimOwner, c.Owner)
	i.time(claimLease, c.Lease)
	i.text(claimRef, c.Ref)
	i.text(claimReason, c.Reason)
	i.number(claimApplied, c.Applied)
	i.number(claimVersion, c.Version+1)
	i.expires(s.options.Clock().Add(s.options.Keep))
	condition, values := "attribute_not_exists("+pk+")", item(nil)
	if c.Version != 0 {
		condition, values = claimVersion+" = :version", item{":version": number(int64(c.Version))}
	}
	err := s.put(ctx, i, condition, values)
	if judge(err) == conditional {
		err = outbox.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("dynamo: put claim %s: %w", c.ID, err)
	}
	return nil
}
