package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/places"
	"relais/dialogs/understand"
)

// understoodLine is what understand prints for a message. Every field is always there.
type understoodLine struct {
	Text       string   `json:"text"`       // as it was read
	Lang       string   `json:"lang"`       // fr, en, or another language that was recognised; that of the conversation when the message does not tell
	Incident   string   `json:"incident"`   // one of the 22 types, never empty
	Second     string   `json:"second"`     // another type that may be meant; "" when none is likely
	Confidence float64  `json:"confidence"` // of Incident, 0 to 1
	Danger     []string `json:"danger"`     // of danger, distress, minor, in this order; [] for none
	Why        []string `json:"why"`        // what was found and the words that tell it; [] for nothing
}

// answerLine is what answer prints for an answer. Every field is always there.
type answerLine struct {
	Text    string `json:"text"`
	Meaning string `json:"meaning"` // as understand.Reader.Labels names it, never empty
}

// understandLines reads one first message a line from in and prints one JSON object a
// line with what the reader makes of it. It returns the exit code: 0, 1 if reading or
// writing failed, 2 for arguments.
func understandLines(args []string, in io.Reader, out, errs io.Writer) int {
	reader := understand.New()
	reader.Places = findPlaces
	flags := flag.NewFlagSet("understand", flag.ContinueOnError)
	flags.SetOutput(errs)
	lang := flags.String("lang", "fr", "language of the conversation")
	if flags.Parse(args) != nil || flags.NArg() > 0 {
		fmt.Fprintln(errs, "usage: try understand [-lang fr] < messages")
		return 2
	}
	return eachLine("understand", in, out, errs, func(text string) any {
		r := reader.Read(text, nil, *lang)
		l := understoodLine{Text: text, Lang: r.Language, Incident: r.Incident, Second: r.Second, Confidence: r.Confidence,
			Danger: []string{}, Why: r.Why}
		if l.Lang == "" {
			l.Lang = *lang
		}
		if l.Incident == "" { // a reviewer's label is never empty
			l.Incident = "unknown"
			for _, w := range r.Why {
				if strings.HasPrefix(w, "greeting: ") {
					l.Incident, l.Confidence = "not_incident", 1
				}
			}
		}
		for _, s := range []struct {
			name string
			on   bool
		}{{"danger", r.Danger}, {"distress", r.Distress}, {"minor", r.Minor}} {
			if s.on {
				l.Danger = append(l.Danger, s.name)
			}
		}
		if l.Why == nil {
			l.Why = []string{}
		}
		return l
	})
}

// answerLines reads one answer a line to a question of a kind and prints what each
// means. Flags: -kind (yes_no, done_or_not, choice, consent, org_type, time_seen, phone,
// count, amount, place, free), -now (RFC 3339, for times), -choices (ids in the order of
// their keys), -same (the number in use, E.164), -lang. The exit code is as for
// understandLines.
func answerLines(args []string, in io.Reader, out, errs io.Writer) int {
	reader := understand.New()
	reader.Places = findPlaces
	flags := flag.NewFlagSet("answer", flag.ContinueOnError)
	flags.SetOutput(errs)
	kind := flags.String("kind", "yes_no", "kind of question")
	at := flags.String("now", "2026-03-10T09:30:00+01:00", "the moment of the answer, RFC 3339")
	choices := flags.String("choices", "", "ids of the choices, in the order of their keys")
	same := flags.String("same", "", "the number in use, E.164")
	lang := flags.String("lang", "fr", "language of the conversation")
	if flags.Parse(args) != nil || flags.NArg() > 0 {
		return 2
	}
	now, err := time.Parse(time.RFC3339, *at)
	if err != nil {
		fmt.Fprintf(errs, "answer: -now: %v\n", err)
		return 2
	}
	open, ok := openQuestion(*kind, *choices)
	if !ok {
		fmt.Fprintf(errs, "answer: no kind of question %q\n", *kind)
		return 2
	}
	open.Lang, open.Now, open.Zone, open.Same = *lang, now, now.Location(), *same
	if open.Same == "" {
		open.Same = "+33600000000" // any number: the answer is "same"
	}
	return eachLine("answer", in, out, errs, func(text string) any {
		return answerLine{text, reader.Labels(text, *kind, open, *lang)}
	})
}

// openQuestion returns the question of a kind, with choices as they stand in dialogs
// when none are named.
func openQuestion(kind, choices string) (*engine.Question, bool) {
	q := &engine.Question{Dialog: "try", Step: "try"}
	ids := ""
	switch kind {
	case "yes_no", "done_or_not", "consent":
		q.Kind, ids = engine.AskChoice, "yes,no,unknown"
	case "choice":
		q.Kind, ids = engine.AskChoice, "1,2,3"
	case "org_type":
		q.Kind, ids = engine.AskChoice, "commune,other_public,company,association,individual"
	case "time_seen":
		q.Kind = engine.AskTime
	case "phone":
		q.Kind = engine.AskPhone
	case "count", "amount":
		q.Kind = engine.AskCount
	case "place":
		q.Kind = engine.AskPlace
	case "free":
		q.Kind = engine.AskText
	default:
		return nil, false
	}
	q.Act, q.Consent = kind == "done_or_not", kind == "consent"
	if choices != "" && q.Kind == engine.AskChoice {
		ids = choices
	}
	for i, id := range strings.Split(ids, ",") {
		if id = strings.TrimSpace(id); id != "" {
			q.Choices = append(q.Choices, engine.Choice{Key: i + 1, ID: id})
		}
	}
	return q, true
}

func findPlaces(text string, expected bool) (string, []string) {
	m := places.Find(text, expected)
	var insee []string
	for _, p := range m.Places {
		insee = append(insee, p.INSEE)
	}
	return string(m.Status), insee
}
