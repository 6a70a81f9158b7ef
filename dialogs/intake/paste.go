package intake

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/locales/gsm7"
)

// What is carried to 17Cyber and to the police is said in one order, the one in which an
// officer asks: who, what, since when, what is touched, what was done. It holds what the
// reporter told or chose, and nothing that was inferred; what every officer asks and nobody
// told stands as a blank.

// maxSaid is how many septets of it one text message holds, beside the line before it and
// the one that asks for an OK; a page holds maxShown.
const (
	maxSaid  = 240
	maxShown = 900
)

// carried are the parts in their order, the most telling first: what finds no room is left out
// from the end. A part is a fact with a text for its value, "notice.said.<fact>.<value>", or
// one that view.part makes.
var carried = []string{
	"who", "minor_is", "text_only", "what", "learned",
	"payment", "computers", "account", "gave", "vital", "spreading", "personal_data",
	"bank", "opposed", "isolated", "powered", "photo", "messages_kept", "passwords", "complaint_state",
}

// paste is the text that a reporter pastes in the chat of 17Cyber, with what is wanted and
// the code under which the centre has the case, if it has; where somebody may read along,
// that code and no more.
func (v view) paste() string {
	if v.state.watched(v.session) {
		return cmp.Or(v.told([]string{"code"}, "", ""), v.text("notice.said.help"))
	}
	return v.told(carried, " ", v.told([]string{"help", "code"}, " ", ""))
}

// statement is what is said or shown to file a complaint; nothing where somebody may read along.
func (v view) statement() string {
	if v.state.watched(v.session) {
		return ""
	}
	between := "\n"
	if v.session.Channel == "sms" {
		between = " "
	}
	return v.told(append(slices.Clip(carried), "opened"), between, "")
}

// told says parts, one sentence each, as many as find room before what stands last.
func (v view) told(parts []string, between, last string) string {
	most := maxShown
	if v.session.Channel == "sms" {
		most = maxSaid
	}
	sentences := []string{}
	for _, part := range parts {
		sentence := v.part(part)
		if sentence == "" {
			continue
		}
		if !strings.HasSuffix(sentence, ".") { // as a blank does
			sentence += "."
		}
		tried := append(slices.Clip(sentences), sentence)
		if septets, ok := gsm7.Septets(gsm7.Fold(strings.Join(append(tried, last), between))); ok && septets <= most {
			sentences = tried
		}
	}
	return strings.TrimSpace(strings.Join(append(sentences, last), between))
}

// part says one part, "" if nobody told it.
func (v view) part(name string) string {
	switch name {
	case "who":
		if v.stated("victim") == "" && v.placeSaid() == "" && v.stated("minor_is") != "" {
			return "" // that it is a minor says who
		}
		return v.say("notice.said.who", map[string]string{"victim": v.choice("victim"), "place": v.placeSaid()})
	case "what":
		return v.what()
	case "help":
		return v.text("notice.said.help")
	case "code": // under which the centre has the case, if it has
		if !v.session.Queued {
			return ""
		}
		return v.say("notice.said.code", map[string]string{"code": v.session.Values["code"], "at": ""})
	case "learned":
		return v.say("notice.said.learned", v.moment(learnedAt))
	case "opened": // where nobody told when it was found, it is known since when at least
		at := ""
		if v.stated(learnedAt) == "" {
			at = v.dated("time.at_date", v.state.Opened)
		}
		code := ""
		if v.session.Queued {
			code = v.session.Values["code"]
		}
		return v.say("notice.said.code", map[string]string{"code": code, "at": at})
	case "payment":
		return v.gone()
	case "computers":
		if n := v.stated("computers"); n != "" {
			return v.say("notice.said.computers", map[string]string{"n": n})
		}
		return ""
	case "bank":
		return v.bank()
	}
	return v.choice(name)
}

// stated is a fact as the reporter or the centre told it, "" if nobody did or knows.
func (v view) stated(fact string) string {
	value := v.session.Facts.Get(fact)
	if value == engine.Unset || value == "unknown" || v.session.By[fact] == engine.ByDialog {
		return ""
	}
	return value
}

// choice says the value of a fact that has a text.
func (v view) choice(fact string) string {
	id := "notice.said." + fact + "." + v.stated(fact)
	if !v.desk.Texts.Has(v.lang(), id) {
		return ""
	}
	return v.text(id)
}

func (v view) placeSaid() string {
	if p, ok := v.place(); ok && v.stated("place") != "" {
		return p.Name + " (" + p.Department + ")"
	}
	return ""
}

// what is the incident that was chosen, else the reporter's own words, else the incident that
// was read out of them: as what was reported, until its questions were answered.
func (v view) what() string {
	incident := v.session.Facts.Get(engine.TheIncident)
	id := "notice.named." + incident
	values := map[string]string{"incident": "", "words": "", "reported": ""}
	switch words := v.stated(ownWords); {
	case v.stated(engine.TheIncident) != "" && v.desk.Texts.Has(v.lang(), id):
		values["incident"] = v.text(id)
	case words != "":
		values["words"] = words
	case v.answered(incident) && v.desk.Texts.Has(v.lang(), id):
		values["incident"] = v.text(id)
	case Reported(v.session.Facts) && v.desk.Texts.Has(v.lang(), id):
		values["reported"] = v.text(id)
	}
	return v.say("notice.said.what", values)
}

// Reported reports whether the incident that was read out of what somebody reported is one, and
// nothing since has shown that it was misread.
func Reported(facts engine.Facts) bool {
	incident := facts.Get(engine.TheIncident)
	return incident != engine.Unset && incident != "unknown" && incident != "not_incident" && facts.Get("misread") == engine.Unset
}

// answered reports whether the reporter answered a question that only this incident's dialog puts.
func (v view) answered(incident string) bool {
	return incident != engine.Unset && slices.ContainsFunc(v.desk.Set.Facts, func(f engine.Fact) bool { return f.Dialog == incident && v.stated(f.Name) != "" })
}

// moment says an instant with its day and its hour as far as they were told.
func (v view) moment(fact string) map[string]string {
	values := map[string]string{"at": "", "day": ""}
	at, told := v.instant(fact)
	if !told || v.stated(fact) == "" {
		return values
	}
	if ToldExactly(v.session.Facts, fact) {
		values["at"] = v.dated("time.at_date", at)
	} else {
		values["day"] = v.within(fact, at)
	}
	return values
}

// dated says an instant by its date, because what is carried elsewhere may be read days later.
func (v view) dated(form string, at time.Time) string {
	text, err := v.desk.Texts.Instant(v.lang(), form, at.In(v.state.zone(*v.session)))
	if err != nil {
		return ""
	}
	return text
}

// gone says the money that left, with blanks for what nobody told.
func (v view) gone() string {
	if v.stated("money") != "gone" && v.stated("paid") != "yes" && v.stated("amount") == "" && v.stated(sentAt) == "" {
		return ""
	}
	if NothingLeft(v.session.Facts) {
		if v.stated("amount") == "" {
			return ""
		}
		return v.say("notice.said.attempt", map[string]string{"amount": v.amount()})
	}
	values := v.moment(sentAt)
	values["amount"] = v.amount()
	return v.say("notice.said.payment", values)
}

// bank says that the bank or the public accountant was reached, with the reference given there.
func (v view) bank() string {
	for _, fact := range []string{"bank_called", "bank_told", "accountant_told"} {
		if v.stated(fact) == "yes" {
			public := ""
			if victim := v.stated("victim"); victim == "commune" || victim == "other_public" {
				public = "yes"
			}
			return v.say("notice.said.bank", map[string]string{"public": public, "reference": bankNumber(v.stated(BankReferenceFact))})
		}
	}
	return ""
}

// bankNumber is the number in what the bank gave: the name of whoever answered there goes nowhere else.
func bankNumber(given string) string {
	for _, field := range strings.Fields(given) {
		if strings.ContainsAny(field, figures) && numbered.MatchString(field) {
			return field
		}
	}
	return ""
}
