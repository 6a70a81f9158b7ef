package dossier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/dialogs/intake"
)

// Maker makes dossiers. Its fields are set once, before its first use.
type Maker struct {
	Desk *intake.Desk
	PDF  Printer
	// Most is how many bytes of files a dossier holds; those beyond are listed, and the
	// case keeps them.
	Most int64
}

// Handed is a dossier as it is handed over.
type Handed struct {
	Name  string // of the file: dossier-K7M-2QX.zip
	Zip   []byte
	Print string // the fingerprint that vouches for it
}

// Hand uses a one-time link and returns the dossier. The log knows of it, by the digest of
// its manifest, before anybody has it; then the reporter is told its fingerprint by his
// channel. It returns intake.ErrNoToken as Follow does, and never half a dossier.
func (m *Maker) Hand(ctx context.Context, now time.Time, token string) (Handed, error) {
	pass, err := m.Desk.Look(ctx, now, token, intake.LinkDossier)
	if err != nil {
		return Handed{}, err
	}
	made := making{maker: m, now: now, key: pass.Key}
	done, err := m.Desk.Follow(ctx, now, token, intake.LinkDossier, func(a *intake.Amendment) error { return made.record(ctx, a) })
	if err != nil {
		return Handed{}, err
	}
	handed, err := made.handed(done.Turn)
	if err != nil {
		return Handed{}, err
	}
	_, err = m.Desk.Amend(ctx, now, pass.Key, "handed "+intake.TokenName(token), func(a *intake.Amendment) error {
		a.Tell(intake.News{Kind: intake.NewsHanded, Why: done.Turn.Anchor().Print()})
		return a.HandedOver(done.Turn)
	})
	return handed, err
}

// Prepared is the editions for offices that the dossier of a case holds now. It returns
// intake.ErrNoToken for a case that is erased.
func (m *Maker) Prepared(ctx context.Context, key intake.Key) ([]Edition, error) {
	head, err := m.Desk.Log.Head(ctx, key)
	if errors.Is(err, intake.ErrNoTurn) || err == nil && len(head.Sealed) == 0 {
		return nil, intake.ErrNoToken
	}
	if err != nil {
		return nil, err
	}
	content, err := m.Desk.Content(head)
	if err != nil {
		return nil, err
	}
	if content.State.Erased() {
		return nil, intake.ErrNoToken
	}
	return slices.DeleteFunc(Editions(content.State.Session.Facts), func(e Edition) bool { return e == Own }), nil
}

// Export makes the dossier for an analyst whose right to it was checked and is on
// record. id names the event.
func (m *Maker) Export(ctx context.Context, now time.Time, key intake.Key, id string) (Handed, error) {
	made := making{maker: m, now: now, key: key}
	done, err := m.Desk.Amend(ctx, now, key, "dossier "+id, func(a *intake.Amendment) error { return made.record(ctx, a) })
	if err != nil {
		return Handed{}, err
	}
	if done.Repeated {
		return Handed{}, intake.ErrNoToken
	}
	return made.handed(done.Turn)
}

// making is one dossier on its way. Its log is that up to the turn which hands it over.
type making struct {
	maker    *Maker
	now      time.Time
	key      intake.Key
	turns    []intake.Turn
	manifest []byte
	parts    []Part
	code     string
}

// turnsBatch is how many turns are read in one request.
const turnsBatch = 100

// record makes everything but the log, and puts the digest of the manifest into the turn.
func (m *making) record(ctx context.Context, a *intake.Amendment) error {
	m.turns = m.turns[:0]
	for len(m.turns) < a.Head.N {
		turns, err := m.maker.Desk.Log.Turns(ctx, m.key, len(m.turns)+1, min(turnsBatch, a.Head.N-len(m.turns)))
		if err != nil {
			return err
		}
		if len(turns) == 0 {
			return fmt.Errorf("dossier: turn %d of %s is gone", len(m.turns)+1, m.key.Short())
		}
		m.turns = append(m.turns, turns...)
	}
	c, err := Gather(m.maker.Desk, m.now, m.turns)
	if err != nil {
		return err
	}
	manifest := Manifest{Format: Format, Case: c.ID, Code: c.Code, Made: c.Made, Turn: a.Head.N + 1, Items: []Entry{}, LeftOut: []Entry{}}
	m.code, m.parts = c.Code, nil
	if err := m.documents(c); err != nil {
		return err
	}
	if manifest.LeftOut, err = m.files(ctx, c); err != nil {
		return err
	}
	for _, p := range m.parts {
		manifest.Items = append(manifest.Items, p.Entry)
	}
	if m.manifest, err = Encode(manifest); err != nil {
		return err
	}
	sum := NewPart(ManifestName, "application/json", m.manifest)
	a.Receive(intake.Kept{Kind: intake.KeptDossier, Name: sum.Name, Type: sum.Type, Bytes: sum.Bytes, SHA256: sum.SHA256})
	return nil
}

func (m *making) documents(c Case) error {
	w := writer{texts: m.maker.Desk.Texts, c: c, lang: c.Lang}
	readme := w.text("readme", map[string]string{"code": c.Code, "made": w.at(c.Made)})
	if w.err != nil {
		return w.err
	}
	m.parts = append(m.parts, NewPart(ReadmeName, "text/plain; charset=utf-8", []byte(readme)))
	for _, e := range Editions(c.Facts) {
		d, pdf, err := Print(m.maker.Desk.Texts, c, e, m.maker.PDF)
		if err != nil {
			return err
		}
		m.parts = append(m.parts, NewPart(d.File, "application/pdf", pdf))
	}
	return nil
}

// files adds the files of the case, and returns those that stay where they are.
func (m *making) files(ctx context.Context, c Case) ([]Entry, error) {
	left := []Entry{}
	room := m.maker.Most
	for i, f := range c.Files {
		e := Entry{Name: f.Name, Type: f.Type, Bytes: f.Bytes, SHA256: f.SHA256, Turn: f.N}
		switch {
		case f.Quarantined:
			e.Why = "quarantined"
		case f.Bytes > room:
			e.Why = "too_large"
		}
		if e.Why != "" {
			left = append(left, e)
			continue
		}
		data, err := m.maker.Desk.File(ctx, c.ID, f.Kept)
		if errors.Is(err, intake.ErrNoTurn) {
			e.Why = "gone" // the rest of the case is no less worth having
			left = append(left, e)
			continue
		}
		if err != nil {
			return nil, err
		}
		p := NewPart(fmt.Sprintf("%s%02d-%s", FilesFolder, i+1, f.Name), f.Type, data)
		if p.SHA256 != f.SHA256 {
			return nil, fmt.Errorf("dossier: file %d is not what was received", i+1)
		}
		p.Turn = f.N
		room -= f.Bytes
		m.parts = append(m.parts, p)
	}
	return left, nil
}

// handed packs the dossier once the turn that tells of it is in the log.
func (m *making) handed(t intake.Turn) (Handed, error) {
	log, err := Disclose(m.maker.Desk, append(m.turns, t))
	if err != nil {
		return Handed{}, err
	}
	data, err := Encode(log)
	if err != nil {
		return Handed{}, err
	}
	packed, err := Pack(m.manifest, data, m.parts)
	return Handed{Name: "dossier-" + m.code + ".zip", Zip: packed, Print: t.Anchor().Print()}, err
}
