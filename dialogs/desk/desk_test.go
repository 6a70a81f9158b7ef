package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/play"
)

// open is a Tuesday at 10:00 in Toulouse: the centre is open.
var open = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// The staff of the desk under test.
var (
	camille = desk.Actor{Team: "TDEMO", User: "UCAMILLE"}
	sacha   = desk.Actor{Team: "TDEMO", User: "USACHA"}
	alix    = desk.Actor{Team: "TDEMO", User: "UALIX"}
	morgan  = desk.Actor{Team: "TDEMO", User: "UBREIZH"}
)

func staff() map[string]desk.Region {
	return map[string]desk.Region{
		"76": {Code: "76", Name: "Occitanie", Slack: desk.Channel{Team: "TDEMO", Channel: "C76"}, Analysts: []desk.Analyst{
			{Slack: "UCAMILLE", Name: "Camille Exemple", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}},
			{Slack: "USACHA", Name: "Sacha Modèle", Rights: []desk.Right{desk.MayRead, desk.MayLead}},
			{Slack: "UALIX", Name: "Alix Essai", Rights: []desk.Right{desk.MayRead}},
			{Name: "Terminal Exemple", Rights: []desk.Right{desk.MayRead, desk.MayLead}},
		}, Duty: []string{"+33639980076"}},
		"53": {Code: "53", Name: "Bretagne", Slack: desk.Channel{Team: "TDEMO", Channel: "C53"}, Analysts: []desk.Analyst{
			{Slack: "UBREIZH", Name: "Morgan Essai", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}},
		}},
	}
}

// house is a desk over one reporter's conversation.
type house struct {
	*play.Player
	*desk.Desk
	t       *testing.T
	key     intake.Key
	events  int
	refused []desk.Refusal
	regions map[string]desk.Region
}

func newHouse(t *testing.T, now time.Time) *house {
	t.Helper()
	p, err := play.New(play.Options{Now: now, Seed: 7, Once: true, Desks: []string{"53"}})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Player: p, t: t, regions: staff()}
	h.Desk = &desk.Desk{
		Intake:  p.Desk,
		Region:  func(code string) (desk.Region, bool) { r, ok := h.regions[code]; return r, ok },
		Refused: func(_ context.Context, r desk.Refusal) { h.refused = append(h.refused, r) },
	}
	h.key = intake.Key{Channel: "sms", Address: p.Desk.Keys.Address("sms", play.DefaultFrom)}
	return h
}

// says takes a message of the reporter and returns what they are answered.
func (h *house) says(text string) string {
	h.t.Helper()
	out, err := h.Player.Say(context.Background(), text)
	if err != nil {
		h.t.Fatal(err)
	}
	var said []string
	for _, m := range out.Bot {
		said = append(said, m.Text)
	}
	return strings.Join(said, " | ")
}

func (h *house) do(by desk.Actor, act desk.Act) (desk.Result, error) {
	h.events++
	return h.Do(context.Background(), h.Now(), desk.Event{ID: fmt.Sprint("event ", h.events), By: by, Case: h.key, Act: act})
}

func (h *house) must(by desk.Actor, act desk.Act) desk.Result {
	h.t.Helper()
	r, err := h.do(by, act)
	if err != nil {
		h.t.Fatalf("%s: %v", act.Kind(), err)
	}
	if _, err := h.Wait(context.Background(), time.Second); err != nil { // what it sends arrives
		h.t.Fatal(err)
	}
	return r
}

// write previews and sends a text.
func (h *house) write(by desk.Actor, text string) desk.Result {
	h.t.Helper()
	p, err := h.Preview(context.Background(), h.Now(), by, h.key, text)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.must(by, desk.Write{Draft: p.Draft, Text: p.Text})
}

func wantNo(t *testing.T, err error, id string) {
	t.Helper()
	if n, ok := errors.AsType[*desk.No](err); !ok || n.Word.ID != id {
		t.Errorf("error = %v, want no %q", err, id)
	}
}

func TestACaseFromClaimToClosing(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	h.says("oui")
	h.must(camille, desk.Claim{})
	_, err := h.do(sacha, desk.Claim{})
	wantNo(t, err, "held")
	taken := h.must(camille, desk.TakeOver{})
	if !strings.Contains(taken.Told, "Une personne du centre") {
		t.Errorf("the reporter is told %q", taken.Told)
	}
	if said := h.says("vous êtes qui ?"); said != "" {
		t.Errorf("while a human leads the robot says %q", said)
	}
	if said := h.says("mon collègue est blessé, il saigne"); !strings.Contains(said, "15") {
		t.Errorf("a danger is answered by %q", said)
	}
	written := h.write(camille, "Bonjour, je suis là. Êtes-vous à la mairie ?")
	if written.Told != "Bonjour, je suis là. Etes-vous à la mairie ?" {
		t.Errorf("what is sent = %q", written.Told)
	}
	released := h.must(camille, desk.Release{})
	if !strings.Contains(released.Told, "Le robot reprend") {
		t.Errorf("the reporter is told %q", released.Told)
	}
	_, err = h.do(camille, desk.Close{Category: "ransomware"})
	wantNo(t, err, "close_wants")
	h.must(camille, desk.Close{Category: "ransomware", Cause: "unknown", Complaint: "filed", TLP: "amber"})
	_, err = h.do(camille, desk.TakeOver{})
	wantNo(t, err, "closed")
	h.must(sacha, desk.Reopen{})
	page, err := h.Timeline(context.Background(), h.Now(), alix, h.key, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, l := range page.Lines {
		if l.Kind != desk.KindMessage {
			kinds = append(kinds, l.Kind)
		}
	}
	if got, want := strings.Join(kinds, " "), "claim takeover release close reopen"; got != want {
		t.Errorf("acts = %q, want %q", got, want)
	}
	turns, err := h.Store.Turns(context.Background(), h.key, 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if err := intake.Verify(turns, h.Player.Desk.Keys.Content); err != nil {
		t.Error(err)
	}
}

// What proves who somebody is stands in no timeline: the words are Call's to show.
func TestProofsAreVeiled(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	given := h.says("oui") + h.says("CODE")
	h.must(camille, desk.Claim{})
	contact := h.must(camille, desk.Call{}).Contact
	_, pin, found := strings.Cut(given, "code secret ")
	if !found || !strings.Contains(given, contact.Words[0]) {
		t.Fatalf("the reporter got %q", given)
	}
	page, err := h.Timeline(context.Background(), h.Now(), alix, h.key, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range page.Lines {
		for _, proof := range []string{contact.Words[0], contact.Words[1], pin[:4]} {
			if strings.Contains(l.Text, proof) {
				t.Errorf("line %d shows %s: %q", l.N, proof, l.Text)
			}
		}
	}
}

func TestAnEventTwiceIsOneAct(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	h.must(camille, desk.TakeOver{})
	p, err := h.Preview(context.Background(), h.Now(), camille, h.key, "Bonjour.")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 11 {
		r := h.must(camille, desk.Write{Draft: p.Draft, Text: p.Text}) // each under an id of its own
		if r.Repeated != (i > 0) {
			t.Errorf("delivery %d: repeated = %t", i+1, r.Repeated)
		}
	}
	head, err := h.Store.Head(context.Background(), h.key)
	if err != nil {
		t.Fatal(err)
	}
	if head.N != 3 {
		t.Errorf("turns = %d, want 3", head.N)
	}
}

func TestRights(t *testing.T) {
	tests := []struct {
		name string
		by   desk.Actor
		act  desk.Act
		why  string // of the refusal; empty: allowed
	}{
		{"who may lead", sacha, desk.Claim{}, ""},
		{"at the terminal, by name", desk.Actor{Team: desk.Terminal, User: "Terminal Exemple"}, desk.Claim{}, ""},
		{"who may only read", alix, desk.Claim{}, "right"},
		{"of another region", morgan, desk.Claim{}, "stranger"},
		{"of another workspace under the same id", desk.Actor{Team: "TOTHER", User: "UCAMILLE"}, desk.Claim{}, "stranger"},
		{"a guest", desk.Actor{Team: "TDEMO", User: "UGUEST"}, desk.Claim{}, "stranger"},
		{"without a workspace", desk.Actor{User: "UCAMILLE"}, desk.Claim{}, "stranger"},
		{"nobody", desk.Actor{}, desk.Claim{}, "stranger"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHouse(t, open)
			h.says("tous les pc de la mairie ont un message de rancon")
			_, err := h.do(tt.by, tt.act)
			if (tt.why != "") != errors.Is(err, desk.ErrRefused) {
				t.Fatalf("error = %v, refused for %q wanted", err, tt.why)
			}
			if got := len(h.refused); got > 0 && h.refused[0].Why != tt.why || got != len(strings.Fields(tt.why)) {
				t.Errorf("refusals = %+v, want %q", h.refused, tt.why)
			}
		})
	}
}

func TestARightTakenAwayEndsAtOnce(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	h.must(camille, desk.TakeOver{})
	r := h.regions["76"]
	r.Analysts = r.Analysts[1:]
	h.regions["76"] = r
	if _, err := h.Preview(context.Background(), h.Now(), camille, h.key, "Bonjour."); !errors.Is(err, desk.ErrRefused) {
		t.Errorf("preview = %v, want refused", err)
	}
	if _, err := h.do(camille, desk.Release{}); !errors.Is(err, desk.ErrRefused) {
		t.Errorf("release = %v, want refused", err)
	}
}

func TestTheBriefIsMadeOfFacts(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	h.says("oui")
	h.says("oui ca continue, d'autres pc sont touchés")
	h.says("je suis Jeanne Secret au 0612345678")
	h.must(camille, desk.Claim{})
	got, err := h.Brief(context.Background(), h.Now(), camille, h.key, "fr")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"P1", "Fichiers bloqués", "Attention : ", "Fait : ", "Dernier message"} {
		if !strings.Contains(got, want) {
			t.Errorf("brief %q, want %q in it", got, want)
		}
	}
	if strings.Contains(got, "Jeanne") || strings.Contains(got, "0612") || strings.Count(got, "\n") > 4 {
		t.Errorf("brief = %q, want five lines and nothing of what was written", got)
	}
	if _, err := h.Brief(context.Background(), h.Now(), morgan, h.key, "fr"); !errors.Is(err, desk.ErrRefused) {
		t.Errorf("a stranger gets %v", err)
	}
}

// An analyst reads the doors for the victim of a case, and of which the reporter was told.
func TestTheDoorsAndWhatWasTold(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	doors := func() []string {
		lines, err := h.Doors(context.Background(), h.Now(), camille, h.key, "fr")
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	line := func(lines []string, name string) string {
		i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, name) })
		if i < 0 {
			t.Fatalf("no line of %s in %q", name, lines)
		}
		return lines[i]
	}
	if l := line(doors(), "17Cyber"); !strings.HasPrefix(l, "Pas dit : 17Cyber, https://17cyber.gouv.fr (jour et nuit)") {
		t.Errorf("before it was told: %q", l)
	}
	h.says("17cyber")
	if l := line(doors(), "17Cyber"); !strings.HasPrefix(l, "Dit : ") {
		t.Errorf("after it was told: %q", l)
	}
	if l := line(doors(), "gendarmerie"); !strings.HasPrefix(l, "Pas dit : ") {
		t.Errorf("the complaint was not told yet: %q", l)
	}
	if _, err := h.Doors(context.Background(), h.Now(), morgan, h.key, "fr"); !errors.Is(err, desk.ErrRefused) {
		t.Errorf("for somebody without leave: %v", err)
	}
}
