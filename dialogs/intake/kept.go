package intake

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kept is something that was received from the reporter beside his messages, or handed
// over to him: a line of the record of custody.
type Kept struct {
	Kind        KeptKind `json:"kind"`
	Name        string   `json:"name"` // as the sender called it, bounded
	Type        string   `json:"type"` // found out from the bytes, never what the sender said
	Bytes       int64    `json:"bytes"`
	SHA256      string   `json:"sha256"`                // of the bytes as they arrived, hexadecimal
	Blob        string   `json:"blob,omitempty"`        // name under which they are kept, sealed
	Quarantined bool     `json:"quarantined,omitempty"` // what it is may do harm: it leaves in no dossier
}

// KeptKind says what was kept.
type KeptKind string

// The kinds.
const (
	KeptFile    KeptKind = "file"    // received
	KeptDossier KeptKind = "dossier" // handed over: the digest is that of its manifest
)

// Bounds of what one case keeps of files.
const (
	MaxFiles     = 12
	MaxFileBytes = 64 << 20
	maxFileName  = 80 // letters
)

// ErrFull: the case keeps as many files as it may.
var ErrFull = errors.New("the case keeps no more files")

// Files keeps the bytes of files, sealed, under names that say nothing, apart from
// the log. It is quarantine: nothing in it is opened, shown or served.
type Files Blobs

// Receive adds what was received or handed over to the turn.
func (a *Amendment) Receive(k Kept) {
	a.draft.content.Kept = append(a.draft.content.Kept, k)
	if k.Kind == KeptFile {
		a.State.Files++
		a.State.FileBytes += k.Bytes
	}
}

// Upload is a file as it came.
type Upload struct {
	Name string
	Type string // found out from the bytes
	Data []byte
	Sum  [32]byte // SHA-256 of Data
	// Quarantined: it may do harm.
	Quarantined bool
}

// TakeFiles keeps files that came by a one-time link, all of them or none: each is
// sealed with the key of the case and stored before the turn that tells of it, which
// uses the link and answers with a receipt. It returns ErrNoToken as Follow does, or ErrFull.
func (d *Desk) TakeFiles(ctx context.Context, now time.Time, token string, files []Upload) ([]Kept, error) {
	if d.Files == nil {
		return nil, ErrNoToken
	}
	pass, err := d.Look(ctx, now, token, LinkFiles)
	if err != nil {
		return nil, err
	}
	head, err := d.Log.Head(ctx, pass.Key)
	if err != nil {
		if errors.Is(err, ErrNoTurn) {
			err = ErrNoToken
		}
		return nil, err
	}
	var kept []Kept
	for _, f := range files {
		k, err := d.store(ctx, head.Case, f)
		if err != nil {
			return nil, errors.Join(err, d.drop(ctx, kept))
		}
		kept = append(kept, k)
	}
	_, err = d.Follow(ctx, now, token, LinkFiles, func(a *Amendment) error {
		for _, k := range kept {
			a.Receive(k)
		}
		if a.State.Files > MaxFiles || a.State.FileBytes > MaxFileBytes {
			return ErrFull
		}
		a.Act.Given["files"] = strconv.Itoa(len(kept))
		apart := ""
		if n := quarantined(kept); n > 0 {
			apart = strconv.Itoa(n)
		}
		several := ""
		if len(kept) > 1 {
			several = "yes"
		}
		a.Tell(News{Kind: NewsFiles, Why: shownAll(kept)})
		return a.Notice("files_kept", map[string]string{"n": strconv.Itoa(len(kept)), "apart": apart, "several": several, "sums": shownAll(kept)})
	})
	switch {
	case errors.Is(err, ErrFull):
		return nil, errors.Join(err, d.drop(ctx, kept))
	case err != nil:
		// The turn may stand all the same, if only its answer was lost: what it tells of is
		// not taken away. What no turn tells of ends with the retention.
		return nil, err
	}
	return kept, nil
}

// quarantined counts the files that leave in no dossier.
func quarantined(kept []Kept) int {
	n := 0
	for _, k := range kept {
		if k.Quarantined {
			n++
		}
	}
	return n
}

// Shown is the beginning of a digest as people compare it: 16 digits in groups of four.
func Shown(sum string) string {
	var groups []string
	for g := range slices.Chunk([]byte(strings.ToUpper(sum[:min(16, len(sum))])), 4) {
		groups = append(groups, string(g))
	}
	return strings.Join(groups, "-")
}

// shownDigits is how many digits of each digest one message shows of several files: as
// many as it has room for with the most files that come at once.
const shownDigits = 8

// shownAll is the beginning of the digest of each file, in their order.
func shownAll(kept []Kept) string {
	if len(kept) == 1 {
		return Shown(kept[0].SHA256)
	}
	var all []string
	for _, k := range kept {
		all = append(all, Shown(k.SHA256[:min(shownDigits, len(k.SHA256))]))
	}
	return strings.Join(all, ", ")
}

func (d *Desk) store(ctx context.Context, caseID string, f Upload) (Kept, error) {
	id, err := d.random(16)
	if err != nil {
		return Kept{}, err
	}
	k := Kept{
		Kind: KeptFile, Name: FileName(f.Name), Type: f.Type, Bytes: int64(len(f.Data)), SHA256: hex.EncodeToString(f.Sum[:]),
		Blob: hex.EncodeToString(id) + "-file", Quarantined: f.Quarantined,
	}
	sealed, err := d.Keys.Seal(caseID, []byte(k.Blob), d.Chance, f.Data)
	if err != nil {
		return Kept{}, err
	}
	return k, d.Files.Put(ctx, k.Blob, sealed)
}

// drop takes back files that no turn tells of.
func (d *Desk) drop(ctx context.Context, kept []Kept) error {
	var err error
	for _, k := range kept {
		err = errors.Join(err, d.Files.Drop(ctx, k.Blob))
	}
	return err
}

// File opens a file that a turn of the case tells of. It returns ErrNoTurn if it is
// gone, ErrSealed if it is not what was stored.
func (d *Desk) File(ctx context.Context, caseID string, k Kept) ([]byte, error) {
	if d.Files == nil {
		return nil, ErrNoTurn
	}
	sealed, err := d.Files.Get(ctx, k.Blob)
	if err != nil {
		return nil, fmt.Errorf("file: %w", err)
	}
	return d.Keys.Open(caseID, []byte(k.Blob), sealed)
}

// FileName is a name that is safe to show and to write: the last part of a path,
// without what is not seen, bounded from the front so that its ending stays.
func FileName(name string) string {
	name = strings.ToValidUTF8(name, "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.TrimLeft(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`"*:<>?|`, r) || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff {
			return -1
		}
		return r
	}, name), ". ")
	if letters := []rune(name); len(letters) > maxFileName {
		name = string(letters[len(letters)-maxFileName:])
	}
	if strings.TrimSpace(name) == "" {
		return "-"
	}
	return name
}
