package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"relais/dialogs/intake"
)

// Export keeps that a case left the desk as a document, and under which TLP.
type Export struct{ TLP string }

// Kind implements Act.
func (Export) Kind() string { return "export" }
func (Export) right() Right { return MayLead }

func (x Export) apply(a *doing) error {
	if !validTLP(x.TLP) {
		return no("tlp_wanted")
	}
	a.keep("tlp", x.TLP)
	a.tell("")
	a.word("exported", "tlp", x.TLP)
	return nil
}

func validTLP(tlp string) bool {
	for _, t := range TLPs {
		if t == tlp {
			return true
		}
	}
	return false
}

// Document is a whole case that leaves the desk. It is personal.
type Document struct {
	TLP      string            `json:"tlp"`
	Exported time.Time         `json:"exported"`
	By       string            `json:"by"` // id of the analyst
	Case     string            `json:"case"`
	Code     string            `json:"code"`
	Region   string            `json:"region"`
	Channel  string            `json:"channel"`
	Opened   time.Time         `json:"opened"`
	Severity string            `json:"severity"`
	Status   string            `json:"status,omitempty"`
	Facts    map[string]string `json:"facts"`
	Closing  *intake.Closing   `json:"closing,omitempty"`
	Head     string            `json:"head"` // hash of the newest turn before the export
	Turns    int               `json:"turns"`
	Lines    []Line            `json:"lines"`
}

// Take writes a case out, once the act Export has been done for it by the event of this
// id: what leaves is always on record.
func (d *Desk) Take(ctx context.Context, now time.Time, e Event) (Document, Result, error) {
	x, ok := e.Act.(Export)
	if !ok {
		return Document{}, Result{}, fmt.Errorf("desk: %s is no export", e.Act.Kind())
	}
	result, err := d.Do(ctx, now, e)
	if err != nil {
		return Document{}, result, err
	}
	head, s, err := d.read(ctx, e.By, e.Case, "export")
	if err != nil {
		return Document{}, result, err
	}
	c := caseOf(head, s)
	doc := Document{
		TLP: x.TLP, Exported: intake.Stamp(now), Case: c.ID, Code: c.Code, Region: c.Region, Channel: c.Channel, Opened: c.Opened,
		Severity: c.Severity, Status: c.Status, Facts: s.Session.Facts, Closing: c.Charge.Closing, Head: fmt.Sprintf("%x", head.Hash), Turns: head.N,
	}
	if region, ok := d.Region(c.Region); ok {
		if who, ok := region.analyst(e.By); ok {
			doc.By = who.ID()
		}
	}
	for from := 1; from > 0; {
		page, err := d.Timeline(ctx, now, e.By, e.Case, from, 200)
		if err != nil {
			return Document{}, result, err
		}
		doc.Lines, from = append(doc.Lines, page.Lines...), page.Next
	}
	return doc, result, nil
}

// JSON is the document for a machine.
func (doc Document) JSON() ([]byte, error) { return json.MarshalIndent(doc, "", "  ") }
