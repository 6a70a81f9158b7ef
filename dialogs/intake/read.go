package intake

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/places"
	"relais/dialogs/places/spelling"
	"relais/dialogs/understand"
	"relais/dialogs/understand/letters"
)

// read reads a message in the light of the open question.
func (d *Desk) read(now time.Time, s State, in Inbound) engine.Reading {
	reader := *d.Reader
	reader.Places = func(text string, expected bool) (string, []string) { return find(text, expected, s) }
	question := d.question(now, s)
	if question != nil && question.Kind == engine.AskPlace {
		question.Choices = listed(s.Session.Among)
	}
	reading := reader.Read(in.Text, question, s.Session.Lang)
	if reading.Command == "" && d.besideCode(in.Text, s.Session.Lang) {
		reading.Command, reading.Incident = humanWord, "" // the code tells of no incident
	}
	tellCode(&reading, question, in.Text, s.Session.Values["code"])
	if reading.Command == testWord && !s.watched(&s.Session) {
		reading.Command = "" // where nobody reads along it is a word like others
	}
	reading.Secret = reading.Secret || in.Masked
	reading.Account = reading.Secret && understand.OnlyAccounts(in.Text)
	reading.Photo, reading.Enter = len(in.Media) > 0, in.Enter
	tellPlace(&reading, in.Text)
	d.instead(&reading, question, s, in.Text)
	d.tellPayment(&reading, question, now, s, in.Text)
	d.tellMoment(&reading, question, now, s, in.Text)
	d.tellLoss(&reading, question, s, in.Text)
	d.tellPicked(&reading, question)
	tellWatcher(&reading, question, s)
	d.tellCorrection(&reading, s)
	d.tellDiscovery(&reading, question, now, s, in.Text)
	d.tellReference(&reading, question, s, in.Text)
	untellReached(&reading, question)
	d.tellBankReference(&reading, question, s, in.Text)
	d.tellAppointment(&reading, question, s.Session.Lang, in.Text)
	d.tellOwnWords(&reading, s, in.Text)
	// A language nobody can tell stays open: the default is spoken until words tell.
	if !d.Texts.Offers(reading.Language) {
		reading.Language = ""
	}
	if reading.Language == "" && s.Session.Lang == "" && d.Texts.Offers(in.Lang) {
		reading.Language = in.Lang
	}
	if s.Session.Started && strings.TrimSpace(in.Text) == "?" && question == nil && !s.Session.Unput {
		reading.Command = "help"
	}
	if id, whole := d.labelled(question, in.Text, now, s); id != "" && (whole || reading.Answer.Meaning != engine.No || !d.bareNo(question)) {
		if whole { // nobody who copies "Il ne répond plus" from the list speaks of a person
			reading.Danger, reading.Distress, reading.Minor = false, false, false
			reading.Incident, reading.Second, reading.Confidence = "", "", 0 // the choice says what it is
		}
		reading.Command, reading.Asked = "", ""
		reading.Answer = engine.Reply{Meaning: engine.Value, Value: id}
	}
	if reading.Photo && strings.TrimSpace(in.Text) == "" {
		reading.Answer = engine.Reply{} // a picture alone answers nothing
	}
	return reading
}

// caseCode is the code of a case as it is said: K7M-2QX.
var caseCode = regexp.MustCompile(`(?i)\b[A-HJKMNP-RT-Z2346-9]{3}-[A-HJKMNP-RT-Z2346-9]{3}\b`)

// humanWord is the command that asks for a person.
const humanWord = "human"

// testWord is the command by which who is read along hides the conversation.
const testWord = "test"

// besideCode says that a text names the code of some case and begins or ends with the word
// for a person, as who writes from another device is asked to. Which case it is, and whether
// there is one, is for that person to see.
func (d *Desk) besideCode(text, lang string) bool {
	rest := caseCode.ReplaceAllString(text, " ")
	words := strings.Fields(rest)
	if rest == text || len(words) == 0 {
		return false
	}
	return slices.ContainsFunc([]string{words[0], words[len(words)-1]}, func(word string) bool {
		return d.Reader.Read(word, nil, lang).Command == humanWord
	})
}

// onlyCode is a message that is the code of some case and nothing else, but for a word before
// it: K7M-2QX, référence K7M 2QX.
var onlyCode = regexp.MustCompile(`(?i)^\s*(?:\pL{1,12}[\s:]+){0,2}([A-HJKMNP-RT-Z2346-9]{3})[\s-]?([A-HJKMNP-RT-Z2346-9]{3})[\s.?!]*$`)

// The command that a code alone is, the one it is where it names the case that is open, and
// the fact that keeps it.
const (
	codeWord  = "case_code"
	stateWord = "file"
	namedCode = "case_code"
)

// tellCode reads the code of a case, alone or beside the word for a person. It opens nothing,
// whether there is such a case or not, and who reads it is told how to go on; the analysts
// see it on the card.
func tellCode(reading *engine.Reading, question *engine.Question, text, own string) {
	if question != nil && question.Kind != engine.AskChoice {
		return // it may be what was asked for
	}
	named := ""
	if m := onlyCode.FindStringSubmatch(text); m != nil && (strings.ContainsAny(m[1]+m[2], "2346789") || strings.Contains(text, "-")) {
		named = plainCode(m[1] + m[2])
	} else if reading.Command == humanWord {
		named = plainCode(caseCode.FindString(text))
	}
	switch {
	case named == "":
		return
	case named != plainCode(own):
		reading.Told = append(reading.Told, engine.Told{Fact: namedCode, Value: named[:3] + "-" + named[3:]})
		if reading.Command == "" {
			reading.Command = codeWord
		}
	case reading.Command == "":
		reading.Command = stateWord
	}
	reading.Incident, reading.Second, reading.Confidence = "", "", 0
	if reading.Command != humanWord {
		reading.Answer, reading.Asked = engine.Reply{}, ""
	}
}

// listed are the communes that were listed, as choices: "la deuxième", "oui" to a
// single one.
func listed(among []string) []engine.Choice {
	var choices []engine.Choice
	for i, insee := range among[:min(len(among), maxListed)] {
		choices = append(choices, engine.Choice{Key: i + 1, ID: insee})
	}
	return choices
}

// labelled returns the choice whose label the text is, letter by letter but for capitals and
// accents, or a part of whose label it is and of no other ("fermé" of "Non, ou fermé"); "" if there
// is none: what is shown is always understood.
func (d *Desk) labelled(q *engine.Question, text string, now time.Time, s State) (id string, whole bool) {
	if q == nil || len(text) > maxLabel {
		return "", false
	}
	typed, _ := letters.Fold(strings.TrimSpace(text), maxLabel)
	var of []string // the choices of whose label it is a part
	for _, c := range q.Choices {
		label := d.label(q, c, now, s)
		if label == "" {
			continue
		}
		if label == typed {
			return c.ID, true
		}
		if parts := between.Split(label, -1); len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool { return sameWords(part, typed) }) {
			of = append(of, c.ID)
		}
	}
	if len(of) != 1 {
		return "", false
	}
	return of[0], false
}

// bareNo reports whether a plain no, which may be a part of one label, stands for more than that
// choice.
func (d *Desk) bareNo(q *engine.Question) bool {
	dialog, _ := d.Set.Dialog(q.Dialog)
	step, ok := dialog.Step(q.Step)
	return ok && step.BareNo != ""
}

// label is what a choice is called, folded.
func (d *Desk) label(q *engine.Question, c engine.Choice, now time.Time, s State) string {
	id := q.Dialog + "." + q.Step + ".choice." + c.ID
	label, err := d.Texts.Text(q.Lang, id, nil)
	if err != nil { // a label with a value in it
		label, err = d.Texts.Text(q.Lang, id, d.values(now, s, &s.Session))
	}
	if err != nil {
		return ""
	}
	folded, _ := letters.Fold(label, maxLabel)
	return folded
}

// between ties the parts of a label: "Non, ou fermé", "Carte ou code", "Card or code".
var between = regexp.MustCompile(`\s*,\s*(?:(?:ou|or)\s+)?|\s+(?:ou|or)\s+`)

// sameWords reports whether a part of a label is what was typed, but for an ending: "fermée".
func sameWords(part, typed string) bool {
	a, b := strings.Fields(part), strings.Fields(typed)
	return len(a) > 0 && slices.EqualFunc(a, b, func(x, y string) bool { return x == y || len(x) > 3 && letters.Stem(x) == letters.Stem(y) })
}

// maxLabel is more letters than any label has.
const maxLabel = 100

// tellPlace adds to a reading the commune that a text names unasked as the reporter's
// own ("mairie de Figeac"), or those that share its name. A town that is merely
// mentioned may be the provider's.
func tellPlace(reading *engine.Reading, text string) {
	m := places.Find(text, false)
	if m.Status == places.None {
		return
	}
	before, _, _ := strings.Cut(text, m.Cue)
	before = strings.ToLower(before[max(0, len(before)-ownCue):])
	if !slices.ContainsFunc([]string{"mair", "commune", "village"}, func(word string) bool { return strings.Contains(before, word) }) {
		return
	}
	switch {
	case m.Status == places.Found:
		reading.Told = append(reading.Told, engine.Told{Fact: placeFact, Value: m.Places[0].INSEE})
	case len(m.Places) > 1 && len(m.Places) <= maxListed:
		for _, p := range m.Places {
			reading.Namesakes = append(reading.Namesakes, p.INSEE)
		}
	}
}

// tellPayment adds to a reading that tells of money gone how much and when, so that
// both stand in what is read aloud to the bank and are not asked.
func (d *Desk) tellPayment(reading *engine.Reading, question *engine.Question, now time.Time, s State, text string) {
	if question != nil && question.Kind != engine.AskChoice {
		d.tellExact(reading, question, now, s, text)
		if !reading.Corrects || question.Kind != engine.AskText && reading.Answer.Meaning == engine.Value {
			return // the figures are the answer
		}
	}
	known, toldBefore := moment(s.Session.Facts, sentAt)
	gone := reading.MoneyGone() || reading.Corrects && toldBefore || d.saysGone(question, reading)
	about := cmp.Or(s.Session.Facts["incident"], reading.Incident)
	cardGiven := slices.Contains(reading.Told, engine.Told{Fact: "gave", Value: "card"})
	if !gone && !cardGiven && !slices.Contains(paying, about) {
		return
	}
	p := d.Reader.Payment(text, cmp.Or(reading.Language, s.Session.Lang), now, s.zone(s.Session))
	if p.Mandate != "" {
		reading.Told = append(reading.Told, engine.Told{Fact: mandate, Value: p.Mandate})
	}
	if !gone && !p.Timed && !slices.Contains(paying, about) {
		return // the price of a lure is no debit: "carte donnée pour 2 euros de port"
	}
	if p.Cents > 0 {
		reading.Told = append(reading.Told, engine.Told{Fact: "amount", Value: engine.Sum(p.Cents)})
		if question != nil && (reading.Answer.Meaning == engine.Unclear || reading.Answer.Meaning == engine.Invalid) {
			// "Oui, 640 euros": the figures are no key of the list.
			reading.Answer = d.Reader.Read(strings.Map(withoutFigures, text), question, s.Session.Lang).Answer
		}
	}
	if p.Clock && reading.Corrects && toldBefore { // the hour alone: the day stays
		zone := s.zone(s.Session)
		day, at := known.In(zone), p.At.In(zone)
		p.At = time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, zone)
		if p.At.After(now) {
			p.At = time.Time{}
		}
	}
	told := func(at, exact string) { // "maintenant il y a 2900 euros de partis" tells no hour
		if at == sentAt && toldBefore && !reading.Corrects && s.Session.Facts.Get(sentWithin) == "yes" && !known.Equal(p.At) {
			return // only a correction, or the answer to its question, changes an hour that was told
		}
		reading.Told = append(reading.Told, engine.Told{Fact: at, Value: p.At.UTC().Format(time.RFC3339)})
		switch {
		case !toldBefore && p.Within != "no", toldBefore && reading.Corrects, p.Exact && known.Equal(p.At):
			reading.Told = append(reading.Told, engine.Told{Fact: exact, Value: p.Within})
		}
	}
	moved, earlier := moment(s.Session.Facts, movedAt)
	switch timed := !p.At.IsZero() && !p.At.Equal(now); {
	case timed && (gone || (p.Card || p.Timed) && about == cardFraud):
		told(sentAt, sentWithin)
	case timed && p.OfIt && p.Within != "span": // "la semaine dernière" is asked for once more
		told(movedAt, movedWithin)
	case gone && earlier && !toldBefore && p.At.IsZero() && p.Within == "":
		p.At, p.Within = moved, s.Session.Facts.Get(movedWithin)
		if p.Within == engine.Unset {
			p.Within = "no"
		}
		told(sentAt, sentWithin)
	}
}

// tellMoment reads a message that is nothing but a day or an hour, where neither is asked for: when the
// money left, which answers whether it did, else since when the attack is known. It is no answer to an
// act and no miss.
func (d *Desk) tellMoment(reading *engine.Reading, question *engine.Question, now time.Time, s State, text string) {
	waits := question == nil && s.Session.Started && s.Session.Unput // "répondez OK pour la suite"
	if reading.Corrects || !waits && (question == nil || question.Kind != engine.AskChoice || !question.Act && !question.Sure && d.asks(question) != goOnFact) {
		return
	}
	p := d.Reader.Moment(text, cmp.Or(reading.Language, s.Session.Lang), now, s.zone(s.Session))
	if p.At.IsZero() || p.Within == "span" {
		return
	}
	facts := s.Session.Facts
	at, gone := learnedAt, facts.Get(moneyFact) == "gone"
	if !waits {
		reading.Answer = engine.Reply{Meaning: engine.Greeting}
	}
	switch d.asks(question) {
	case moneyFact:
		reading.Answer, gone = engine.Reply{Meaning: engine.Value, Value: "gone"}, true
	case goOnFact:
		reading.Answer = engine.Reply{Meaning: engine.Yes}
	default:
		if !gone && !waits {
			return // when the act was done, perhaps
		}
	}
	if gone || slices.Contains(paying, facts.Get("incident")) {
		at = sentAt
	}
	if _, told := moment(facts, at); told || at == sentAt && !gone {
		return
	}
	reading.Told = slices.DeleteFunc(reading.Told, func(t engine.Told) bool {
		return t.Fact == at || t.Fact == withinOf[at] || t.Fact == movedAt || t.Fact == movedWithin
	})
	reading.Told = append(reading.Told, engine.Told{Fact: at, Value: p.At.UTC().Format(time.RFC3339)}, engine.Told{Fact: withinOf[at], Value: p.Within})
}

// goOnFact is written by the question whether to go on.
const goOnFact = "go_on"

// saysGone reports whether a reading answers the question whether money left, and that it did.
func (d *Desk) saysGone(question *engine.Question, reading *engine.Reading) bool {
	if question == nil {
		return false
	}
	dialog, _ := d.Set.Dialog(question.Dialog)
	step, ok := dialog.Step(question.Step)
	if !ok || step.Fact != moneyFact {
		return false
	}
	value := reading.Answer.Value
	if reading.Answer.Meaning == engine.Yes {
		value = "yes"
	}
	return slices.ContainsFunc(step.Choices, func(c engine.Choice) bool { return c.ID == "gone" && (c.ID == value || c.As == value && value != "") })
}

// tellLoss keeps a message that tells of money gone from answering what is not asked about it: the
// "non" of "virement non autorisé" and the "inconnu" of its account are none of who writes, and what a
// customer did is no act of theirs. A word of its own in front answers ("non, et 3000 euros virés").
func (d *Desk) tellLoss(reading *engine.Reading, question *engine.Question, s State, text string) {
	if question == nil || question.Kind != engine.AskChoice || !slices.ContainsFunc(reading.Told, func(t engine.Told) bool { return t.Fact == lostFact || t.Fact == payerFact }) {
		return
	}
	if reading.Answer.Meaning == engine.DidOpposite { // told again, it is nothing that they did wrong
		reading.Answer = engine.Reply{Meaning: engine.Greeting}
	}
	switch value := cmp.Or(reading.Answer.Value, engine.StandsFor(question.Choices, reading.Answer.Meaning)); {
	case value != "" && value != "yes" && value != "no" && value != "unknown", d.asks(question) == moneyFact, slices.Contains(reached, d.asks(question)):
		return
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) > 0 {
		spoken := understand.New(cmp.Or(reading.Language, s.Session.Lang)) // "we" is no "oui"
		asked := &engine.Question{Kind: engine.AskChoice, Choices: saidAlone, Act: true, Lang: s.Session.Lang}
		first := spoken.Read(words[0], asked, s.Session.Lang).Answer
		switch cmp.Or(first.Value, engine.StandsFor(saidAlone, first.Meaning)) {
		case "yes":
			reading.Answer = engine.Reply{Meaning: engine.Yes}
			return
		case "no":
			reading.Answer = engine.Reply{Meaning: engine.No}
			return
		}
	}
	reading.Answer = engine.Reply{}
}

// saidAlone are a yes and a no that no number stands for: the "une" of "une cliente" is no key.
var saidAlone = []engine.Choice{{Key: 7, ID: "yes"}, {Key: 8, ID: "no"}}

// tellPicked tells what was picked beside the answer, where a fact is there for it ("seen_too"): the
// choice that stands first in the list answers, in whatever order they were typed.
func (d *Desk) tellPicked(reading *engine.Reading, question *engine.Question) {
	if len(reading.Answer.Also) == 0 {
		return
	}
	too := d.asks(question) + "_too"
	if _, ok := d.Set.Fact(too); !ok {
		return
	}
	picked := append([]string{reading.Answer.Value}, reading.Answer.Also...)
	at := func(id string) int {
		return slices.IndexFunc(question.Choices, func(c engine.Choice) bool { return c.ID == id })
	}
	slices.SortFunc(picked, func(a, b string) int { return cmp.Compare(at(a), at(b)) })
	reading.Answer.Value, reading.Answer.Also = picked[0], picked[1:]
	reading.Told = append(reading.Told, engine.Told{Fact: too, Value: picked[1]})
}

// Money of who writes that has left, as it was told and as it stands; who paid where it was theirs.
const (
	lostFact  = "lost"
	moneyFact = "money"
	payerFact = "payer"
)

// tellCorrection makes a reading that corrects what the case holds be no answer besides: a "non"
// before it denies what was told, its figures are no key, and "je me suis trompé" is no RETOUR.
func (d *Desk) tellCorrection(reading *engine.Reading, s State) {
	if !reading.Corrects || !slices.ContainsFunc(reading.Told, func(t engine.Told) bool {
		f, ok := d.Set.Fact(t.Fact)
		return ok && f.Replaced(s.Session.Facts.Get(t.Fact), t.Value)
	}) {
		reading.Corrects = false
		return
	}
	reading.Answer, reading.Asked, reading.Incident = engine.Reply{}, "", ""
	if reading.Command == "back" || reading.Command == "repeat" {
		reading.Command = ""
	}
}

// moment returns the instant that a fact of time holds.
func moment(facts engine.Facts, name string) (time.Time, bool) {
	value := facts.Get(name)
	if value == engine.Unset { // as most are: no need to parse it to find out
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339, value)
	return at, err == nil
}

// tellDiscovery adds to the reading of a first message since when the attack is known, so that
// the deadlines run from there and it is not asked. Where money left, a moment is that of the
// payment unless what was found stands beside it.
func (d *Desk) tellDiscovery(reading *engine.Reading, question *engine.Question, now time.Time, s State, text string) {
	if question != nil {
		return
	}
	found := d.Reader.Discovery(text, cmp.Or(reading.Language, s.Session.Lang), now, s.zone(s.Session))
	ofMoney := slices.ContainsFunc(reading.Told, func(t engine.Told) bool { return t.Fact == sentAt }) || slices.Contains(paying, reading.Incident)
	if found.At.IsZero() || ofMoney && !found.Found {
		return
	}
	reading.Told = append(reading.Told, engine.Told{Fact: learnedAt, Value: found.At.UTC().Format(time.RFC3339)}, engine.Told{Fact: learnedWithin, Value: found.Within})
}

// mandate is the fact that holds the number by which a public accountant knows a payment.
const mandate = "mandate"

// The facts that say when money left and when the attack was found, and how closely that was told.
const (
	sentAt        = "sent_at"
	sentWithin    = "sent_within"
	movedAt       = "moved_at" // of a transfer of which nobody has said yet that it left
	movedWithin   = "moved_within"
	learnedAt     = "learned"
	learnedWithin = "learned_within"
)

// withinOf names the fact that says how closely a moment was told.
var withinOf = map[string]string{sentAt: sentWithin, learnedAt: learnedWithin}

// ToldExactly reports whether a moment among the facts, "learned" or "sent_at", was told to
// the minute. Else its hour is the earliest that the day told can mean, and nobody said it.
func ToldExactly(facts engine.Facts, moment string) bool { return facts.Get(withinOf[moment]) == "yes" }

// ToldWithin says how a moment that was not told to the minute is said: the value of its
// fact that <form>.<value> is a text for, "day" where no more than a day was told.
func ToldWithin(facts engine.Facts, moment string) string {
	switch value := facts.Get(withinOf[moment]); value {
	case engine.Unset, "yes", "no":
		return "day"
	default:
		return value
	}
}

// tellExact adds to a reading that answers when something was whether that was told to the
// minute: "10h12", not "ce matin".
func (d *Desk) tellExact(reading *engine.Reading, question *engine.Question, now time.Time, s State, text string) {
	dialog, _ := d.Set.Dialog(question.Dialog)
	step, _ := dialog.Step(question.Step)
	told, ok := withinOf[step.Fact]
	if !ok || reading.Answer.Meaning != engine.Value {
		return
	}
	p := d.Reader.Payment(text, cmp.Or(reading.Language, s.Session.Lang), now, s.zone(s.Session))
	value := "no"
	switch {
	case p.Exact && p.At.UTC().Format(time.RFC3339) == reading.Answer.Value, !p.Exact && p.Within != "":
		value = p.Within
	}
	reading.Told = append(reading.Told, engine.Told{Fact: told, Value: value})
}

func withoutFigures(r rune) rune {
	if r >= '0' && r <= '9' {
		return -1
	}
	return r
}

// paying are the incidents in which a sum told is one that left or is about to.
var paying = []string{"transfer_fraud", cardFraud, "bank_adviser_scam"}

// cardFraud is the incident in which the hour of a debit is that at which money left, though nobody
// here has paid.
const cardFraud = "card_fraud"

// instead reads in a message that answers nothing what is asked elsewhere: the commune, by
// its name alone or with its department ("Albi 81"), or for whom the reporter writes
// ("association"). Who was asked for it earlier, or expects to be, says it late or early.
func (d *Desk) instead(reading *engine.Reading, question *engine.Question, s State, text string) {
	if question == nil || question.Kind == engine.AskPlace || !nothingRead(reading) {
		return
	}
	if m := places.Find(text, true); m.Status == places.Found && (strings.ContainsAny(text, "0123456789") || len(text) >= shortName && spelling.Fold(text) == spelling.Fold(m.Places[0].Name)) {
		reading.Told = append(reading.Told, engine.Told{Fact: placeFact, Value: m.Places[0].INSEE})
		return
	}
	who, _ := d.Set.Dialog("who")
	step, ok := who.Step(who.Start)
	if !ok || question.Dialog == who.ID || len(strings.Fields(text)) > insteadWords {
		return
	}
	asked := &engine.Question{Dialog: who.ID, Step: step.ID, Kind: step.Ask, Choices: step.Choices, Lang: s.Session.Lang, Now: question.Now, Zone: question.Zone}
	if answer := d.Reader.Read(text, asked, s.Session.Lang).Answer; answer.Meaning == engine.Value {
		reading.Told = append(reading.Told, engine.Told{Fact: step.Fact, Value: answer.Value})
	}
}

// shortName is how many bytes a commune's name has at least that is believed unasked: "Die" may be anything.
const shortName = 4

// insteadWords is how many words a message has at most that says nothing but for whom the
// reporter writes.
const insteadWords = 4

// nothingRead reports whether a reading found nothing at all in a message.
func nothingRead(r *engine.Reading) bool {
	return !r.Danger && !r.Distress && !r.Minor && !r.Secret && r.Command == "" && r.Asked == "" && len(r.Told) == 0 &&
		(r.Answer.Meaning == engine.None || r.Answer.Meaning == engine.Unclear)
}

// placeFact is the reporter's commune.
const placeFact = "place"

// ownCue is how far before a name, in bytes, a word makes it the reporter's own.
const ownCue = 24

// question describes the open question, or nil when none was put.
func (d *Desk) question(now time.Time, s State) *engine.Question {
	session := s.Session
	dialog, ok := d.Set.Dialog(session.Here.Dialog)
	if !ok || session.Unput {
		return nil
	}
	step, ok := dialog.Step(session.Here.Step)
	if !ok || step.Ask == "" {
		return nil
	}
	return &engine.Question{
		Dialog: dialog.ID, Step: step.ID, Kind: step.Ask, Choices: step.Choices,
		Lang: session.Lang, Now: now, Zone: s.zone(session), Same: s.From,
		Act: dialog.Checks(step.ID), Consent: step.Consent, Sure: step.Sure, Unnamed: session.Unnamed(),
	}
}

// Zone is the reporter's time zone: that of the commune once it is known, else of
// the region whose number was texted.
func (s State) Zone() *time.Location { return s.zone(s.Session) }

func (s State) zone(session engine.Session) *time.Location {
	name := places.TimeZone(session.Facts.Get("place"))
	if name == "" {
		centre, _ := directory.Serving("", s.Region)
		name = centre.Hours.Zone
	}
	if location, ok := locations.Load(name); ok {
		return location.(*time.Location)
	}
	location, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return national
	}
	locations.Store(name, location)
	return location
}

// locations remembers the zones loaded: there are a dozen, and loading one costs
// more than a turn.
var locations sync.Map

// national is the zone of most of the country, for want of anything better known.
var national = mustLoad("Europe/Paris")

func mustLoad(name string) *time.Location {
	location, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zones are compiled into the program
	}
	return location
}

// find finds a commune. After homonyms were listed, a figure of the list or a
// department picks one; anything else is read afresh. Homonyms of the region whose
// number was texted come first.
func find(text string, expected bool, s State) (string, []string) {
	if among := s.Session.Among; len(among) > 0 && expected {
		if insee, ok := pick(text, among); ok {
			return string(places.Found), []string{insee}
		}
	}
	m := places.Find(text, expected)
	slices.SortStableFunc(m.Places, func(a, b places.Place) int {
		return cmp.Compare(rank(a, s.Region), rank(b, s.Region))
	})
	codes := make([]string, len(m.Places))
	for i, p := range m.Places {
		codes[i] = p.INSEE
	}
	return string(m.Status), codes
}

func rank(p places.Place, region string) int {
	if p.Region == region {
		return 0
	}
	return 1
}

// pick reads "2", "46" or "le lot" as one of the communes that were listed.
func pick(text string, among []string) (string, bool) {
	text = strings.TrimSpace(text)
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= min(len(among), maxListed) {
		return among[n-1], true
	}
	hit := ""
	for _, insee := range among {
		p, ok := places.Lookup(insee)
		if !ok {
			continue
		}
		m := places.Find(p.Name+" "+text, true)
		if m.Status != places.Found || m.Places[0].INSEE != insee {
			continue
		}
		if hit != "" {
			return "", false
		}
		hit = insee
	}
	return hit, hit != ""
}

// maxListed is how many homonyms are listed; more would not fit a message.
const maxListed = 6

// Listed numbers the communes, with their departments.
func Listed(among []string) string {
	var b strings.Builder
	for i, insee := range among {
		if i == maxListed {
			break
		}
		p, ok := places.Lookup(insee)
		if !ok {
			continue
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strconv.Itoa(i+1) + " " + p.Name + " (" + p.Department + ")")
	}
	return b.String()
}
