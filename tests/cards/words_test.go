package cards

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/places"
	"relais/dialogs/play"
	"relais/infra/slackbot"
	"relais/locales"
)

// groups are the lists of a card, and the lines about a person.
var groups = []string{"person", "alert", "done", "todo", "known", "unsure"}

// figures puts the longest figures there are for a count and a sum.
var figures = strings.NewReplacer("count", "100000", engine.IsSum, "99999999.99")

// values are what a fact of the card may be; a count or a sum is one of them.
func values(f engine.Fact) []string {
	switch {
	case f.Is == engine.IsSum:
		return []string{engine.IsSum, "unknown"}
	case len(f.Values) == 0:
		return []string{"count", "unknown"}
	}
	return f.Values
}

func TestEveryFactOfTheCardHasItsWords(t *testing.T) {
	texts := locales.Default()
	wanted := map[string]bool{}
	for _, lang := range texts.Tags() {
		for _, f := range dialogs.Set().Facts {
			if !f.Card {
				continue
			}
			for _, value := range values(f) {
				var in []string
				for _, group := range groups {
					id := "card." + group + "." + f.Name + "." + value
					wanted[id] = true
					if texts.Has(lang, id) {
						in = append(in, group)
					}
				}
				if len(in) != 1 {
					t.Errorf("%s: fact %s, value %s: words in lists %v, want one", lang, f.Name, value, in)
				}
			}
		}
		for _, m := range texts.Messages(lang) {
			parts := strings.Split(m.ID, ".")
			if len(parts) == 4 && parts[0] == "card" && slices.Contains(groups, parts[1]) && !wanted[m.ID] {
				t.Errorf("%s: %s: no fact of the card has this value", lang, m.ID)
			}
		}
	}
}

func TestEverythingElseHasItsWords(t *testing.T) {
	texts, set := locales.Default(), dialogs.Set()
	want := []string{"severity.level.P1", "severity.level.P2", "severity.level.P3", "severity.level.unset"}
	for _, f := range set.Facts {
		for _, value := range f.Values {
			switch f.Name {
			case "incident":
				want = append(want, "incident."+value)
			case "victim":
				want = append(want, "card.victim."+value)
			}
		}
	}
	for _, d := range set.Dialogs {
		for _, l := range slices.Concat(d.Severity, d.Raise) {
			want = append(want, "severity.because."+l.Because)
		}
		for _, s := range d.Steps {
			if s.End != "" && s.End != "new_case" { // the new case has a card of its own
				want = append(want, "card.end."+s.End)
			}
		}
	}
	for _, clock := range set.Clocks {
		if clock.Told() {
			want = append(want, "card.clock."+clock.ID)
		}
	}
	for _, patience := range set.Silence {
		want = append(want, "card.channel."+patience.Channel)
	}
	for _, size := range []string{"under_2000", "under_20000", "over_20000"} {
		want = append(want, "card.size."+size)
	}
	for _, tag := range texts.Tags() {
		want = append(want, "card.language."+tag)
		for _, id := range want {
			if !texts.Has(tag, id) {
				t.Errorf("messages.%s.yaml: no text %s", tag, id)
			}
		}
	}
}

// longest returns, of the texts of a language below a group, the id's last part of the longest.
func longest(lang, group string, among []string) string {
	texts := locales.Default()
	best, most := "", -1
	for _, id := range among {
		text, _ := texts.Source(lang, group+id)
		if n := utf8.RuneCountInString(text); n > most {
			best, most = id, n
		}
	}
	return best
}

// TestTheLongestCase puts the longest of everything on one card, more than any one
// case has: what concerns a person stays.
func TestTheLongestCase(t *testing.T) {
	set, texts := dialogs.Set(), locales.Default()
	now := at(t, "2026-12-24T22:11:00+01:00") // four days closed
	for _, lang := range texts.Tags() {
		p := intake.Packet{
			Version: 1, N: 99, Code: "K7M-2QX", Region: "76", Channel: "voice", Language: "en", Opened: now.Add(-80 * time.Hour),
			Severity: "P1", Learned: "2026-12-23T22:00:00+01:00", Head: strings.Repeat("8", 64), Outside: true, End: "waiting_for_csirt",
			Where: intake.Where{Department: "972", Size: "under_20000", Zone: "America/Martinique"}, Because: "not_isolated",
		}
		for _, f := range set.Facts {
			switch {
			case f.Name == "incident":
				p.Incident = longest(lang, "incident.", f.Values)
			case f.Name == "victim":
				p.Victim = longest(lang, "card.victim.", f.Values)
			case f.Card:
				best, most := "", -1
				for _, value := range values(f) {
					for _, group := range groups {
						text, _ := texts.Source(lang, "card."+group+"."+f.Name+"."+value)
						if n := utf8.RuneCountInString(text); n > most {
							best, most = value, n
						}
					}
				}
				p.Facts = append(p.Facts, intake.Known{Fact: f.Name, Value: figures.Replace(best), Inferred: true})
			}
		}
		p.Clocks = []intake.Running{{Clock: "insurer", Until: now.Add(50 * time.Hour)}, {Clock: "cnil", Until: now.Add(51 * time.Hour)}}
		list, fallback := slackbot.Card(texts, lang, p, now)
		check(t, list, fallback)
		for _, f := range p.Facts {
			text, person := texts.Source(lang, "card.person."+f.Fact+"."+f.Value)
			if person && !strings.Contains(slackbot.Plain(list), text) {
				t.Errorf("%s: %q is missing:\n%s", lang, text, slackbot.Plain(list))
			}
		}
	}
}

// TestAWholeCaseFits plays conversations to their end: nothing is left out of their cards.
func TestAWholeCaseFits(t *testing.T) {
	texts := locales.Default()
	saturday := at(t, "2026-11-21T02:07:00+01:00")
	same := func(answer string, n int) []string {
		return slices.Concat([]string{"on a un rançongiciel à la mairie, tout est chiffré"}, slices.Repeat([]string{answer}, n))
	}
	conversations := map[string][]string{
		"the night": night, "always yes": same("1", 30), "always no": same("2", 30), "never known": same("je ne sais pas", 30),
		"told unasked": append([]string{"rançongiciel à la mairie de Sainte-Colombe 46, on a payé, on a répondu, on a réinstallé, j'ai tout éteint"}, same("2", 30)[1:]...),
	}
	for name, messages := range conversations {
		t.Run(name, func(t *testing.T) {
			packets := session(t, play.Options{Now: saturday}, messages)
			for _, p := range packets {
				if p.Version == 0 {
					continue // nothing has reached the queue yet
				}
				p.Head = strings.Repeat("8", 64)
				for _, lang := range texts.Tags() {
					list, fallback := slackbot.Card(texts, lang, p, saturday.Add(time.Hour))
					check(t, list, fallback)
					if more, _, _ := strings.Cut(source(t, lang, "card.more"), "{{.n}}"); strings.Contains(slackbot.Plain(list), "\n"+more) {
						t.Errorf("%s: something is left out:\n%s", lang, slackbot.Plain(list))
					}
				}
			}
			list, _ := slackbot.Card(texts, "fr", packets[len(packets)-1], saturday.Add(time.Hour))
			t.Logf("%d letters, %d facts", letters(list), len(packets[len(packets)-1].Facts))
		})
	}
}

func source(t *testing.T, lang, id string) string {
	t.Helper()
	text, ok := locales.Default().Source(lang, id)
	if !ok {
		t.Fatalf("%s: no text %s", lang, id)
	}
	return text
}

// TestNoWordOfAPacketIsShown gives hostile words to every field of a packet: none
// may reach Slack, whatever sent them.
func TestNoWordOfAPacketIsShown(t *testing.T) {
	texts := locales.Default()
	const evil = "<!channel> <@U0ANNE> <https://mechant.example|banque> &lt;!here&gt; @everyone *_~`ZORGLUB"
	p := intake.Packet{
		Version: 1, N: 1, Case: evil, Head: evil, Key: evil, Code: "K7M", Region: evil, Channel: evil, Language: evil, Incident: evil,
		Severity: "P1", Because: evil, Victim: evil, Where: intake.Where{Department: evil, Size: evil, Town: evil, Zone: evil},
		Learned: evil, Outside: true, End: evil, Facts: []intake.Known{{Fact: evil, Value: evil}, {Fact: "computers", Value: evil}, {Fact: "vital", Value: evil}},
		Clocks: []intake.Running{{Clock: evil, Until: time.Now()}},
	}
	for _, lang := range append(texts.Tags(), "xx", "") {
		list, fallback := slackbot.Card(texts, lang, p, at(t, "2026-11-21T02:07:00+01:00"))
		check(t, list, fallback)
		for _, part := range []string{"<", ">", "&", "@", "mechant", "ZORGLUB", "~", "`"} {
			if strings.Contains(fallback+slackbot.Plain(list), part) {
				t.Errorf("%s: %q is on the card:\n%s", lang, part, slackbot.Plain(list))
			}
		}
	}
}

// TestAnyPacketMakesACard draws packets that a dialog could bring about, and worse.
func TestAnyPacketMakesACard(t *testing.T) {
	set, texts := dialogs.Set(), locales.Default()
	var towns []places.Place
	for p := range places.All() {
		towns = append(towns, p)
	}
	start := at(t, "2026-01-01T00:00:00Z")
	rapid.Check(t, func(r *rapid.T) {
		one := func(name string, among ...string) string { return rapid.SampledFrom(among).Draw(r, name) }
		town := rapid.SampledFrom(towns).Draw(r, "town")
		now := start.Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(r, "minute")) * time.Minute)
		p := intake.Packet{
			Version: 1, N: 1, Code: "K7M-2QX", Region: one("region", town.Region, "76", "28", "06", ""), Opened: now.Add(-time.Hour),
			Channel: one("channel", "sms", "web", "voice", "slack", "?"), Language: one("lang", "fr", "en", ""), Head: one("head", "", "0123456789abcdef", "01"),
			Severity: one("severity", "P1", "P2", "P3", ""), Outside: rapid.Bool().Draw(r, "outside"), Said: rapid.Bool().Draw(r, "said"),
			End: one("end", "", "referred", "stopped", "odd"), Moved: one("moved", "", "", "", "53", "?"),
			Where: intake.Where{Department: town.Department, Size: one("size", "under_2000", "over_20000", ""), Town: one("known", "", town.INSEE), Zone: one("zone", town.TimeZone, "", "Mars/Olympus")},
		}
		for _, f := range set.Facts {
			switch {
			case f.Name == "incident":
				p.Incident = one("incident", f.Values...)
			case f.Name == "victim":
				p.Victim = one("victim", f.Values...)
			case f.Card && rapid.Bool().Draw(r, f.Name):
				p.Facts = append(p.Facts, intake.Known{Fact: f.Name, Value: figures.Replace(one("value", values(f)...))})
			}
		}
		for _, clock := range set.Clocks {
			if clock.Told() && rapid.Bool().Draw(r, clock.ID) {
				p.Clocks = append(p.Clocks, intake.Running{Clock: clock.ID, Until: now.Add(time.Duration(rapid.IntRange(-90, 90).Draw(r, "hours")) * time.Hour)})
			}
		}
		for _, lang := range texts.Tags() {
			list, fallback := slackbot.Card(texts, lang, p, now)
			check(r, list, fallback)
			if where := source(t, lang, "card.title.where") + town.Name + "\n"; town.Population < 20_000 && strings.Contains(slackbot.Plain(list), where) {
				r.Errorf("%s, %d inhabitants, is named", town.Name, town.Population)
			}
			again, _ := slackbot.Card(texts, lang, p, now)
			if slackbot.Plain(list) != slackbot.Plain(again) {
				r.Errorf("the same packet makes two cards")
			}
		}
	})
}
