package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
)

// TestThePINIsSaidAloud: where somebody may read what the reporter is written, Call shows
// the code and the PIN to its owner, keeps that it did, and they open the case. Nowhere else
// are they shown, and the number of the watched phone is not one to call.
func TestThePINIsSaidAloud(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	h.says("oui")
	h.must(camille, desk.Claim{})
	if c := h.must(camille, desk.Call{}).Contact; c.PIN != "" || c.Code != "" || c.Number == "" {
		t.Fatalf("a phone that nobody watches: %+v", c)
	}
	h.must(camille, desk.Correct{Fact: "phone_watched", Value: "yes"})
	if _, err := h.do(sacha, desk.Call{}); err == nil {
		t.Error("the PIN is shown to who does not own the case")
	}
	c := h.must(camille, desk.Call{}).Contact
	if len(c.PIN) != 4 || c.Code == "" || c.Number != "" {
		t.Fatalf("a watched phone: %+v", c)
	}
	page, err := h.Timeline(t.Context(), h.Now(), alix, h.key, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	var calls []string
	for _, l := range page.Lines {
		if l.Kind == (desk.Call{}).Kind() {
			calls = append(calls, l.Given["pin"])
		}
		if strings.Contains(fmt.Sprint(l), c.PIN) {
			t.Errorf("line %d shows the PIN: %+v", l.N, l)
		}
	}
	if fmt.Sprint(calls) != "[ shown]" {
		t.Errorf("the log keeps of the PIN: %q", calls)
	}
	v, err := h.Intake.Open(t.Context(), h.Now(), intake.Visitor{Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	in := intake.Inbound{Channel: intake.ChannelWeb, ID: "join-1", From: v.From, To: intake.Site(""), Lang: "fr"}
	if _, err := h.Intake.Join(t.Context(), h.Now(), in, c.Code, c.PIN); err != nil {
		t.Errorf("the pair that was said opens nothing: %v", err)
	}
}

// TestASpentPINIsNotSaid: once five wrong pairs were tried code and PIN open nothing, and who
// calls is shown neither, but why; the log does not keep that one was shown.
func TestASpentPINIsNotSaid(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	h.says("oui")
	h.must(camille, desk.Claim{})
	h.must(camille, desk.Correct{Fact: "phone_watched", Value: "yes"})
	c := h.must(camille, desk.Call{}).Contact
	wrong := "0000"
	if c.PIN == wrong {
		wrong = "0001"
	}
	v, err := h.Intake.Open(t.Context(), h.Now(), intake.Visitor{Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		in := intake.Inbound{Channel: intake.ChannelWeb, ID: fmt.Sprintf("wrong-%d", i), From: v.From, To: intake.Site(""), Lang: "fr"}
		if _, err := h.Intake.Join(t.Context(), h.Now(), in, c.Code, wrong); err == nil {
			t.Fatal("a wrong pair opens the case")
		}
	}
	if c := h.must(camille, desk.Call{}).Contact; c.PIN != "" || c.Code != "" || !c.Spent || c.Words[0] == "" {
		t.Errorf("the tries are spent: %+v", c)
	}
	page, err := h.Timeline(t.Context(), h.Now(), alix, h.key, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	if last := page.Lines[len(page.Lines)-1]; last.Kind != (desk.Call{}).Kind() || last.Given["pin"] != "" {
		t.Errorf("the log keeps %+v", last)
	}
}

// TestAWatchedPhoneIsToldNothing: what an analyst writes to a phone that somebody else may
// read holds no link, nothing that opens the case or proves who calls, and no name; the
// preview warns of the rest.
func TestAWatchedPhoneIsToldNothing(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	h.says("oui")
	h.must(camille, desk.TakeOver{})
	const plain = "Bonjour, pouvez-vous parler d'un autre appareil ?"
	if p, err := h.Preview(t.Context(), h.Now(), camille, h.key, plain); err != nil || p.Watched {
		t.Fatalf("a phone that nobody watches: %+v, %v", p, err)
	}
	linked, err := h.Preview(t.Context(), h.Now(), camille, h.key, "Voir https://cyber.example")
	if err != nil {
		t.Fatal(err)
	}
	h.must(camille, desk.Correct{Fact: "phone_watched", Value: "yes"})
	if p, err := h.Preview(t.Context(), h.Now(), camille, h.key, plain); err != nil || !p.Watched {
		t.Errorf("a watched phone: %+v, %v; want a preview that warns", p, err)
	}
	head, err := h.Intake.Log.Head(t.Context(), h.key)
	if err != nil {
		t.Fatal(err)
	}
	content, err := h.Intake.Content(head)
	if err != nil {
		t.Fatal(err)
	}
	values := content.State.Session.Values
	for _, tt := range []struct{ name, text, told string }{
		{"an address", "Voir https://cyber.example", "link"},
		{"what a phone makes an address of", "allez sur cyber.example", "link"},
		{"the code", "Dossier " + values["code"], "code"},
		{"the code as it is typed", "dossier " + strings.ToLower(strings.ReplaceAll(values["code"], "-", "")), "code"},
		{"the PIN", "votre code: " + values["pin"], "code"},
		{"a word by which a caller is known", "dites " + strings.ToLower(values["word2"]), "words"},
		{"an analyst's first name", "c'est Camille", "name"},
		{"with an accent", "Mme MODÈLE vous appelle", "name"},
		{"two at once", "Camille: https://a.example", "link name"},
	} {
		if values["pin"] == "" && tt.name == "the PIN" {
			continue // it is drawn with the word CODE
		}
		_, err := h.Preview(t.Context(), h.Now(), camille, h.key, tt.text)
		no, ok := err.(*desk.No)
		if !ok || no.Word.ID != "watched" || no.Word.Values["fields"] != tt.told {
			t.Errorf("%s: %v, want no to %q", tt.name, err, tt.told)
		}
		if said, err := h.Desk.Say("fr", h.regions["76"], h.Now(), desk.Word{ID: "watched", Values: map[string]string{"fields": tt.told}}); err != nil || !strings.Contains(said, "un ") {
			t.Errorf("%s: said %q, %v", tt.name, said, err)
		}
	}
	// What was previewed before it was known leaves no more.
	_, err = h.do(camille, desk.Write{Draft: linked.Draft, Text: linked.Text})
	wantNo(t, err, "watched")
	h.write(camille, plain)
}

// TestAWatchedPhoneIsNotAskedForLeave: the question whether a case may be passed on names what
// it is about, and whoever reads along could answer it.
func TestAWatchedPhoneIsNotAskedForLeave(t *testing.T) {
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon")
	h.says("oui")
	h.must(camille, desk.Claim{})
	h.must(camille, desk.Correct{Fact: "phone_watched", Value: "yes"})
	_, err := h.do(camille, desk.Ask{Receiver: intake.ToDoor, To: "17"})
	wantNo(t, err, "ask_watched")
}

// Who does not phone is written to: no number is shown, whoever asks for it.
func TestWhoDoesNotPhoneIsNotCalled(t *testing.T) {
	h := newHouse(t, open)
	h.says("je suis sourd, tous les pc de la mairie ont un message de rancon")
	h.says("oui")
	h.must(camille, desk.TakeOver{})
	_, err := h.do(camille, desk.Call{})
	wantNo(t, err, "text_only")
	if c, err := h.Show(t.Context(), camille, h.key); err != nil || !c.TextOnly {
		t.Errorf("the case does not say so: %+v, %v", c, err)
	}
	h.write(camille, "Bonjour, je suis du centre. Où en sont les postes ?")
}
