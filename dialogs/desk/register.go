package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"relais/dialogs/outbox"
)

// Register keeps refusals: a log line is gone when its file is, and who tried what must
// still be there when somebody asks. What it keeps is bounded, so that nobody fills it
// by trying.
type Register struct {
	Claims outbox.Claims
	Clock  func() time.Time
}

// maxRefusals is how many refusals of a region and a day are kept one by one; further
// ones are only counted.
const maxRefusals = 200

// maxAct bounds what an act is called, in bytes: it may come from whoever was refused.
const maxAct = 40

// noRegion stands for the region of a refusal that belongs to none.
const noRegion = "none"

// Kept is a refusal as it is kept.
type Kept struct {
	At time.Time
	Refusal
}

// registerTries is how often two who note refusals at once may cross.
const registerTries = 8

func registerID(region string, day time.Time) string {
	if region == "" {
		region = noRegion
	}
	return "refused." + region + "." + day.UTC().Format(time.DateOnly)
}

// Note keeps a refusal.
func (r *Register) Note(ctx context.Context, refusal Refusal) error {
	now := r.Clock()
	id := registerID(refusal.Region, now)
	for range registerTries {
		count, err := r.Claims.Claim(ctx, id)
		if err != nil {
			return err
		}
		count.ID, count.State, count.At, count.Attempt = id, outbox.Noted, now, count.Attempt+1
		switch err := r.Claims.PutClaim(ctx, count); {
		case errors.Is(err, outbox.ErrConflict):
			continue // somebody else was refused at the same instant
		case err != nil:
			return err
		case count.Attempt > maxRefusals:
			return nil
		}
		return r.Claims.PutClaim(ctx, outbox.Claim{
			ID: entryID(id, count.Attempt), State: outbox.Noted, At: now,
			Owner: refusal.By.Team + "/" + refusal.By.User, Ref: refusal.Case, Reason: refusal.Why + " " + refusal.Act[:min(len(refusal.Act), maxAct)],
		})
	}
	return outbox.ErrConflict
}

func entryID(id string, n int) string { return fmt.Sprintf("%s.%03d", id, n) }

// Day returns the refusals of a region on a day (UTC), the oldest first, and how many
// there were. region may be empty: those that belong to none.
func (r *Register) Day(ctx context.Context, region string, day time.Time) ([]Kept, int, error) {
	id := registerID(region, day)
	count, err := r.Claims.Claim(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	var kept []Kept
	for n := 1; n <= min(count.Attempt, maxRefusals); n++ {
		c, err := r.Claims.Claim(ctx, entryID(id, n))
		if err != nil {
			return nil, 0, err
		}
		if c.Version == 0 {
			continue // counted, and lost with a crash
		}
		k := Kept{At: c.At, Refusal: Refusal{Region: region, Case: c.Ref}}
		k.By.Team, k.By.User, _ = strings.Cut(c.Owner, "/")
		k.Why, k.Act, _ = strings.Cut(c.Reason, " ")
		kept = append(kept, k)
	}
	return kept, count.Attempt, nil
}

// Refusals returns the refusals of a region on a day, and those of no region, to an
// analyst who may read the region's cases.
func (d *Desk) Refusals(ctx context.Context, by Actor, region string, day time.Time) ([]Kept, int, error) {
	if _, _, err := d.permitted(ctx, by, region, "", "refusals", MayRead); err != nil {
		return nil, 0, err
	}
	if d.Register == nil {
		return nil, 0, nil
	}
	kept, total, err := d.Register.Day(ctx, region, day)
	if err != nil {
		return nil, 0, err
	}
	others, more, err := d.Register.Day(ctx, "", day)
	return append(kept, others...), total + more, err
}
