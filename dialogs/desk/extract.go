package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/intake"
)

// extract keeps that a file of a case left quarantine, which it was, and for whose key it
// was sealed.
type extract struct {
	file intake.Kept
	to   string
}

// Kind implements Act.
func (extract) Kind() string { return "extract" }
func (extract) right() Right { return MayExtract }

func (x extract) apply(a *doing) error {
	a.keep("sum", x.file.SHA256, "bytes", strconv.FormatInt(x.file.Bytes, 10), "key", x.to)
	a.tell("")
	a.word("extracted")
	return nil
}

// Extracted is a file that was taken out of quarantine. Data may do harm.
type Extracted struct {
	intake.Kept
	Data []byte
	Word Word
}

// shortestSum is how many digits of a digest name a file: as many as people are shown.
const shortestSum = 16

// Extract takes a file of a case out of quarantine, for analysis; no dossier holds it. sum is
// its digest or the beginning of it, as the timeline shows it; to is the key that the
// caller seals it for, and stands in the log before a byte leaves. It says no to a digest
// that names no file, and returns ErrRefused to whoever has no right to.
func (d *Desk) Extract(ctx context.Context, now time.Time, by Actor, key intake.Key, id, sum, to string) (Extracted, error) {
	head, s, err := d.read(ctx, by, key, extract{}.Kind())
	if err != nil {
		return Extracted{}, err
	}
	if _, _, err := d.permitted(ctx, by, s.Region, head.Case, extract{}.Kind(), MayExtract); err != nil {
		return Extracted{}, err // before it is known which files there are
	}
	file, err := d.fileOf(ctx, head, sum)
	if err != nil {
		return Extracted{}, err
	}
	done, err := d.Do(ctx, now, Event{ID: id, By: by, Case: key, Act: extract{file, to}})
	if err != nil {
		return Extracted{}, err
	}
	data, err := d.Intake.File(ctx, head.Case, file)
	if err != nil {
		return Extracted{}, err
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != file.SHA256 {
		return Extracted{}, fmt.Errorf("desk: extract: the file is not the one that was received: %w", intake.ErrSealed)
	}
	return Extracted{file, data, done.Word}, nil
}

// fileOf is the file of a case that a digest names.
func (d *Desk) fileOf(ctx context.Context, head intake.Turn, sum string) (intake.Kept, error) {
	sum = strings.ToLower(strings.ReplaceAll(sum, "-", ""))
	if len(sum) < shortestSum {
		return intake.Kept{}, no("no_file")
	}
	const page = 100
	for from := 1; from <= head.N; from += page {
		turns, err := d.Intake.Log.Turns(ctx, head.Key, from, page)
		if err != nil {
			return intake.Kept{}, err
		}
		for _, t := range turns {
			if len(t.Sealed) == 0 {
				continue
			}
			c, err := d.Intake.Content(t)
			if err != nil {
				return intake.Kept{}, err
			}
			for _, k := range c.Kept {
				if k.Kind == intake.KeptFile && strings.HasPrefix(k.SHA256, sum) {
					return k, nil
				}
			}
		}
	}
	return intake.Kept{}, no("no_file")
}
