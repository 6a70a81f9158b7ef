package tests

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/infra/slackbot"
	"relais/locales"
)

// watchedWords returns the beginnings of words, by language, that nobody reads on a phone
// that is watched.
func watchedWords(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("../locales/allowed_words.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var w struct {
		Watched map[string][]string `yaml:"watched"`
	}
	if err := yaml.Unmarshal(data, &w); err != nil {
		t.Fatalf("allowed_words.yaml: %v", err)
	}
	if len(w.Watched["fr"]) == 0 || len(w.Watched["en"]) == 0 {
		t.Fatal("allowed_words.yaml: watched is empty")
	}
	return w.Watched
}

// readAlong is a conversation on a phone that somebody else reads: by SMS, or in a chat that
// is open on it.
type readAlong struct {
	*play.Player
	t       *testing.T
	channel string
	from    string
	never   []string // beginnings of words
	seen    int      // texts looked at
}

// reads fails for each word that a watched phone must not show.
func (r *readAlong) reads(what, text string) {
	r.t.Helper()
	if text == "" {
		return
	}
	r.seen++
	for _, word := range r.never {
		if strings.Contains(spaced(text), " "+word) {
			r.t.Errorf("%s: the watched phone reads %q: %q", what, word, text)
		}
	}
}

// standing is how far a conversation on a watched phone has come: what was answered after
// the first message, and whether the last of it lets the desk go on there.
type standing struct {
	name, channel string
	answers       map[string][]string // by language
	leave         bool
}

// unsure is the standing of who does not know from which device they write: the same as on the
// phone, and not walked word by word once more.
const unsure = "chat, not known from where"

var standings = []standing{
	{"SMS", "sms", nil, false},
	{"SMS, let", "sms", map[string][]string{"fr": {"oui"}, "en": {"yes"}}, true},
	{"chat", intake.ChannelWeb, nil, false},
	{unsure, intake.ChannelWeb, map[string][]string{"fr": {"je ne sais pas"}, "en": {"i do not know"}}, false},
	{"chat on the phone", intake.ChannelWeb, map[string][]string{"fr": {"mon téléphone"}, "en": {"my phone"}}, false},
	{"chat on the phone, let", intake.ChannelWeb, map[string][]string{"fr": {"mon téléphone", "oui"}, "en": {"my phone", "yes"}}, true},
}

// watch begins a case on a phone of which the first message says that it is watched.
func watch(t *testing.T, lang, first string, at standing, never []string) *readAlong {
	t.Helper()
	from := play.DefaultFrom
	if at.channel == intake.ChannelWeb {
		from = "0123456789abcdef"
	}
	p, err := play.New(play.Options{Now: time.Date(2027, 3, 16, 10, 0, 0, 0, time.UTC), Lang: lang, Once: true, Channel: at.channel, From: from})
	if err != nil {
		t.Fatal(err)
	}
	p.Desk.Links = "https://relais.example"
	r := &readAlong{Player: p, t: t, channel: at.channel, from: from, never: never}
	for _, text := range r.say(first) {
		r.reads(at.name+": "+first, text)
	}
	for i, answer := range at.answers[lang] {
		for _, said := range r.say(answer) {
			if !at.leave || i+1 < len(at.answers[lang]) {
				r.reads(at.name+": "+first+": "+answer, said)
			}
		}
	}
	return r
}

func (r *readAlong) say(text string) (said []string) {
	r.t.Helper()
	out, err := r.Say(r.t.Context(), text)
	if err != nil {
		r.t.Fatal(err)
	}
	r.Advance(3 * time.Minute)
	for _, m := range out.Bot {
		said = append(said, m.Text)
	}
	return said
}

func (r *readAlong) key() intake.Key {
	return intake.Key{Channel: r.channel, Address: r.Desk.Keys.Address(r.channel, r.from)}
}

// amends appends a turn and reads what leaves with it.
func (r *readAlong) amends(what string, change func(*intake.Amendment) error) {
	r.t.Helper()
	done, err := r.Desk.Amend(r.t.Context(), r.Now(), r.key(), what, change)
	if err != nil {
		r.t.Fatalf("%s: %v", what, err)
	}
	if done.Content.Reply != nil {
		r.reads(what, done.Content.Reply.Text)
	}
	for _, text := range done.Content.Texts {
		r.reads(what, text)
	}
}

// shows fails where the page of the chat shows more than the conversation.
func (r *readAlong) shows(what string) {
	r.t.Helper()
	if r.channel != intake.ChannelWeb {
		return
	}
	talk, err := r.Desk.Talk(r.t.Context(), r.Now(), intake.Visit{From: r.from}, intake.Upto{}, intake.Upto{})
	if err != nil {
		r.t.Fatal(err)
	}
	if talk.Money != nil || len(talk.Lines) < 2 {
		r.t.Errorf("%s: the page shows %+v above %d lines", what, talk.Money, len(talk.Lines))
	}
}

// waits lets time pass and reads what the desk says by itself.
func (r *readAlong) waits(what string) {
	r.t.Helper()
	for range 3 {
		out, err := r.Wait(r.t.Context(), 8*time.Hour)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, m := range out.Bot {
			r.reads(what, m.Text)
		}
	}
}

var watchedFirst = map[string][]string{
	"fr": {"mes fichiers sont chiffrés et mon téléphone est espionné", "mon conjoint a installé un logiciel espion sur mon tel", "j'ai 14 ans et mon ex lit mes messages, il menace de publier mes photos",
		"on m'a volé 3000 euros à 10h12 et mon téléphone est espionné", "ma boite mail est piratée et mon portable est surveillé"},
	"en": {"all our files are encrypted and my phone is bugged", "spy software by my husband", "3000 euros left my account and my phone is bugged"},
}

// told are what may be said to a phone before the desk was let go on there.
var watchedTold = map[string][]string{
	"fr": {"HUMAIN", "AIDE", "CODE", "LIEN", "DOSSIER", "PLAINTE", "DELAIS", "VERIF", "QUI", "17CYBER", "EXERCICE", "RETOUR", "REPETER", "PAUSE", "TEST", "NOUVEAU", "RECOMMENCER",
		"LANGUE", "c'est grave ?", "qui lit ça ?", "je paie ?", "j'ai 14 ans", "je suis sourd", "j'ai payé la rançon", "on m'a volé 3000 euros", "je n'en peux plus", "non", "azerty", "STOP", "oui", "bonjour"},
	"en": {"HUMAN", "HELP", "CODE", "LINK", "FILE", "COMPLAINT", "VERIFY", "WHO", "17CYBER", "DRILL", "BACK", "REPEAT", "PAUSE", "TEST", "NEW", "is it serious?", "i'm 14", "i am deaf",
		"we paid the ransom", "no", "STOP", "yes", "hello"},
}

// TestWatchedPhoneReadsNothing walks what can leave to a watched phone, by SMS and in a chat that
// may be open on it: what the desk says by itself (every notice there is, reminders, a lapse of
// days), whether or not it was let go on there; and, until it is let, every word's answer, also
// while an analyst leads.
func TestWatchedPhoneReadsNothing(t *testing.T) {
	words, texts := watchedWords(t), locales.Default()
	var notices []string
	for _, m := range texts.Messages("fr") {
		if id, ok := strings.CutSuffix(m.ID, ".text"); ok && strings.HasPrefix(id, "notice.") {
			notices = append(notices, strings.TrimPrefix(id, "notice."))
		}
	}
	if len(notices) < 15 {
		t.Fatalf("%d notices: too few", len(notices))
	}
	seen := 0
	for lang, firsts := range watchedFirst {
		for _, first := range firsts {
			for _, at := range standings {
				r := watch(t, lang, first, at, words[lang])
				first := at.name + ": " + first
				r.shows(first)
				if at.leave {
					r.say("ok")
				}
				r.waits(first + ": silence")
				for _, id := range notices {
					r.amends(fmt.Sprintf("%s: notice.%s", first, id), func(a *intake.Amendment) error {
						return a.Notice(id, map[string]string{"print": "1-AAAA", "n": "2", "apart": "x", "several": "yes", "sums": "AAAA", "receiver": "X", "opens": "demain",
							"link": "https://x.example", "files_link": "https://x.example", "minutes": "30", "phone": "0", "paste": "", "payment": "", "at": "", "incident": ""})
					})
				}
				r.amends(first+": taken over", func(a *intake.Amendment) error {
					a.State.Session = engine.SetAside(a.State.Session)
					a.State.Charge.Leads, a.State.Charge.Owner, a.State.Charge.Until = true, "x", a.Now.Add(48*time.Hour)
					return nil
				})
				if !at.leave {
					for _, text := range watchedTold[lang] {
						for _, said := range r.say(text) {
							r.reads(first+": led: "+text, said)
						}
					}
				}
				r.waits(first + ": led")
				r.amends(first+": given back", func(a *intake.Amendment) error { return a.Resume("released", nil) })
				r.waits(first + ": given back")
				seen += r.seen
			}
			for _, at := range standings {
				for _, text := range watchedTold[lang] {
					if at.leave || at.name == unsure || (text == "oui" || text == "yes") && at.name != "chat" {
						continue // that is leave
					}
					r := watch(t, lang, first, at, words[lang])
					what := at.name + ": " + first + ": " + text
					for _, again := range []string{text, text} {
						for _, said := range r.say(again) {
							r.reads(what, said)
						}
					}
					if first == firsts[0] {
						r.waits(what + ": silence")
					}
					r.shows(what)
					seen += r.seen
				}
			}
		}
	}
	t.Logf("measured: %d texts", seen)
	if seen < 3000 {
		t.Errorf("read %d texts: too few", seen)
	}
}

// TestHelpThatWaitsIsNotGiven: the card of a minor on a watched phone says that the line was
// not told yet, and that it was once it is.
func TestHelpThatWaitsIsNotGiven(t *testing.T) {
	texts := locales.Default()
	for _, at := range standings {
		if !at.leave {
			continue
		}
		r := watch(t, "fr", "bonjour", standing{channel: at.channel}, nil)
		var shown []string
		for _, text := range append([]string{"j'ai 14 ans et mon ex lit mes messages, il menace de publier mes photos"}, at.answers["fr"]...) {
			out, err := r.Say(t.Context(), text)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range out.Queue {
				list, _ := slackbot.Card(texts, "fr", p, r.Now())
				shown = append(shown, slackbot.Plain(list))
			}
			r.Advance(3 * time.Minute)
		}
		const waits, given = "Ligne d'aide pas encore donnée.", "Ligne d'aide donnée."
		if n := len(shown); n < 2 || !strings.Contains(shown[0], waits) || strings.Contains(shown[0], given) || !strings.Contains(shown[n-1], given) || strings.Contains(shown[n-1], waits) {
			t.Errorf("%s: cards:\n%s", at.name, strings.Join(shown, "\n---\n"))
		}
	}
}
