package dossier

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/intake"
)

// ErrPrint: what was given as a fingerprint is none.
var ErrPrint = errors.New("a fingerprint is a number and five groups of four digits: 12-7F3A-91C0-55E2-0B1D-9A3C")

// printBytes is how much of a hash stands in a fingerprint (intake.Anchor.Print).
const printBytes = 10

// parsePrint returns the turn and the beginning of its hash. Case, spaces and hyphens
// make no difference after the number.
func parsePrint(text string) (n int, hash []byte, err error) {
	number, rest, _ := strings.Cut(strings.TrimSpace(text), "-")
	n, err = strconv.Atoi(strings.TrimSpace(number))
	hash, bad := hex.DecodeString(strings.NewReplacer("-", "", " ", "").Replace(rest))
	if err != nil || bad != nil || n < 1 || len(hash) != printBytes {
		return 0, nil, ErrPrint
	}
	return n, hash, nil
}

// Fault is something wrong with a dossier: what, and how it shows.
type Fault struct {
	What   string // the file, or "zip" for what holds the files together
	Detail string
}

func (f Fault) Error() string { return f.What + ": " + f.Detail }

// Report is what checking a dossier found.
type Report struct {
	Code   string
	Made   time.Time
	Turns  int
	Items  []Entry
	Hidden int // parts of turns that are withheld
	Erased int // turns without content
	Print  string
	Faults []Fault
	// Held: a fingerprint was given, and it holds everything in the dossier.
	Held bool
}

// Check holds a dossier against itself and, unless it is empty, against the fingerprint
// that the reporter received. It names everything that does not fit. Its error says that
// the fingerprint is none.
func Check(data []byte, print string) (Report, error) {
	var r Report
	n, hash := 0, []byte(nil)
	if print != "" {
		var err error
		if n, hash, err = parsePrint(print); err != nil {
			return r, err
		}
	}
	parts, faults := unpack(data)
	r.Faults = faults
	if len(parts) < 2 || parts[0].Name != ManifestName || parts[1].Name != LogName {
		r.fault("zip", "it does not begin with %s and %s", ManifestName, LogName)
		return r, nil
	}
	var m Manifest
	var log Log
	if !r.decode(parts[0], &m, &m.Format) || !r.decode(parts[1], &log, &log.Format) {
		return r, nil
	}
	r.Code, r.Made, r.Turns, r.Items = m.Code, m.Made, len(log.Turns), m.Items
	r.items(m, parts[2:])
	r.turns(m, log, parts[0].Data)
	if len(log.Turns) > 0 {
		last := log.Turns[len(log.Turns)-1]
		r.Print = intake.Anchor{N: last.N, Hash: last.Hash}.Print()
	}
	switch {
	case print == "":
	case n > len(log.Turns):
		r.fault(LogName, "the fingerprint is of turn %d, and the log has %d: its end was cut off, or it was fetched before", n, len(log.Turns))
	case !bytes.HasPrefix(log.Turns[n-1].Hash, hash):
		r.fault(LogName, "turn %d has another fingerprint: the log was written anew, there or before", n)
	case n < m.Turn:
		r.fault(ManifestName, "it was handed over in turn %d, and the fingerprint is of turn %d: it cannot vouch for it; ask for the newer one with DOSSIER", m.Turn, n)
	}
	if again, err := Pack(parts[0].Data, parts[1].Data, parts[2:]); len(r.Faults) == 0 && (err != nil || !bytes.Equal(again, data)) {
		r.fault("zip", "%s", difference(data, again))
	}
	r.Held = print != "" && len(r.Faults) == 0
	return r, nil
}

func (r *Report) fault(what, format string, args ...any) {
	r.Faults = append(r.Faults, Fault{what, fmt.Sprintf(format, args...)})
}

// decode reads a manifest or a log and reports whether it can be gone on with. Anything
// but the one form is a fault: a field of another name, a space more.
func (r *Report) decode(p Part, v any, format *string) bool {
	decoder := json.NewDecoder(bytes.NewReader(p.Data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		r.fault(p.Name, "it does not read: %v", err)
		return false
	}
	if *format != Format {
		r.fault(p.Name, "its format is %q, this program reads %q", *format, Format)
		return false
	}
	if again, err := Encode(v); err != nil || !bytes.Equal(again, p.Data) {
		r.fault(p.Name, "it was written by another program: %s", difference(p.Data, again))
	}
	return true
}

// items holds the files against the manifest.
func (r *Report) items(m Manifest, parts []Part) {
	there := map[string]bool{}
	for _, p := range parts {
		there[p.Name] = true
	}
	for i, e := range m.Items {
		switch {
		case !there[e.Name]:
			r.fault(e.Name, "it is missing")
		case i < len(parts) && parts[i].Name != e.Name:
			r.fault(e.Name, "it stands in another's place")
		case i < len(parts) && (parts[i].SHA256 != e.SHA256 || parts[i].Bytes != e.Bytes):
			r.fault(e.Name, "it was changed: its fingerprint is not that of the manifest")
		}
		delete(there, e.Name)
	}
	for _, p := range parts {
		if there[p.Name] {
			r.fault(p.Name, "it does not belong there: the manifest does not name it")
		}
	}
}

// turns holds log and manifest against each other.
func (r *Report) turns(m Manifest, log Log, manifest []byte) {
	if err := intake.VerifyRecords(log.Turns); err != nil {
		r.fault(LogName, "%v", err)
		return
	}
	sum := sha256.Sum256(manifest)
	handed := false
	received := map[string]int{}
	for _, t := range log.Turns {
		if len(t.Parts) == 0 {
			r.Erased++
		}
		for _, p := range t.Parts {
			if len(p.Key) == 0 {
				r.Hidden++
			}
		}
		text, ok := t.Shown(intake.PartKept)
		var kept []intake.Kept
		if !ok || json.Unmarshal([]byte(text), &kept) != nil {
			continue
		}
		for _, k := range kept {
			switch {
			case k.Kind == intake.KeptDossier && t.N == m.Turn && k.SHA256 == hex.EncodeToString(sum[:]):
				handed = true
			case k.Kind == intake.KeptFile:
				received[strconv.Itoa(t.N)+" "+k.SHA256]++
			}
		}
	}
	if !handed {
		r.fault(ManifestName, "turn %d of the log does not hold its fingerprint", m.Turn)
	}
	for _, e := range append(append([]Entry(nil), m.Items...), m.LeftOut...) {
		if key := strconv.Itoa(e.Turn) + " " + e.SHA256; e.Turn != 0 {
			if received[key]--; received[key] < 0 {
				r.fault(e.Name, "turn %d of the log knows no such file", e.Turn)
			}
		}
	}
	for key, count := range received {
		if turn, _, _ := strings.Cut(key, " "); count > 0 {
			r.fault(ManifestName, "a file received in turn %s is not listed", turn)
		}
	}
}

// Bounds of what is read: a dossier that says it holds more is none of ours.
const (
	maxParts = 64
	maxBytes = 256 << 20
)

// unpack reads a dossier. Everything it holds is stored as it is.
func unpack(data []byte) ([]Part, []Fault) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, []Fault{{"zip", "its list of contents does not read: " + err.Error()}}
	}
	if len(z.File) > maxParts || len(data) > maxBytes {
		return nil, []Fault{{"zip", "it holds more than a dossier may"}}
	}
	var parts []Part
	var faults []Fault
	names := map[string]bool{}
	for _, f := range z.File {
		if f.Method != zip.Store || f.UncompressedSize64 > uint64(len(data)) || names[f.Name] {
			faults = append(faults, Fault{f.Name, "it is not stored as a dossier stores it"})
			continue
		}
		names[f.Name] = true
		content, err := content(f)
		if err != nil {
			faults = append(faults, Fault{f.Name, "it was changed: " + err.Error()})
		}
		parts = append(parts, NewPart(f.Name, "", content))
	}
	return parts, faults
}

func content(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// difference says where two byte forms part.
func difference(got, want []byte) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("byte %d is not what a dossier has there", i)
		}
	}
	return fmt.Sprintf("it has %d bytes, want %d", len(got), len(want))
}
