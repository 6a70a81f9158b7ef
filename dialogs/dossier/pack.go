package dossier

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"relais/dialogs/intake"
)

// Format names the form of manifest and log. Whoever reads another is told so.
const Format = "relais dossier 1"

// Schema is the published form of manifest.json and log.json, as JSON Schema.
//
//go:embed dossier.schema.json
var Schema []byte

// Manifest lists what a dossier holds. The log holds its SHA-256 in turn Turn, so that
// who changes a document, and the manifest with it, must change the log.
type Manifest struct {
	Format string    `json:"format"`
	Case   string    `json:"case"`
	Code   string    `json:"code"`
	Made   time.Time `json:"made"` // UTC, whole milliseconds
	Turn   int       `json:"turn"` // of the log, that handed the dossier over
	Items  []Entry   `json:"items"`
	// LeftOut were received and are not in this dossier; the case keeps them.
	LeftOut []Entry `json:"left_out"`
}

// Entry is one file of the dossier.
type Entry struct {
	Name   string `json:"name"` // in the dossier; of what was left out, as received
	Type   string `json:"type"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	Turn   int    `json:"turn,omitempty"` // of the log, in which it was received
	Why    string `json:"why,omitempty"`  // it was left out: quarantined, too_large, or gone
}

// Log is the log of the case as it may be shown.
type Log struct {
	Format string          `json:"format"`
	Turns  []intake.Record `json:"turns"`
}

// Part is one file of a dossier with its bytes.
type Part struct {
	Entry
	Data []byte
}

// NewPart describes a file by its bytes.
func NewPart(name, kind string, data []byte) Part {
	sum := sha256.Sum256(data)
	return Part{Entry{Name: name, Type: kind, Bytes: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}, data}
}

// The names of what every dossier holds.
const (
	ManifestName = "manifest.json"
	LogName      = "log.json"
	ReadmeName   = "LISEZ-MOI.txt"
	FilesFolder  = "fichiers/"
)

// Encode gives the one byte form of a manifest or a log.
func Encode(v any) ([]byte, error) {
	data, err := json.MarshalIndent(v, "", " ")
	return append(data, '\n'), err
}

// Pack writes a dossier: manifest, log, then the parts in their order, each stored as it
// is. The same arguments give the same bytes.
func Pack(manifest, log []byte, parts []Part) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range append([]Part{{Entry{Name: ManifestName}, manifest}, {Entry{Name: LogName}, log}}, parts...) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.Name, Method: zip.Store})
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.Name, err)
		}
		if _, err := w.Write(p.Data); err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.Name, err)
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
