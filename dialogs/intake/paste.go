package intake

import (
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/locales/gsm7"
)

// maxPaste is how many septets the text to paste may fill: with the address before it
// and the question behind it two SMS segments.
const maxPaste = 140

// pasted are the facts that the text to paste tells, most telling first. None is
// personal. What is a value has a text of its own, "notice.paste.<fact>.<value>".
var pasted = []string{"incident", "victim", "learned", "money", "amount", "computers", "spreading", "isolated", "bank_called", "opposed", "personal_data", "complaint"}

// paste returns the text that a reporter pastes in the chat of 17Cyber: what the case
// knows, as far as it fits, and the code under which the centre has it, if it has.
func (v view) paste() string {
	last, text := "", ""
	if v.session.Queued {
		last = v.say("notice.paste.code", map[string]string{"code": v.session.Values["code"]}) + "."
	}
	for _, fact := range pasted {
		part := v.pastedPart(fact)
		if part == "" {
			continue
		}
		if septets, ok := gsm7.Septets(gsm7.Fold(text + part + ". " + last)); !ok || septets > maxPaste {
			break
		}
		text += part + ". "
	}
	if text+last == "" {
		return v.text("notice.paste.nothing")
	}
	return strings.TrimSpace(text + last)
}

func (v view) pastedPart(fact string) string {
	value := v.session.Facts.Get(fact)
	if value == engine.Unset || value == "unknown" {
		return ""
	}
	switch fact {
	case "incident":
		return v.say("notice.paste.incident", map[string]string{"incident": v.text("notice.named." + value)})
	case "learned":
		at, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return ""
		}
		said := v.at(at)
		if !ToldExactly(v.session.Facts, learnedAt) {
			said = v.on(at)
		}
		return v.say("notice.paste.learned", map[string]string{"at": said})
	case "amount":
		return v.say("notice.paste.amount", map[string]string{"amount": v.amount()})
	case "computers":
		return v.say("notice.paste.computers", map[string]string{"n": value})
	}
	if id := "notice.paste." + fact + "." + value; v.desk.Texts.Has(v.lang(), id) {
		return strings.TrimSpace(v.text(id))
	}
	return ""
}
