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

// maxStatement is how many septets of what to say at the police station fit one message
// with where that is and what to bring.
const maxStatement = 70

// stated are the facts that are said there, in the order in which it is asked: those that were
// told, none that was inferred.
var stated = []string{"incident", "learned", "amount", sentAt, "computers", "personal_data", "spreading"}

// paste returns the text that a reporter pastes in the chat of 17Cyber: what the reporter
// told or chose and nothing that was inferred, as far as it fits, and the code under which the centre has it, if it has; where
// somebody may read along, that and no more.
func (v view) paste() string {
	last := ""
	if v.session.Queued {
		last = v.say("notice.paste.code", map[string]string{"code": v.session.Values["code"]}) + "."
	}
	facts := pasted
	if v.state.watched(v.session) {
		facts = nil
	}
	part := func(fact string) string {
		if fact == engine.TheIncident && v.session.By[fact] == engine.ByDialog {
			return strings.TrimSuffix(v.text("notice.paste.nothing"), ".") // the reporter says there what it is
		}
		return v.toldPart(fact)
	}
	if text := v.tells(facts, maxPaste, last, part); text != "" {
		return text
	}
	return v.text("notice.paste.nothing")
}

// statement is the short text of a complaint: what the case knows that is said there, as
// far as it fits; nothing where somebody may read along.
func (v view) statement() string {
	if v.state.watched(v.session) {
		return ""
	}
	return v.tells(stated, maxStatement, "", func(fact string) string {
		if fact == engine.TheIncident && v.session.By[fact] == engine.ByDialog {
			return v.text("notice.paste.happened")
		}
		return v.toldPart(fact)
	})
}

// toldPart is pastedPart of a fact that no dialog has concluded.
func (v view) toldPart(fact string) string {
	if v.session.By[fact] == engine.ByDialog {
		return ""
	}
	return v.pastedPart(fact)
}

// tells says facts in their order by part, as many as fit so many septets with what stands last.
func (v view) tells(facts []string, most int, last string, part func(fact string) string) string {
	text := ""
	for _, fact := range facts {
		said := part(fact)
		if said == "" {
			continue
		}
		if septets, ok := gsm7.Septets(gsm7.Fold(text + said + ". " + last)); !ok || septets > most {
			break
		}
		text += said + ". "
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
	case sentAt:
		at, told := v.instant(sentAt)
		if !told || !ToldExactly(v.session.Facts, sentAt) {
			return ""
		}
		return v.say("notice.paste.sent_at", map[string]string{"at": v.at(at)})
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
