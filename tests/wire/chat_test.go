package wire

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"relais/dialogs/intake"
)

// chatAnswer is what the chat's function answers.
type chatAnswer struct {
	Token    string
	Messages []struct{ From, Text string }
	After    string
}

// chat sends a request of a browser through the function behind the chat.
func (d *deployed) chat(method, path, token, body string, want int) chatAnswer {
	d.Helper()
	r := httptest.NewRequestWithContext(d.Context(), method, publicURL+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", publicURL)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	if w.Code != want {
		d.Fatalf("%s %s: %d %s, want %d", method, path, w.Code, w.Body, want)
	}
	var a chatAnswer
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
			d.Fatal(err)
		}
	}
	return a
}

// TestChat holds a conversation of the files in the chat, through the bootstrap, then
// goes on with a case of a phone.
func TestChat(t *testing.T) {
	d := deploy(t, setup{})
	options, acts := conversation(t, "ransomware/mayor_at_two_in_the_morning")
	options.Channel, options.From, options.Lang = "web", "0123456789abcdef", "fr"
	want := played(t, options, withoutLapses(acts))
	token := d.chat("POST", "/chat/session", "", `{"lang":"fr"}`, http.StatusCreated).Token
	asked := 0
	for i, a := range withoutLapses(acts) {
		body, err := json.Marshal(map[string]string{"id": fmt.Sprintf("00000000-%d", i), "text": a.text})
		if err != nil {
			t.Fatal(err)
		}
		got := d.chat("POST", "/chat/messages", token, string(body), http.StatusOK)
		again := d.chat("POST", "/chat/messages", token, string(body), http.StatusOK)
		if len(got.Messages) < 1 || got.Messages[0].Text != a.text || fmt.Sprint(got) != fmt.Sprint(again) {
			t.Errorf("%q: %v, and again %v", a.text, got.Messages, again.Messages)
		}
		asked++
	}
	all := d.chat("GET", "/chat/messages?after=0", token, "", http.StatusOK).Messages
	if len(all) < 2*asked || len(want.outcomes) == 0 {
		t.Errorf("%d messages after %d of the person's", len(all), asked)
	}
	d.rests()
	if d.cards("76") != 1 {
		t.Errorf("%d cards", d.cards("76"))
	}

	d.text(talker, "tous les pc ont un message de rancon")
	d.text(talker, "CODE")
	said := d.said(talker)
	pair := regexp.MustCompile(`Dossier ([A-Z0-9]{3}-[A-Z0-9]{3}), code secret ([0-9]{4})`).FindStringSubmatch(said)
	if pair == nil {
		t.Fatalf("no code in %q", said)
	}
	other := d.chat("POST", "/chat/session", "", `{}`, http.StatusCreated).Token
	d.chat("POST", "/chat/join", other, `{"code":"AAA-BBB","pin":"`+pair[2]+`"}`, http.StatusNotFound)
	joined := d.chat("POST", "/chat/join", other, `{"code":"`+pair[1]+`","pin":"`+pair[2]+`"}`, http.StatusOK)
	if len(joined.Messages) == 0 || !strings.Contains(joined.Messages[0].Text, pair[1]) {
		t.Errorf("joined: %v", joined.Messages)
	}
	d.chat("POST", "/chat/messages", other, `{"id":"11111111-1","text":"1"}`, http.StatusOK)
	d.rests()
	if said := d.said(talker); !strings.Contains(said, "continue aussi sur un autre appareil") {
		t.Errorf("the phone is not told: %q", said)
	}
	if logs := d.logs(talker); len(logs) != 1 || len(logs[0].Turns) < 4 || logs[0].Contents[len(logs[0].Contents)-1].State.Session.Channel != "web" {
		t.Errorf("the browser's message stands elsewhere")
	}
	for _, log := range d.logs(talker) {
		if err := intake.Verify(log.Turns, d.keys.Content); err != nil {
			t.Error(err)
		}
	}
	// What began in the chat goes on in another page: the first reads that somebody came.
	d.chat("POST", "/chat/messages", token, `{"id":"11111111-2","text":"CODE"}`, http.StatusOK)
	before := d.chat("GET", "/chat/messages?after=0", token, "", http.StatusOK)
	for _, m := range before.Messages {
		if found := regexp.MustCompile(`Dossier ([A-Z0-9]{3}-[A-Z0-9]{3}), code secret ([0-9]{4})`).FindStringSubmatch(m.Text); found != nil {
			pair = found
		}
	}
	third := d.chat("POST", "/chat/session", "", `{}`, http.StatusCreated).Token
	joined = d.chat("POST", "/chat/join", third, `{"code":"`+pair[1]+`","pin":"`+pair[2]+`"}`, http.StatusOK)
	read := func(of chatAnswer) string {
		if len(of.Messages) == 0 {
			return ""
		}
		return of.Messages[len(of.Messages)-1].Text
	}
	const warned = "continue aussi sur un autre appareil. Ce n'est pas vous ?"
	if first := d.chat("GET", fmt.Sprintf("/chat/messages?after=%s", before.After), token, "", http.StatusOK); !strings.Contains(read(first), warned) || strings.Contains(read(joined), warned) {
		t.Errorf("the first page reads %q, who came %q", read(first), read(joined))
	}
	d.chat("POST", "/chat/end", other, "", http.StatusNoContent)
	d.chat("GET", "/chat/messages?after=0", other, "", http.StatusUnauthorized)
}

// withoutLapses leaves out that time passes: what the account does has the machine's clock.
func withoutLapses(acts []act) []act {
	var some []act
	for _, a := range acts {
		if a.kind != "after" {
			some = append(some, a)
		}
	}
	return some
}

// said is all that a phone has received.
func (d *deployed) said(phone string) string {
	var all []string
	for _, m := range d.carrier.Messages() {
		if m.To == phone {
			all = append(all, m.Body)
		}
	}
	return strings.Join(all, "\n")
}
