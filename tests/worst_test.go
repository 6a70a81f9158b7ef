package tests

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs"
	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/places"
	"relais/locales"
	"relais/locales/gsm7"
)

// worst gives, for every value a text may hold, the longest there is, in septets.
func worst(texts *locales.Catalog, lang string) map[string]string {
	say := func(id string, values map[string]string) string {
		text, err := texts.Text(lang, id, values)
		if err != nil {
			panic(err)
		}
		return text
	}
	deadlines, ends := []string{}, map[string]string{}
	var told []engine.Clock
	for _, clock := range dialogs.Set().Clocks {
		if !clock.Told() {
			continue
		}
		ends["clock_"+clock.ID] = longestDate(texts, lang)
		line := say("clocks."+clock.ID, map[string]string{"at": longestDate(texts, lang)})
		// Of two that nobody has both of, the longer one.
		if i := slices.IndexFunc(told, func(c engine.Clock) bool { return c.Excludes(&clock) }); i >= 0 {
			deadlines[i] = longer(deadlines[i], line)
			continue
		}
		told, deadlines = append(told, clock), append(deadlines, line)
	}
	words := strings.Fields(say("notice.trust_words", nil))
	slices.SortStableFunc(words, func(a, b string) int { return width(b) - width(a) })
	values := map[string]string{
		"hello": say("notice.hello", nil), "hedge": say("notice.hedge", nil), "held": "", "led": "", "for_another": "", "grave": "yes", "watched": "", "phone_safe": "", "device": longer(say("notice.device.yes", nil), say("notice.device.no", nil)), "machines": "yes", "attacked": "yes", "payee": "yes", "mandate": "99999999", "links": "yes", "link_given": "yes", "spent": "", "code": "WWW-WWW", "pin": "0000",
		"word1": words[0], "word2": words[1],
		"centre": longestCentre(lang, say("notice.centre", nil)), "centre_phone": longestPhone(),
		"centre_opens": longestDate(texts, lang), "opened": longestDate(texts, lang), "sms_number": "09 39 00 00 76",
		"deadlines": strings.Join(deadlines, "\n"),
		"commune":   longestCommune(), "among": longestList(), "receiver": longestCentre(lang, longestReceiver(texts, lang)), "victim": longestVictim(texts, lang),
		"guess": longestName(texts, lang), "second_guess": longestName(texts, lang), "beside": longestName(texts, lang),
		"amount": say("sum.cents", map[string]string{"n": "99 999 999", "cents": "99"}), "day": "", "sent": longestDate(texts, lang),
		"ago":        say("notice.ago.minutes", map[string]string{"n": "119"}),
		"card_block": directory.PhoneOf("card-block"),
		"line_3018":  say("time.hours", map[string]string{"from": "9", "to": "23"}),
	}
	maps.Copy(values, ends)
	values["paste"], values["statement"] = strings.Repeat("M", 240), strings.Repeat("M", 240)
	values["payment"], values["script"] = say("notice.payment", values), say("notice.script", values)
	values["to_show"] = say("notice.to_show.text", values)
	values["emergency"] = longer(say("notice.emergency.text", nil), say("notice.emergency.written", nil))
	return values
}

// TestDeadlinesThatAreOverFit: of those that are over it is said too, and the rest waits
// behind another word.
func TestDeadlinesThatAreOverFit(t *testing.T) {
	texts := locales.Default()
	for _, lang := range []string{"fr", "en"} {
		values := worst(texts, lang)
		over, err := texts.Text(lang, "notice.clock_over", nil)
		if err != nil {
			t.Fatal(err)
		}
		values["deadlines"] = strings.ReplaceAll(values["deadlines"], "\n", " "+over+"\n") + " " + over
		said, err := texts.Text(lang, "delays.running.text", values)
		if err != nil {
			t.Fatal(err)
		}
		more, err := texts.Text(lang, "start.more.text", nil)
		if err != nil {
			t.Fatal(err)
		}
		if n := gsm7.Segments(gsm7.Fold(said + "\n" + more)); n > engine.MaxSegments {
			t.Errorf("%s: %d segments: %s", lang, n, said)
		}
	}
}

func longestVictim(texts *locales.Catalog, lang string) string {
	longest := ""
	victim, _ := dialogs.Set().Fact("victim")
	for _, v := range victim.Values {
		if text, err := texts.Text(lang, "who.ask.choice."+v, nil); err == nil {
			longest = longer(longest, text)
		}
	}
	return longest
}

func longestReceiver(texts *locales.Catalog, lang string) string {
	best := ""
	for _, m := range texts.Messages(lang) {
		if strings.HasPrefix(m.ID, "notice.receiver.") {
			best = longer(best, m.Text)
		}
	}
	return best
}

func longestName(texts *locales.Catalog, lang string) string {
	best := ""
	for _, m := range texts.Messages(lang) {
		if strings.HasPrefix(m.ID, "notice.named.") {
			best = longer(best, m.Text)
		}
	}
	return best
}

func width(text string) int {
	n, _ := gsm7.Septets(gsm7.Fold(text))
	return n
}

func longer(a, b string) string {
	if width(b) > width(a) {
		return b
	}
	return a
}

func longestCentre(lang, none string) string {
	best := none
	for c := range directory.Centres() {
		said := c.Said
		if lang == "en" {
			said = c.SaidEN
		}
		best = longer(best, said)
	}
	return best
}

func longestPhone() string {
	best := ""
	for c := range directory.Centres() {
		shown, _ := c.Phone.Shown()
		best = longer(best, shown)
	}
	return best
}

// longestDate looks at every day of a year, far enough away to be said with its date.
func longestDate(texts *locales.Catalog, lang string) string {
	best := ""
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := range 366 {
		at := time.Date(2028, 1, 1, 23, 59, 0, 0, time.UTC).AddDate(0, 0, day)
		text, err := texts.At(lang, at, now)
		if err != nil {
			panic(err)
		}
		best = longer(best, text)
	}
	return best
}

func longestCommune() string {
	best := ""
	for p := range places.All() {
		best = longer(best, p.Name+" ("+p.Department+")")
	}
	return best
}

// longestList is the longest list of communes of one name, as the desk writes it.
func longestList() string {
	byName := map[string][]string{}
	for p := range places.All() {
		byName[p.Name] = append(byName[p.Name], p.INSEE)
	}
	best := ""
	for _, among := range byName {
		if len(among) > 1 {
			best = longer(best, intake.Listed(among))
		}
	}
	return best
}
