package understand

import (
	"fmt"
	"strconv"
	"strings"

	"relais/dialogs/engine"
)

// Labels says what text answers to open in the words analysts use for reviewing
// (yes, not_done, did_opposite, question, human, …; a choice's id; E.164; a time as
// 2026-03-10T08:00, 2026-03-09, 2026-03-09/evening or two joined by a slash), several
// joined by "&" in the order of the text. kind is one of yes_no, done_or_not, choice,
// consent, org_type, time_seen, phone, count, amount, place, free: finer than
// open.Kind, for the same word answers differently asked questions.
func (r *Reader) Labels(text, kind string, open *engine.Question, lang string) string {
	out := r.Read(text, open, lang)
	if out.Command == "end" { // for a reviewer both leave for good
		return "stop"
	}
	folded, hidden := foldText(text)
	tongue, _ := r.language(folded, lang)
	if out.Language != "" {
		for _, l := range r.lexicons {
			if l.tag == out.Language {
				tongue = l
			}
		}
	}
	m := r.study(folded, hidden, r.valued(folded, hidden, kind, open, tongue))
	defer m.release()
	if len(m.tokens) == 0 && m.asks == 0 {
		return "unclear"
	}
	m.tells = out.Secret || len(out.Told) > 0
	m.place = r.names(text, open)
	said := m.say(open)
	switch out.Command {
	case "human", "back", "repeat", "restart", "stop":
		if len(said) != 2 || said[1].label != out.Command || !answers(said[0].label) || !yesOrNo(open) { // "c'est fait, passez-moi quelqu'un"
			return out.Command
		}
	}
	return m.labels(&out, kind, open, said)
}

// valued returns the language in which the text holds a time or a sum: "two hours ago" is
// short of words that tell it. tongue is preferred, and returned where none does.
func (r *Reader) valued(folded string, hidden bool, kind string, open *engine.Question, tongue *lexicon) *lexicon {
	if kind != "amount" && kind != "time_seen" {
		return tongue
	}
	for _, l := range append([]*lexicon{tongue}, r.lexicons...) {
		m := r.study(folded, hidden, l)
		_, told := m.when(open.Now, open.Zone)
		if kind == "amount" {
			_, _, told = m.amount()
		}
		m.release()
		if told {
			return l
		}
	}
	return tongue
}

func (m *reading) labels(out *engine.Reading, kind string, open *engine.Question, said []meaning) string {
	a := out.Answer
	if m.onlyEarnest() {
		return string(engine.Unclear)
	}
	if kind == "amount" {
		if cents, currency, ok := m.amount(); ok && m.untold().Meaning == engine.None && !(cents == 0 && m.refusal(said)) {
			return fmt.Sprintf("%d.%02d %s", cents/100, cents%100, currency)
		}
	}
	if a.Meaning == engine.Value && kind != "yes_no" && kind != "done_or_not" && kind != "consent" {
		switch kind {
		case "time_seen":
			if w, ok := m.when(open.Now, open.Zone); ok {
				return w.label()
			}
		case "phone":
			if _, state := m.phone(); a.Value == open.Same && state == phoneNone {
				return "same"
			}
			if all := m.phones(); len(all) > 1 {
				return strings.Join(all, "&")
			}
		case "free":
			return "free"
		case "place":
			switch len(a.Among) {
			case 0:
			case 1: // sounds alike, and is asked
				return a.Among[0]
			default:
				return "ambiguous"
			}
		case "count":
			return a.Value
		case "choice", "org_type":
			return m.picked(kind, open, said, a.Value)
		}
		return a.Value
	}
	switch kind {
	case "count", "amount", "phone", "time_seen":
		if reply := m.untold(); reply.Meaning != engine.None {
			return string(reply.Meaning)
		}
	}
	if kind == "count" && a.Meaning == engine.All {
		return "all"
	}
	if a.Meaning == engine.Invalid {
		return string(engine.Invalid)
	}
	if kind == "choice" {
		if p := m.picks(open, said); p.group != "" {
			return p.group
		}
	}
	if (kind == "count" || kind == "amount") && m.says("vague") && !m.refusal(said) {
		return string(engine.Unsure)
	}
	var list []string
	add := func(l string) {
		for _, x := range list {
			if x == l {
				return
			}
		}
		list = append(list, l)
	}
	for _, s := range said {
		l := s.label
		switch kind {
		case "done_or_not":
			switch l {
			case "yes":
				l = "done"
			case "no", "later":
				l = "not_done"
			}
		case "consent":
			switch l {
			case "partial", "later":
				l = "unsure"
			case "not_done", "cannot":
				l = "no"
			}
		default:
			switch l {
			case "not_done", "later":
				l = "no"
			}
		}
		if l == "in_progress" && kind != "done_or_not" { // who looks something up asks for time
			l = "wait"
		}
		switch l {
		case "explain":
			l = "question"
		case "thanks", "greeting":
			l = "unclear"
		}
		add(l)
	}
	if out.Asked != "" && (m.asks > 0 || len(list) == 0) && !contains(list, "question") && !contains(list, "human") && !contains(list, "help") && !contains(list, "repeat") && !contains(list, "unsure") {
		add("question")
	}
	if out.Command == "help" && len(list) == 0 {
		add("help")
	}
	if len(list) == 0 && a.Meaning == engine.Value && a.Value != "unknown" { // by its key: "1"
		add(a.Value)
		if kind == "done_or_not" {
			list[0] = map[string]string{"yes": "done", "no": "not_done"}[a.Value]
		}
	}
	if len(list) == 0 {
		return string(engine.Unclear)
	}
	return strings.Join(list, "&")
}

// picked names what is picked: a choice by the number that was typed or said, else by
// its id; a kind of organisation always by its id.
func (m *reading) picked(kind string, open *engine.Question, said []meaning, value string) string {
	p := m.picks(open, said)
	var names []string
	switch {
	case len(p.keys) > 0 && kind == "choice":
		for _, k := range p.keys {
			if name := strconv.Itoa(k); !contains(names, name) {
				names = append(names, name)
			}
		}
	case len(p.keys) == 0 && len(p.ids) == 1 && p.ids[0] == "unknown":
		return string(engine.Unsure)
	default:
		names = p.ids
	}
	if len(names) == 0 { // another language's words
		return value
	}
	return strings.Join(names, "&")
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// label writes a moment the way analysts do.
func (w *moment) label() string {
	const day = "2006-01-02"
	const instant = "2006-01-02T15:04"
	switch w.precise {
	case onDay:
		return w.from.Format(day)
	case onPart:
		return w.day.Format(day) + "/" + w.part
	case inInterval:
		if w.from.Hour() == 0 && w.to.Hour() == 0 {
			return w.from.Format(day) + "/" + w.to.Format(day)
		}
		return w.from.Format(instant) + "/" + w.to.Format(instant)
	}
	return w.from.Format(instant)
}
