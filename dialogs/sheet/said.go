package main

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/places"
	"relais/locales/gsm7"
)

// sheet makes the pages of one call. The first error sticks.
type sheet struct {
	content
	options
	words   map[string][]string
	samples map[string]string
	err     error
}

func newSheet(c content, o options, words map[string][]string) *sheet {
	s := &sheet{content: c, options: o, words: words}
	s.samples = s.values()
	return s
}

// w returns a text of the sheet itself, with values given as name, value, name,
// value. A language without it speaks the default language.
func (s *sheet) w(id string, values ...string) string {
	lang := s.lang
	if !s.texts.Has(lang, "desk.sheet."+id) {
		lang = s.texts.Tags()[0]
	}
	named := map[string]string{}
	for i := 0; i+1 < len(values); i += 2 {
		named[values[i]] = values[i+1]
	}
	return s.fill(lang, "desk.sheet."+id, named)
}

// say returns a reporter's text with sample values.
func (s *sheet) say(id string) string { return s.fill(s.lang, id, s.samples) }

func (s *sheet) fill(lang, id string, values map[string]string) string {
	text, err := s.texts.Text(lang, id, values)
	if err != nil && s.err == nil {
		s.err = err
	}
	return text
}

// said returns the form a channel uses of a step's text.
func (s *sheet) said(id string) string { return s.say(s.texts.OnChannel(s.lang, id, s.channel)) }

// longest is the longest text whose id begins so: what a reporter calls an incident, say.
func (s *sheet) longest(prefix string) string {
	longest := ""
	for _, m := range s.texts.Messages(s.lang) {
		if strings.HasPrefix(m.ID, prefix) && len(m.Text) > len(longest) {
			longest = m.Text
		}
	}
	return longest
}

// values are samples of what texts may hold, each as long as it gets, so that the
// segments counted are those of the worst day.
func (s *sheet) values() map[string]string {
	longest := time.Date(2026, time.September, 30, 23, 59, 0, 0, time.UTC) // mercredi 30 septembre
	moment, err := s.texts.At(s.lang, longest, longest.AddDate(0, 0, -20))
	if err != nil {
		s.err = err
	}
	word1, word2 := longestWords(s.say("notice.trust_words"))
	values := map[string]string{
		"hello": s.say("notice.hello"), "hedge": s.say("notice.hedge"), "held": "", "led": "", "for_another": "", "grave": "", "watched": "", "phone_safe": "", "device": s.say("notice.device.no"), "links": "yes", "link_given": "yes", "spent": "", "machines": "yes", "attacked": "yes", "payee": "yes", "mandate": "99999999", "victim": s.longest("who.ask.choice."),
		"code": "K7M-2QX", "pin": "4821", "word1": word1, "word2": word2,
		"centre": s.say("notice.centre"), "centre_phone": "", "centre_opens": moment, "opened": moment, "sms_number": "09 39 00 00 76",
		"line_3018": s.hours("3018"), "card_block": directory.PhoneOf("card-block"), "commune": s.commune, "among": s.among, "receiver": s.longest("notice.receiver."),
		"guess": s.longest("notice.named."), "second_guess": s.longest("notice.named."), "beside": s.longest("notice.named."),
		"amount": s.fill(s.lang, "sum.cents", map[string]string{"n": "99 999 999", "cents": "99"}), "day": "", "sent": moment,
		"ago": s.fill(s.lang, "notice.ago.minutes", map[string]string{"n": "119"}),
	}
	values["paste"], values["statement"] = strings.Repeat("M", 240), strings.Repeat("M", 240) // the longest there are
	values["payment"], values["script"] = s.fill(s.lang, "notice.payment", values), s.fill(s.lang, "notice.script", values)
	values["to_show"], values["emergency"] = s.fill(s.lang, "notice.to_show.text", values), s.fill(s.lang, "notice.emergency.text", nil)
	for c := range directory.Centres() {
		name := c.Said
		if s.lang == "en" {
			name = c.SaidEN
		}
		if phone, shown := c.Phone.Shown(); shown && len(phone) > len(values["centre_phone"]) {
			values["centre_phone"] = phone
		}
		if c.Routes && utf8.RuneCountInString(name) > utf8.RuneCountInString(values["centre"]) {
			values["centre"] = name
		}
	}
	var deadlines []string
	for i, clock := range s.set.Clocks {
		values["clock_"+clock.ID] = moment
		instead := func(other engine.Clock) bool { return other.Told() && clock.Excludes(&other) }
		if clock.Told() && !slices.ContainsFunc(s.set.Clocks[i+1:], instead) {
			line, err := s.texts.Text(s.lang, "clocks."+clock.ID, map[string]string{"at": moment})
			if err != nil {
				s.err = err
			}
			deadlines = append(deadlines, line)
		}
	}
	values["deadlines"] = strings.Join(deadlines, "\n")
	return values
}

// maxListed is how many communes of one name the desk lists.
const maxListed = 6

// communes returns the commune with the longest name, and the longest list of
// communes that share one, as the desk says them.
func communes() (commune, among string) {
	longest := func(a, b string) bool { return utf8.RuneCountInString(a) > utf8.RuneCountInString(b) }
	homonyms := map[string][]string{}
	for p := range places.All() {
		said := p.Name + " (" + p.Department + ")"
		if longest(said, commune) {
			commune = said
		}
		if same := homonyms[p.Name]; len(same) < maxListed {
			homonyms[p.Name] = append(same, strconv.Itoa(len(same)+1)+" "+said)
		}
	}
	// In the order of names: of two lists equally long it is always the same.
	for _, name := range slices.Sorted(maps.Keys(homonyms)) {
		if list := strings.Join(homonyms[name], "\n"); longest(list, among) {
			among = list
		}
	}
	return commune, among
}

// hours says the hours of a national line.
func (s *sheet) hours(line string) string {
	service, ok := directory.National(line)
	if !ok || len(service.Hours.Slots) == 0 {
		return ""
	}
	slot := service.Hours.Slots[0]
	return s.fill(s.lang, "time.hours", map[string]string{"from": strconv.Itoa(int(slot.From) / 60), "to": strconv.Itoa(int(slot.To) / 60)})
}

// longestWords returns the two longest of a list of words.
func longestWords(list string) (string, string) {
	words := strings.Fields(list)
	sort.SliceStable(words, func(i, j int) bool { return len(words[i]) > len(words[j]) })
	words = append(words, "", "")
	return words[0], words[1]
}

// offered lists the choices of a question the way a text message does.
func (s *sheet) offered(d *engine.Dialog, step *engine.Step) []string {
	var lines []string
	for _, c := range step.Choices {
		lines = append(lines, strconv.Itoa(c.Key)+" "+s.say(d.ID+"."+step.ID+".choice."+c.ID))
	}
	return lines
}

// inline reports whether the channel's own form lists the choices itself.
func (s *sheet) inline(d *engine.Dialog, step *engine.Step) bool {
	return len(step.Choices) > 0 && s.texts.Has(s.lang, d.ID+"."+step.ID+"."+s.channel)
}

// whole returns everything a step says, its choices included, in one message.
func (s *sheet) whole(d *engine.Dialog, step *engine.Step) string {
	text := s.said(d.ID + "." + step.ID)
	if lines := s.offered(d, step); len(lines) > 0 && !s.inline(d, step) {
		text += "\n" + strings.Join(lines, "\n")
	}
	return text
}

// measure is what a message costs on the channel.
type measure struct {
	Text string
	Over bool // more than one turn may say
}

func (s *sheet) measure(text string) measure {
	if s.channel != "sms" {
		return measure{Text: s.w("measure.letters", "units", strconv.Itoa(utf8.RuneCountInString(text)))}
	}
	n := gsm7.Segments(text)
	var encoding string
	if septets, ok := gsm7.Septets(text); ok {
		encoding = s.w("measure.gsm7", "units", strconv.Itoa(septets))
	} else {
		encoding = s.w("measure.ucs2", "letters", string(gsm7.Unfit(text)))
	}
	return measure{Text: s.w("measure.sms", "segments", strconv.Itoa(n), "encoding", encoding), Over: n > engine.MaxSegments}
}

// speaks reports whether a step says something.
func speaks(step *engine.Step) bool {
	return step.Tell || step.Ask != "" || step.Escalate != "" || step.End != ""
}

// turn is one message as a reporter gets it: the texts of several steps together.
type turn struct {
	Steps   []string
	Measure measure
}

// walker follows what a message says from one step to the next question or end.
type walker struct {
	sheet *sheet
	turns []turn
}

// turns lists the messages that begin with a step, as far as more than one step
// speaks in them: by every fork and through calls, as if nothing were known yet.
// For a call it adds those that begin in the called dialog and come back.
func (s *sheet) turns(d *engine.Dialog, step *engine.Step, begins bool) []turn {
	w := walker{sheet: s}
	if begins {
		w.walk(d, step, nil, turn{}, nil, 0)
	}
	inner, ok := s.set.Dialog(step.Call)
	if !ok {
		return w.turns
	}
	back := walker{sheet: s}
	start := s.begins(inner, flowOf(inner))
	for i := range inner.Steps {
		if first := &inner.Steps[i]; start[first.ID] && first.ID != inner.Start {
			back.walk(inner, first, []called{{d, step}}, turn{}, nil, 0)
		}
	}
	for _, t := range back.turns {
		if strings.HasPrefix(t.Steps[len(t.Steps)-1], d.ID+".") {
			w.turns = append(w.turns, t)
		}
	}
	return w.turns
}

// called is a step that called another dialog.
type called struct {
	dialog *engine.Dialog
	step   *engine.Step
}

// walk says a step, if it speaks on this channel, and goes on unless it ends the message.
func (w *walker) walk(d *engine.Dialog, step *engine.Step, stack []called, so turn, texts []string, depth int) {
	skipped := slices.Contains(step.SkipOn, w.sheet.channel)
	if speaks(step) && !skipped {
		so.Steps = append(slices.Clip(so.Steps), d.ID+"."+step.ID)
		texts = append(slices.Clip(texts), w.sheet.whole(d, step))
	}
	switch {
	case !skipped && (step.Ask != "" || step.End != "" || step.Pause), depth > maxWalk:
		w.stop(so, texts)
	case !skipped && step.Call != "":
		w.enter(step.Call, append(slices.Clip(stack), called{d, step}), so, texts, depth)
	default:
		w.onward(d, step, stack, so, texts, depth)
	}
}

func (w *walker) stop(so turn, texts []string) {
	if len(so.Steps) > 1 {
		so.Measure = w.sheet.measure(strings.Join(texts, "\n"))
		if !slices.ContainsFunc(w.turns, func(t turn) bool { return slices.Equal(t.Steps, so.Steps) }) {
			w.turns = append(w.turns, so)
		}
	}
}

func (w *walker) enter(dialog string, stack []called, so turn, texts []string, depth int) {
	if d, ok := w.sheet.set.Dialog(dialog); ok {
		if first, ok := d.Step(d.Start); ok {
			w.walk(d, first, stack, so, texts, depth+1)
		}
	}
}

// onward takes every line of next. A return whose caller is not known ends the
// message as far as this dialog can tell.
func (w *walker) onward(d *engine.Dialog, step *engine.Step, stack []called, so turn, texts []string, depth int) {
	for _, b := range step.Next {
		switch {
		case b.Enter != "":
			w.enter(b.Enter, stack, so, texts, depth)
		case b.Goto == returnStep && len(stack) == 0:
			w.stop(so, texts)
		case b.Goto == returnStep:
			back := stack[len(stack)-1]
			w.onward(back.dialog, back.step, stack[:len(stack)-1], so, texts, depth+1)
		default:
			if to, ok := d.Step(b.Goto); ok {
				w.walk(d, to, stack, so, texts, depth+1)
			}
		}
	}
}

// maxWalk bounds a walk through messages and forks, as the engine's does.
const maxWalk = 100

// begins reports the steps of a dialog with which a message begins: the start, and
// whatever follows an answer or the return from a dialog that asks.
func (s *sheet) begins(d *engine.Dialog, f *flow) map[string]bool {
	begin := map[string]bool{}
	for _, root := range f.roots {
		begin[root] = true
	}
	for i := range d.Steps {
		step := &d.Steps[i]
		if step.Ask == "" && step.Call == "" && !step.Pause {
			continue
		}
		for _, w := range ways(step) {
			begin[w.Step] = true
		}
	}
	delete(begin, "")
	return begin
}
