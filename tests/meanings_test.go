package tests

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/play"
	"relais/locales"
)

// questions are one of each kind, where the real dialogs ask them.
var questions = []struct {
	kind, dialog, step, fact string
	consent                  bool
}{
	{"yes_no", "vital", "ask", "vital", false},
	{"done_or_not", "device_loss", "locked", "locked", false},
	{"consent", "vital", "ask", "vital", true},
	{"choice", "account_compromise", "account", "account", false},
	{"org_type", "who", "ask", "victim", false},
	{"time", "formalities", "learned", "learned", false},
	{"phone", "formalities", "callback", "callback", false},
	{"place", "where", "ask", "place", false},
	{"text", "unknown", "story", "story", false},
}

// behaviour is what an answer of one meaning must bring about.
type behaviour struct {
	stays   bool     // the question is put again
	says    []string // one of these texts is in the reply
	value   string   // the fact after it
	missed  bool     // counts as a miss
	dialog  string   // the dialog that is open then
	restart bool     // the first question of all is put
}

var (
	asksAgain = behaviour{stays: true}
	unknown   = behaviour{value: "unknown"}
	miss      = behaviour{stays: true, missed: true, says: []string{"start.miss"}}
	noted     = behaviour{stays: true, missed: true, says: []string{"start.heard"}} // an act, where a state was asked
)

func answersBy(ids ...string) behaviour { return behaviour{stays: true, says: ids} }
func becomes(v string) behaviour        { return behaviour{value: v} }

// TestMeanings says each thing an answer can mean, in words that people use, to each
// kind of question, through the desk: what it does is right, and nothing but noise is
// a miss.
func TestMeanings(t *testing.T) {
	typed := []string{"time", "phone", "place", "text"}
	tests := []struct {
		label, text string
		all         behaviour
		but         map[string]behaviour // kinds that differ; "" stands for every typed one
	}{
		{"yes", "carrément", becomes("yes"), map[string]behaviour{"choice": miss, "org_type": miss, "": miss}},
		{"no", "surtout pas", becomes("no"), map[string]behaviour{"choice": miss, "org_type": miss, "": unknown}},
		{"done", "voilà, c'est fait", noted, map[string]behaviour{"done_or_not": becomes("yes"), "": miss}},
		{"not_done", "pas eu le temps", becomes("no"), map[string]behaviour{"choice": miss, "org_type": miss, "": miss}},
		{"in_progress", "je m'en occupe", answersBy("start.wait"), nil},
		{"partial", "deux sur trois", becomes("no"), map[string]behaviour{"choice": miss, "org_type": miss, "": miss}},
		{"cannot", "je n'y arrive pas", becomes("no"), map[string]behaviour{"choice": miss, "org_type": miss, "": miss}},
		{"did_opposite", "ah mince je l'ai éteint", answersBy("start.already_off"), nil},
		{"did_opposite without a fact", "j'ai tout supprimé", answersBy("start.no_blame"), nil},
		{"unsure", "faut voir", unknown, nil},
		{"a question mark alone", "?", unknown, nil},
		{"question", "et ça sert à quoi ?", asksAgain, nil},
		{"a question of the list", "qui lit ça ?", asksAgain, nil},
		{"help", "comment je fais ça", answersBy("start.how"), nil},
		{"repeat", "j'ai rien compris", asksAgain, nil},
		{"back", "je corrige ma réponse", answersBy("start.no_back"), nil},
		{"restart", "on repart de zéro", behaviour{restart: true, says: []string{"start.restart"}}, nil},
		{"wait", "deux secondes", answersBy("start.wait"), nil},
		{"skip", "on peut passer ?", unknown, nil},
		{"human", "passez-moi un technicien", answersBy("human.open", "human.closed", "human.not_stated"), nil},
		{"stop", "STOP", behaviour{dialog: "stop"}, nil},
		{"unclear", "hmmm", miss, nil},
		{"thanks", "merci beaucoup", answersBy("start.thanks"), nil},
		{"greeting", "rebonjour", asksAgain, nil},
	}
	for _, q := range questions {
		for _, tt := range tests {
			want := tt.all
			if w, ok := tt.but[""]; ok && slices.Contains(typed, q.kind) {
				want = w
			}
			if w, ok := tt.but[q.kind]; ok {
				want = w
			}
			t.Run(q.kind+"/"+tt.label, func(t *testing.T) {
				if q.kind == "text" && slices.Contains(kept, tt.label) {
					want = behaviour{value: tt.text}
				}
				checkMeaning(t, q.dialog, q.step, q.fact, q.consent, tt.text, want)
			})
		}
	}
}

// kept are the meanings that a free text may hold without being them: it is kept.
var kept = []string{"yes", "no", "done", "not_done", "in_progress", "partial", "cannot", "did_opposite", "did_opposite without a fact"}

func checkMeaning(t *testing.T, dialog, stepID, fact string, consent bool, text string, want behaviour) {
	t.Helper()
	ctx := context.Background()
	player, err := play.New(play.Options{Set: beginningAt(dialog, stepID, consent), Channel: "web", Dialog: dialog, Once: true, Now: time.Date(2027, 3, 16, 9, 5, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the lines that are said once are then out of the way
		if _, err = player.Say(ctx, "QUI"); err != nil {
			t.Fatal(err)
		}
	}
	out, err := player.Say(ctx, text)
	if err != nil {
		t.Fatal(err)
	}
	s := out.State.Session
	reply := ""
	for _, m := range out.Bot {
		reply += m.Text + "\n"
	}
	if want.stays && (s.Here.Dialog != dialog || s.Here.Step != stepID || s.Facts.Get(fact) != engine.Unset) {
		t.Errorf("%q: at %s, %s=%s, want the question again", text, s.Here.ID(), fact, s.Facts.Get(fact))
	}
	if want.value != "" && s.Facts.Get(fact) != want.value {
		t.Errorf("%q: %s=%s, want %s (at %s)", text, fact, s.Facts.Get(fact), want.value, s.Here.ID())
	}
	if want.dialog != "" && s.Here.Dialog != want.dialog {
		t.Errorf("%q: at %s, want it in %s", text, s.Here.ID(), want.dialog)
	}
	if want.restart && s.Here.Dialog == dialog && s.Here.Step == stepID {
		t.Errorf("%q: at %s, want the beginning", text, s.Here.ID())
	}
	if missed := s.Misses > 0 || s.Facts.Get("misread") != engine.Unset; missed != want.missed {
		t.Errorf("%q: missed is %v, want %v", text, missed, want.missed)
	}
	if len(want.says) > 0 && !slices.ContainsFunc(want.says, func(id string) bool {
		said, err := locales.Default().Source("fr", id+".text")
		said, _, _ = strings.Cut(said, "{{")
		return err && strings.Contains(reply, strings.TrimSpace(said))
	}) {
		t.Errorf("%q: the reply holds none of %v:\n%s", text, want.says, reply)
	}
}

// beginningAt is the content of the program with one dialog that begins at another step.
func beginningAt(dialog, step string, consent bool) *engine.Set {
	set := *dialogs.Set()
	set.Dialogs = slices.Clone(set.Dialogs)
	for i := range set.Dialogs {
		d := &set.Dialogs[i]
		if d.ID != dialog {
			continue
		}
		d.Start = step
		if consent {
			d.Steps = slices.Clone(d.Steps)
			for k := range d.Steps {
				d.Steps[k].Consent = d.Steps[k].ID == step
			}
		}
	}
	return &set
}
