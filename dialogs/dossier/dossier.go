// Package dossier says what a case is for whoever needs it the next day: an
// investigator, an insurer, the data authority, the victim. It is pure; infra/dossier
// prints what it makes.
//
// Nothing is invented: what the case does not hold is a blank to fill in. Each edition
// holds what its readers need and nothing else; editions.go is the table of that.
package dossier

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/locales"
)

// Case is what a dossier is made from.
type Case struct {
	ID, Code string
	Channel  string // by which the case began
	Lang     string // of the conversation
	Opened   time.Time
	Made     time.Time      // the instant of the dossier
	Zone     *time.Location // of the reporter
	Facts    engine.Facts
	By       map[string]engine.Source // of the facts that the reporter did not tell: who set them
	Told     map[string]time.Time     // of a fact: when its value was told first, or set
	Since    time.Time                // the newest dossier before this one was handed over; zero: there was none
	Commune  string                   // name and department, empty: not known
	Said     []Said
	Files    []File
	Clocks   []intake.Running
	Delay    string // text that DELAIS says to a person at home
	Doors    []Door
	Bring    []string // what to take along for a complaint: texts doors.bring.<id>
	Print    string   // fingerprint of the newest turn the case held before this dossier
}

// Said is one message between the reporter and us.
type Said struct {
	N    int
	At   time.Time
	By   Speaker
	Text string
	// Quoted is the text as who signs may quote it (intake.Desk.Quotable), "" if it is not.
	Quoted string
	Long   int // bytes of a text of which Text is only the beginning
	// Private: it tells of a life in danger or of despair, and stands in the victim's own edition
	// alone.
	Private bool
	// Withheld: the log of the dossier, which is passed on whole, does not show it: it is private,
	// or holds a secret, which is veiled in Text.
	Withheld bool
}

// Speaker says whose words a message holds.
type Speaker string

// The speakers.
const (
	Victim  Speaker = "victim"
	Robot   Speaker = "robot"
	Analyst Speaker = "analyst"
)

// File is one file that was received, or one that came too late to be in the dossier.
type File struct {
	intake.Kept
	N  int // turn that took it
	At time.Time
}

// Door is somebody to turn to, as it may be shown.
type Door struct{ Name, Phone, URL, Hours, Why string }

// Document is one edition, ready to be printed.
type Document struct {
	Edition  Edition
	File     string // name of the file it becomes
	Lang     string
	Title    string
	Lead     string
	Sections []Section
	Foot     string // of each page; the number of the page comes after it
	Foreign  string // stands for letters that cannot be printed
}

// Section is a part of a document under a heading.
type Section struct {
	Title string
	Items []Item
}

// Item is one line of a section.
type Item struct {
	ID    string // of the field, see editions.go
	Label string // empty in a list
	Value string
	Form  Form
	Mono  string    // a digest that belongs to it, 64 hexadecimal digits
	Lines int       // to write on, of a Blank
	at    time.Time // of a Quote
}

// Form says how an item looks.
type Form string

// The forms.
const (
	Field Form = "field" // label and value
	Blank Form = "blank" // label and room to write
	Quote Form = "quote" // somebody's own words, Label says when
	Point Form = "point" // one of a list
	Box   Form = "box"   // one of a list, to be ticked
	Note  Form = "note"  // a sentence in small print
)

// Write makes one edition of a case, with all the room it can use. Its only error is a text
// that is missing.
func Write(texts *locales.Catalog, c Case, e Edition) (Document, error) {
	return write(texts, c, e, rooms[0])
}

// Printer prints a document made at an instant and tells on how many pages.
type Printer func(d Document, made time.Time) (data []byte, pages int, err error)

// Print makes one edition of a case and prints it: of what may be long, as much as its
// readers' pages hold. What is left out is counted on the page, which says where it is. A
// page more than they want is better than nothing.
func Print(texts *locales.Catalog, c Case, e Edition, print Printer) (d Document, data []byte, err error) {
	most := plans[e].pages
	fits := func(room room) bool {
		if err != nil {
			return true
		}
		pages := 0
		if d, err = write(texts, c, e, room); err == nil {
			data, pages, err = print(d, c.Made)
		}
		return most == 0 || pages <= most
	}
	if fits(rooms[0]) {
		return d, data, err
	}
	less := rooms[1:]
	fits(less[min(sort.Search(len(less), func(i int) bool { return fits(less[i]) }), len(less)-1)])
	return d, data, err
}

func write(texts *locales.Catalog, c Case, e Edition, room room) (Document, error) {
	w := writer{texts: texts, c: c, lang: "fr", edition: e, room: room}
	plan := plans[e]
	if plan.own && texts.Offers(c.Lang) {
		w.lang = c.Lang
	}
	d := Document{Edition: e, File: plan.file, Lang: w.lang, Title: w.text(string(e)+".title", nil), Lead: w.text(string(e)+".lead", nil)}
	d.Foreign = w.text("foreign", nil)
	d.Foot = w.text("foot", map[string]string{"code": c.Code, "title": d.Title, "made": w.at(c.Made)})
	for _, s := range plan.sections {
		section := Section{Title: w.text(string(e)+"."+s.id, nil)}
		for _, field := range s.fields {
			section.Items = append(section.Items, w.field(field)...)
		}
		if len(section.Items) > 0 {
			d.Sections = append(d.Sections, section)
		}
	}
	return d, w.err
}

type writer struct {
	texts   *locales.Catalog
	c       Case
	lang    string
	edition Edition
	room    room
	err     error // the first
}

func (w *writer) text(id string, values map[string]string) string {
	return w.say("dossier."+id, values)
}

func (w *writer) say(id string, values map[string]string) string {
	text, err := w.texts.Text(w.lang, id, values)
	w.err = cmp.Or(w.err, err)
	return text
}

func (w *writer) at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.instant("instant", t)
}

// instant says an instant in the words of dossier.<id>.
func (w *writer) instant(id string, t time.Time) string {
	text, err := w.texts.Instant(w.lang, "dossier."+id, t.In(w.c.Zone))
	w.err = cmp.Or(w.err, err)
	return text
}

// field makes the items of one field. What the case does not hold becomes a blank, or
// nothing in a list.
func (w *writer) field(name string) []Item {
	if list, ok := lists[name]; ok {
		return w.list(name, list)
	}
	if items, ok := w.special(name); ok {
		return items
	}
	label := w.text("field."+name, nil)
	value := w.value(name)
	if value == "" {
		return []Item{w.blank(name)}
	}
	return []Item{{ID: name, Label: label, Value: capital(Visible(value)), Form: Field}}
}

// blank leaves room for what the case does not hold.
func (w *writer) blank(name string) Item {
	return Item{ID: name, Label: w.text("field."+name, nil), Form: Blank, Lines: max(1, roomy[name]-w.room.tight)}
}

// behind names the facts behind fields that are called otherwise.
var behind = map[string]string{"kind": "victim", "signer": "victim", "commune": "place", "filed": "complaint_state"}

// restated names, for fields that the victim has not told as such, the fact by which she told as much.
var restated = map[string]string{"money": "paid", "incident": "own_words", "kind": "minor_is"}

// value is what the case says of a field, empty if nothing, with who says so where that
// matters. What was inferred is nothing, the kind of incident too, which the victim has chosen
// or the centre has set; the victim's own fact stands in its place.
func (w *writer) value(name string) string {
	value, by := w.held(name), w.c.By[cmp.Or(behind[name], name)]
	switch {
	case value == "" || by == engine.ByDialog:
		told := ""
		if fact := restated[name]; fact != "" {
			told = w.value(fact)
		}
		if told == "" && name == "incident" {
			return w.reported()
		}
		return told
	case by == engine.ByDesk && name != "signer" && name != "filed":
		return w.corrected(value, w.c.Told[cmp.Or(behind[name], name)])
	case by == engine.ByReporter && (name == "amount" || name == "personal_data" && w.c.Facts.Get(name) == "yes"):
		return w.text("said", map[string]string{"text": value})
	}
	return value
}

// reported is the incident that was read out of what somebody reported, in everyday words: what
// it is for the law is the investigator's to say. Nothing is said of what a private message told.
func (w *writer) reported() string {
	id := "notice.named." + w.c.Facts.Get("incident")
	if !intake.Reported(w.c.Facts) || w.aside(w.c.Told["incident"]) || !w.texts.Has(w.lang, id) {
		return ""
	}
	return w.text("reported", map[string]string{"text": w.say(id, nil)})
}

// corrected says that the centre corrected a value, and when.
func (w *writer) corrected(value string, at time.Time) string {
	return w.text("corrected", map[string]string{"text": value, "at": w.hour(at)})
}

// centre is a word where an analyst corrected a fact, for texts that say who told it.
func (w *writer) centre(fact string) string {
	if w.c.By[fact] == engine.ByDesk {
		return "yes"
	}
	return ""
}

// held is what the case holds for a field, whoever said so, empty if nothing.
func (w *writer) held(name string) string {
	f := w.c.Facts
	switch name {
	case "code":
		return w.c.Code
	case "kind":
		if told := w.held("minor_is"); told != "" && f.Get("victim") == "individual" && w.c.By["minor_is"] == engine.ByReporter {
			return told
		}
		if f.Get("victim") != "unknown" && f.Get("victim") != engine.Unset {
			return w.say("card.victim."+f.Get("victim"), nil)
		}
	case "commune":
		return w.c.Commune
	case "signer":
		if w.texts.Has(w.lang, "dossier.signer."+f.Get("victim")) {
			return w.text("signer."+f.Get("victim"), nil)
		}
	case "incident":
		if f.Get("incident") != "unknown" && f.Get("incident") != engine.Unset {
			return w.say("incident."+f.Get("incident"), nil)
		}
	case "own_words":
		if v := f.Get(name); v != engine.Unset && !w.aside(w.c.Told[name]) {
			return w.text("own_words", map[string]string{"text": Visible(v)})
		}
	case "minor_is":
		if w.texts.Has(w.lang, "dossier.minor_is."+f.Get(name)) {
			return w.text("minor_is."+f.Get(name), nil)
		}
	case "learned", "sent_at":
		if t, err := time.Parse(time.RFC3339, f.Get(name)); err == nil {
			if intake.ToldExactly(f, name) {
				return w.at(t)
			}
			return w.instant("within."+intake.ToldWithin(f, name), t)
		}
	case "opened":
		return w.text("by_channel."+w.channel(), map[string]string{"at": w.at(w.c.Opened)})
	case "callback":
		if v := f.Get("callback"); v != "unknown" && v != engine.Unset {
			return v
		}
	case "amount":
		if cents, ok := engine.Cents(f.Get(name)); ok {
			text, err := w.texts.Sum(w.lang, cents)
			switch {
			case err != nil:
				return ""
			case intake.NothingLeft(f): // a sum that was asked for or held back is no harm
				return w.text("attempted", map[string]string{"text": text})
			}
			return text
		}
	case "personal_data":
		if f.Get(name) == "yes" {
			return w.text("touched", nil)
		}
		return w.fact(name)
	case "money", "paid", "vital", "computers", "provider":
		return w.fact(name)
	case intake.ReferenceFact, intake.BankReferenceFact:
		if v := f.Get(name); v != engine.Unset && v != "unknown" {
			return v
		}
	case "complaint_state", "recall":
		return w.fact(name)
	case "appointment":
		if f.Get("complaint_state") == "appointment" {
			return w.appointment()
		}
	case "filed":
		return w.filed()
	case "interpreter": // who writes French may speak for somebody who does not
		if f.Get("text_only") == "deaf" {
			return w.text("sign_language", nil)
		}
		if w.c.Lang != "fr" && w.texts.Has(w.lang, "dossier.language."+w.c.Lang) {
			return w.text("interpreter", map[string]string{"language": w.text("language."+w.c.Lang, nil)})
		}
	case "print":
		return w.c.Print
	}
	return ""
}

// aside reports whether the words of an instant are kept from the readers of this edition.
func (w *writer) aside(at time.Time) bool {
	return w.edition != Own && slices.ContainsFunc(w.c.Said, func(s Said) bool { return s.By == Victim && s.Private && s.At.Equal(at) })
}

// appointment is when and where the complaint is to be filed, in the victim's words.
func (w *writer) appointment() string {
	v := w.c.Facts.Get(intake.AppointmentFact)
	if v == engine.Unset || v == "unknown" {
		return ""
	}
	return cut(Visible(v), ownWords)
}

// filed is how the complaint went, as far as the victim has said.
func (w *writer) filed() string {
	id := "filed." + w.c.Facts.Get("complaint_state")
	if !w.texts.Has(w.lang, "dossier."+id) {
		return ""
	}
	return w.text(id, map[string]string{
		"at": w.at(w.c.Told["complaint_state"]), "appointment": w.appointment(), "centre": w.centre("complaint_state"),
	})
}

func (w *writer) channel() string {
	if slices.Contains([]string{"sms", "voice", "web", "slack"}, w.c.Channel) {
		return w.c.Channel
	}
	return "web"
}

// cardLists are the lists of the card in which a value of a fact may stand.
var cardLists = []string{"alert", "done", "todo", "known", "unsure"}

// fact says what is known of a fact in the words of the card, empty if it is unset or
// nobody knows.
func (w *writer) fact(name string) string {
	value := w.c.Facts.Get(name)
	if value == engine.Unset || value == "unknown" {
		return ""
	}
	if _, err := strconv.Atoi(value); err == nil && w.texts.Has(w.lang, "card.known."+name+".count") {
		return w.say("card.known."+name+".count", map[string]string{"n": value})
	}
	for _, list := range cardLists {
		if id := "card." + list + "." + name + "." + value; w.texts.Has(w.lang, id) {
			return w.say(id, nil)
		}
	}
	return ""
}

// list makes a point of each fact that the edition may hold and that stands in one of
// the lists of the card, in the order of the lists and of the names; for an investigator
// in the order in which they were told, with the hour of that. What an analyst corrected
// stands below, under the centre's name, always with its hour.
func (w *writer) list(name string, from []string) []Item {
	items := w.told(w.points(from, time.Time{}, engine.ByReporter), w.edition == Complaint)
	corrected := w.told(w.points(from, time.Time{}, engine.ByDesk), true)
	switch {
	case len(items)+len(corrected) == 0 && w.texts.Has(w.lang, "dossier.field."+name):
		return []Item{w.blank(name)}
	case len(items) > 0:
		items = slices.Insert(items, 0, Item{ID: name, Value: w.text("list."+name, nil), Form: Note})
	}
	if len(corrected) > 0 {
		items = append(items, Item{ID: name, Value: w.text("list.corrected", nil), Form: Note})
	}
	return append(items, corrected...)
}

// told puts points in the order in which they were told, each with its hour.
func (w *writer) told(items []Item, hours bool) []Item {
	if hours {
		slices.SortStableFunc(items, func(a, b Item) int { return w.c.Told[a.ID].Compare(w.c.Told[b.ID]) })
		for i, item := range items {
			if at := w.c.Told[item.ID]; !at.IsZero() {
				items[i].Value = w.text("told", map[string]string{"text": item.Value, "at": w.hour(at)})
			}
		}
	}
	return items
}

// hour says an instant of the day on which the case was opened by its hour alone.
func (w *writer) hour(t time.Time) string {
	if t.In(w.c.Zone).Format(time.DateOnly) == w.c.Opened.In(w.c.Zone).Format(time.DateOnly) {
		return w.instant("hour", t)
	}
	return w.instant("day_hour", t)
}

// changed lists what was told since a dossier was handed over before, nothing where none was.
func (w *writer) changed() []Item {
	if w.c.Since.IsZero() {
		return nil
	}
	since := map[string]string{"at": w.at(w.c.Since)}
	from := []string{"alert", "known", "done"}
	items := w.points(from, w.c.Since, engine.ByReporter)
	for _, item := range w.points(from, w.c.Since, engine.ByDesk) {
		item.Value = w.corrected(item.Value, w.c.Told[item.ID])
		items = append(items, item)
	}
	if len(items) == 0 {
		return []Item{{ID: "changed", Value: w.text("list.unchanged", since), Form: Note}}
	}
	return slices.Insert(items, 0, Item{ID: "changed", Value: w.text("list.changed", since), Form: Note})
}

// points are the facts of lists of the card that the edition may hold, those that one source
// has set, and after an instant.
func (w *writer) points(from []string, after time.Time, by engine.Source) []Item {
	var items []Item
	for _, list := range from {
		for _, fact := range w.facts() {
			if w.c.By[fact] != by || !after.IsZero() && !w.c.Told[fact].After(after) {
				continue
			}
			value, n := w.c.Facts.Get(fact), w.c.Facts.Get(fact)
			id := "card." + list + "." + fact + "."
			if cents, ok := engine.Cents(value); ok && w.texts.Has(w.lang, id+engine.IsSum) {
				value = engine.IsSum
				n, _ = w.texts.Sum(w.lang, cents)
			} else if _, err := strconv.Atoi(value); err == nil {
				value = "count"
			}
			id += value
			if value == engine.Unset || !w.texts.Has(w.lang, id) {
				continue
			}
			text := w.say(id, map[string]string{"n": n})
			items = append(items, Item{ID: fact, Value: capital(text), Form: Point})
		}
	}
	return items
}

// facts are the names of the facts that this edition may hold and that have no field of
// their own in it, sorted.
func (w *writer) facts() []string {
	var names []string
	for name := range w.c.Facts {
		if w.edition.holds(name) && !w.edition.names(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// quotes gives the reporter's own words, those that tell something, oldest first. What is
// private is only counted where others read, and what nobody should sign is left out there.
func (w *writer) quotes(most, longest int) []Item {
	var items []Item
	left, hidden, first := 0, 0, true
	for _, s := range w.c.Said {
		if s.By != Victim || !first && !telling(s.Text) {
			continue
		}
		first = false
		own := s.Text
		if w.edition != Own {
			own = s.Quoted
		}
		switch shown := len(items) < most && own != "" && (!s.Private || w.edition == Own); {
		case !shown && s.Withheld:
			hidden++
			continue
		case !shown:
			left++
			continue
		}
		text := Visible(own)
		whole := max(s.Long, len(s.Text))
		switch short := cut(text, longest); {
		case short != text && s.Withheld:
			text = short + " " + w.text("long", map[string]string{"bytes": strconv.Itoa(whole)})
		case short != text:
			text = short + " " + w.text("cut", map[string]string{"n": strconv.Itoa(s.N)})
		case s.Long > 0:
			text += " " + w.text("long", map[string]string{"bytes": strconv.Itoa(whole)})
		}
		items = append(items, Item{ID: "quote", Label: capital(w.at(s.At)), Value: "« " + text + " »", Form: Quote, at: s.At})
	}
	count := func(id string, n int) {
		if n > 0 {
			items = append(items, Item{ID: id, Value: w.text(id, map[string]string{"n": strconv.Itoa(n)}), Form: Note})
		}
	}
	count("quotes_left", left)
	count("quotes_hidden", hidden)
	return items
}

// cut is the beginning of a text, of at most so many letters.
func cut(text string, letters int) string {
	if r := []rune(text); len(r) > letters {
		return string(r[:letters])
	}
	return text
}

// chronology puts the victim's own words and the moments that she told in one order, the
// hour of a moment only if it was told.
func (w *writer) chronology() []Item {
	type moment struct {
		at   time.Time
		item Item
	}
	var moments []moment
	for _, name := range []string{"sent_at", "learned"} { // at one moment, what happened before its discovery
		at, err := time.Parse(time.RFC3339, w.c.Facts.Get(name))
		if err != nil || w.c.By[name] == engine.ByDialog {
			continue
		}
		said := w.text("moment."+name, map[string]string{"amount": w.value("amount"), "centre": w.centre(name)})
		moments = append(moments, moment{at, Item{ID: name, Label: capital(w.value(name)), Value: said, Form: Field}})
	}
	quotes := w.quotes(w.room.quotes, w.room.letters)
	var rest []Item
	for _, q := range quotes {
		if q.at.IsZero() {
			rest = append(rest, q)
			continue
		}
		moments = append(moments, moment{q.at, q})
	}
	slices.SortStableFunc(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	var items []Item
	for _, m := range moments {
		items = append(items, m.item)
	}
	return append(items, rest...)
}

// telling reports a message that says something without the question before it: no key,
// no yes with a word or two.
func telling(text string) bool {
	return len(strings.Fields(text)) >= 6 || utf8.RuneCountInString(strings.TrimSpace(text)) >= 32
}

func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(string(r)) + text[size:]
}
