package dossier

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
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
	// Older is the turn of a fingerprint from before the dossier was handed over, as its
	// documents print it: nothing is wrong up to there, and it says nothing of the rest. 0: it
	// is none.
	Older int
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
	switch {
	case len(parts) < 2 && len(faults) > 0:
		return r, nil
	case len(parts) < 2:
		r.fault("zip", "it does not hold %s and %s", ManifestName, LogName)
		return r, nil
	}
	for i, name := range []string{ManifestName, LogName} {
		if parts[i].Name != name {
			r.fault(name, "the list of contents calls it %q", parts[i].Name)
			parts[i].Name = name
		}
	}
	var m Manifest
	var log Log
	listed, logged := r.decode(parts[0], &m, &m.Format), r.decode(parts[1], &log, &log.Format)
	if listed {
		r.Code, r.Made, r.Items = m.Code, m.Made, m.Items
	}
	// The fingerprint vouches for the log, the log for the manifest, the manifest for the
	// files: who is not vouched for accuses nobody.
	sound := logged && r.chained(log)
	if sound && listed && !handed(log, m, parts[0].SHA256) {
		r.fault(ManifestName, "turn %d of the log does not hold its fingerprint", m.Turn)
	}
	if listed && !r.faulty(ManifestName) {
		r.items(m, parts[2:])
		if sound {
			r.received(log, m)
		}
	}
	switch {
	case print == "" || !logged:
	case n > len(log.Turns):
		r.fault(LogName, "the fingerprint is of turn %d, and the log has %d: its end was cut off, or it was fetched before", n, len(log.Turns))
	case !bytes.HasPrefix(log.Turns[n-1].Hash, hash):
		r.fault(LogName, "turn %d has another fingerprint: the log was written anew, there or before", n)
	case listed && n < m.Turn && !r.faulty(ManifestName):
		r.Older = n
	}
	if again, err := Pack(parts[0].Data, parts[1].Data, parts[2:]); len(r.Faults) == 0 && (err != nil || !bytes.Equal(again, data)) {
		r.fault(place(again, first(data, again)), "%s", difference(data, again))
	}
	if len(r.Faults) > 0 {
		r.Older = 0
	}
	r.Held = print != "" && len(r.Faults) == 0 && r.Older == 0
	return r, nil
}

func (r *Report) fault(what, format string, args ...any) {
	r.Faults = append(r.Faults, Fault{what, fmt.Sprintf(format, args...)})
}

// faulty reports that something is wrong with a file.
func (r *Report) faulty(name string) bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.What == name })
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
	there := map[string]Part{}
	for _, p := range parts {
		there[p.Name] = p
	}
	var order []string // of those that are there
	for _, e := range m.Items {
		p, ok := there[e.Name]
		switch {
		case !ok:
			r.fault(e.Name, "it is missing")
			continue
		case p.SHA256 != e.SHA256 || p.Bytes != e.Bytes:
			r.fault(e.Name, "it was changed: its fingerprint is not that of the manifest")
		}
		order = append(order, e.Name)
	}
	at := 0
	for _, p := range parts {
		switch {
		case !slices.Contains(order, p.Name):
			r.fault(p.Name, "it does not belong there: the manifest does not name it")
			continue
		case p.Name != order[at]:
			r.fault(p.Name, "it stands in another's place")
		}
		at++
	}
}

// chained reports that the log holds together, and counts what it shows.
func (r *Report) chained(log Log) bool {
	if len(log.Turns) > 0 {
		last := log.Turns[len(log.Turns)-1]
		r.Turns, r.Print = len(log.Turns), intake.Anchor{N: last.N, Hash: last.Hash}.Print()
	}
	for _, t := range log.Turns {
		if len(t.Parts) == 0 {
			r.Erased++
		}
		for _, p := range t.Parts {
			if len(p.Key) == 0 {
				r.Hidden++
			}
		}
	}
	if err := intake.VerifyRecords(log.Turns); err != nil {
		r.fault(LogName, "%v", err)
		return false
	}
	return true
}

// kept is what a turn shows of what was received or handed over in it.
func kept(t intake.Record) []intake.Kept {
	text, ok := t.Shown(intake.PartKept)
	var all []intake.Kept
	if !ok || json.Unmarshal([]byte(text), &all) != nil {
		return nil
	}
	return all
}

// handed reports that the turn which the manifest names handed over a manifest of this digest.
func handed(log Log, m Manifest, sum string) bool {
	if m.Turn < 1 || m.Turn > len(log.Turns) {
		return false
	}
	return slices.ContainsFunc(kept(log.Turns[m.Turn-1]), func(k intake.Kept) bool { return k.Kind == intake.KeptDossier && k.SHA256 == sum })
}

// received holds the files that the log knows against those that the manifest lists.
func (r *Report) received(log Log, m Manifest) {
	known := map[string]int{}
	for _, t := range log.Turns {
		for _, k := range kept(t) {
			if k.Kind == intake.KeptFile {
				known[strconv.Itoa(t.N)+" "+k.SHA256]++
			}
		}
	}
	for _, e := range slices.Concat(m.Items, m.LeftOut) {
		if key := strconv.Itoa(e.Turn) + " " + e.SHA256; e.Turn != 0 {
			if known[key]--; known[key] < 0 {
				r.fault(e.Name, "turn %d of the log knows no such file", e.Turn)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if turn, _, _ := strings.Cut(key, " "); known[key] > 0 {
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
	// The list's length and place stand in what closes it, behind which there is nothing.
	ends := data[len(data)-endBytes:]
	if length, at := binary.LittleEndian.Uint32(ends[12:]), binary.LittleEndian.Uint32(ends[16:]); int64(length)+int64(at) != int64(len(data)-endBytes) {
		return nil, []Fault{{"zip", "its list of contents is not where it says"}}
	}
	var parts []Part
	var faults []Fault
	names := map[string]bool{}
	for _, f := range z.File {
		if f.Method != zip.Store || f.UncompressedSize64 > uint64(len(data)) || names[f.Name] {
			faults = append(faults, Fault{f.Name, "it is not stored as a dossier stores it"})
			parts = append(parts, NewPart(f.Name, "", nil)) // the others stay in their places
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

// first is where two byte forms part.
func first(got, want []byte) int {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return i
		}
	}
	return min(len(got), len(want))
}

// difference says where two byte forms part.
func difference(got, want []byte) string {
	if i := first(got, want); i < min(len(got), len(want)) {
		return fmt.Sprintf("byte %d is not what a dossier has there", i)
	}
	return fmt.Sprintf("it has %d bytes, want %d", len(got), len(want))
}

// The fixed lengths of a file's header, and of its line in the list of contents, in bytes.
// Source: PKWARE APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16.
const (
	headerBytes = 30
	listedBytes = 46
	endBytes    = 22 // of what closes the list, without a comment
)

// place names the file that a byte of a dossier is about: within it, its header, or its line
// in the list of contents. It is "zip" for what is about none.
func place(data []byte, at int) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "zip"
	}
	end := len(data) - endBytes
	for _, f := range slices.Backward(z.File) {
		begin := end - listedBytes - len(f.Name) - len(f.Extra) - len(f.Comment)
		if begin <= at && at < end {
			return f.Name
		}
		end = begin
	}
	for _, f := range slices.Backward(z.File) {
		offset, err := f.DataOffset()
		if err != nil {
			return "zip"
		}
		begin := int(offset) - headerBytes - len(f.Name) - len(f.Extra)
		if begin <= at && at < end {
			return f.Name
		}
		end = begin
	}
	return "zip"
}
