package dossier

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
)

// Edition names a document by who reads it.
type Edition string

// The editions.
const (
	Complaint Edition = "complaint" // police or gendarmerie, or the prosecutor
	Insurer   Edition = "insurer"
	Authority Edition = "authority" // CNIL: first and follow-up
	Own       Edition = "own"       // the victim
)

// plan is what an edition holds, in the order in which its readers ask.
type plan struct {
	file     string
	pages    int  // at most; 0: as many as it takes
	own      bool // in the language of the conversation; the others are for French offices
	sections []chapter
	grade    string   // of its order, as of advice: A to D, which must be signed; "" for our own
	sources  []string // of its order, each with the day it was read
}

type chapter struct {
	id     string   // text dossier.<edition>.<id>
	fields []string // texts dossier.field.<name>, or one of lists or special; no blank for one with ? behind it
}

// plans: the complaint as an investigator asks; the authority's as its own page lists
// what must be determined; the insurer's by dates, nature, consequences, measures.
var plans = map[Edition]plan{
	Complaint: {"plainte.pdf", 2, false, []chapter{
		{"who", []string{"organisation", "kind", "commune", "address", "register", "signer", "signatory", "callback", "interpreter"}},
		{"what", []string{"incident", "ref17?", "not_qualified"}},
		{"when", []string{"learned", "learned_by", "sent_at?", "order", "opened"}},
		{"facts", []string{"chronology", "told_when", "seen", "unsure", "story"}},
		{"acts", []string{"done", "todo"}},
		{"harm", []string{"money", "amount", "payee", "account", "bank_ref?", "recall?", "computers", "vital", "personal_data", "costs"}},
		{"suspects", []string{"suspects", "traces", "provider_name"}},
		{"evidence", []string{"files", "print", "before", "bring"}},
		{"sign", []string{"appointment?", "done_at", "signature"}},
	}, "D", []string{"drafter (2026-11-22)"}},
	Insurer: {"assureur.pdf", 0, false, []chapter{
		{"insured", []string{"organisation", "kind", "commune", "contract", "contact"}},
		{"dates", []string{"sent_at?", "learned", "order", "opened", "filed", "receipt", "insurer_clock"}},
		{"nature", []string{"incident", "seen"}},
		{"consequences", []string{"computers", "money", "amount", "payee", "recall?", "personal_data", "stopped_days", "costs"}},
		{"measures", []string{"done", "bank_ref?", "provider_name"}},
		{"evidence", []string{"files"}},
		{"follow_up", []string{"claim_number", "changed", "new_since", "todo", "unsure", "measures_since"}},
	}, "D", []string{"drafter (2026-11-22)"}},
	Authority: {"cnil.pdf", 0, false, []chapter{
		{"controller", []string{"organisation", "kind", "commune", "register", "officer"}},
		{"first", []string{"learned", "cnil_clock", "late", "nature", "incident", "seen", "people_categories", "people_count", "record_categories", "record_count", "consequences", "done", "planned"}},
		{"follow_up", []string{"first_number", "changed", "new_since", "people_count", "record_count", "people_told", "measures_since"}},
	}, "A", []string{"CNIL, notifier une violation: https://www.cnil.fr/fr/notifier-une-violation-de-donnees-personnelles (2026-11-22)"}},
	Own: {"votre-dossier.pdf", 0, true, []chapter{
		{"where", []string{"code", "ref17?", "incident?", "opened", "learned", "commune", "complaint_state?", "appointment?"}},
		{"clocks", []string{"clocks"}},
		{"next", []string{"use", "todo", "unsure", "nothing_left"}},
		{"doors", []string{"doors"}},
		{"done", []string{"done", "bank_ref?", "recall?"}},
		{"said", []string{"quotes"}},
		{"files", []string{"files"}},
		{"proof", []string{"print", "verify"}},
	}, "", nil},
}

// Order is where the order of an edition for an office comes from.
type Order struct {
	Edition  Edition
	Sections []string // ids of their headings
	Grade    string
	Sources  []string // each with the day it was read
}

// Orders are those of the editions for offices.
func Orders() []Order {
	var all []Order
	for _, e := range []Edition{Complaint, Insurer, Authority} {
		o := Order{Edition: e, Grade: plans[e].grade, Sources: plans[e].sources}
		for _, s := range plans[e].sections {
			o.Sections = append(o.Sections, "dossier."+string(e)+"."+s.id)
		}
		all = append(all, o)
	}
	return all
}

// Editions are those that a case has: nothing for an insurer or the data authority from
// a person at home, no complaint where nobody meant harm, no notification where no data
// of people were touched.
func Editions(f engine.Facts) []Edition {
	person := f.Get("victim") == "individual"
	var out []Edition
	if f.Get("malice") != "no" {
		out = append(out, Complaint)
	}
	if !person {
		out = append(out, Insurer)
	}
	if !person && f.Get("personal_data") != "no" {
		out = append(out, Authority)
	}
	return append(out, Own)
}

// lists are the fields that gather facts, and the lists of the card they come from.
var lists = map[string][]string{
	"seen": {"alert", "known"}, "done": {"done"}, "todo": {"todo"}, "unsure": {"unsure"},
}

// roomy are the blanks that want more than one line.
var roomy = map[string]int{
	"address": 2, "payee": 2, "costs": 2, "suspects": 2, "traces": 3, "consequences": 2, "nature": 2, "planned": 2, "new_since": 3, "measures_since": 2, "signature": 3, "story": 4,
	"people_told": 2, "done": 2,
}

// private are facts about a person's state, or what a victim may be blamed for: they
// stand in the victim's own edition alone.
var private = []string{"distress", "distressed", "worn", "swallowed", "harm", "human", "misread", "insurer", "complaint", "complaint_state", "told_off", "first_done", "text_only"}

// offices are the facts an office may read, beside what a field of its own says. A fact
// that stands in no list is read by the victim, and by the investigator unless private.
var offices = map[Edition][]string{
	Insurer: {
		"spreading", "changing", "vital", "backups", "unplugged", "isolated", "cut", "others_cut", "powered", "reinstalled", "admin", "edge", "computers", "provider_called",
		"bank_told", "accountant_told", "bank_called", "blocked", "stopped", "written", "passwords", "sessions", "logs_asked", "photo", "messages_kept", "papers", "edge_copied",
		"remote_closed", "access_cut", "service", "reach", "by_mail", "money", "opposed",
	},
	Authority: {
		"personal_data", "sensitive_data", "many_people", "leak_how", "leaking", "leak_closed", "data_listed", "recipient_asked", "officer_told", "people_told", "isolated", "cut",
		"passwords", "sessions", "access_closed", "locked", "wiped", "sensitive", "code_needed", "changing", "backups", "account", "admin",
	},
}

// names reports whether an edition has a field of its own for a fact.
func (e Edition) names(fact string) bool {
	return slices.ContainsFunc(plans[e].sections, func(c chapter) bool { return slices.Contains(c.fields, fact) || slices.Contains(c.fields, fact+"?") })
}

// holds reports whether an edition may show a fact.
func (e Edition) holds(fact string) bool {
	switch e {
	case Own:
		return true
	case Complaint:
		return !slices.Contains(private, fact)
	}
	return slices.Contains(offices[e], fact)
}

// room is how much of what may be long stands in an edition whose pages are counted: the
// reporter's own words and the files. The log and the manifest beside it hold all of them.
type room struct {
	quotes, letters int // of messages, and of each
	files           int
	tight           int // lines less where blanks want more than one
}

// rooms are tried in their order until the pages hold the document: the lines to write on
// give way first, then the length of messages, then the number of both.
var rooms = []room{
	{8, 320, intake.MaxFiles, 0}, {8, 320, intake.MaxFiles, 1}, {8, 320, intake.MaxFiles, 3}, {8, 200, intake.MaxFiles, 3}, {6, 200, 10, 3}, {5, 160, 8, 3},
	{4, 160, 6, 3}, {3, 160, 5, 3}, {3, 120, 4, 3}, {2, 120, 3, 3}, {2, 120, 2, 3}, {1, 120, 1, 3}, {1, 80, 0, 3},
}

// How much of the victim's own words stands elsewhere, in letters: of a message in the
// edition that is his, of an answer.
const (
	ownLetters = 2000
	ownWords   = 200
)

// special makes a field that is no line of label and value, and reports whether it is one.
func (w *writer) special(name string) ([]Item, bool) {
	if known, ok := strings.CutSuffix(name, "?"); ok {
		if w.value(known) == "" {
			return nil, true
		}
		return w.field(known), true
	}
	switch name {
	case "not_qualified", "verify", "before", "told_when":
		return []Item{{ID: name, Value: w.text("note."+name, nil), Form: Note}}, true
	case "order":
		if !w.disordered() {
			return nil, true
		}
		return []Item{{ID: name, Value: w.text("note.order", nil), Form: Note}}, true
	case "chronology":
		return w.chronology(), true
	case "changed":
		return w.changed(), true
	case "use":
		return w.use(), true
	case "quotes":
		return w.quotes(1<<20, ownLetters), true
	case "signer": // our facts hold nothing on who signs for somebody under 18: a blank for whoever does
		if victim := w.c.Facts.Get("victim"); w.c.Facts.Get("minor") == "yes" && (victim == "individual" || victim == engine.Unset || victim == "unknown") {
			return []Item{w.blank("representative")}, true
		}
	case "register":
		if w.c.Facts.Get("victim") == "individual" {
			return nil, true
		}
	case "nothing_left":
		if len(w.use())+len(w.list("todo", lists["todo"]))+len(w.list("unsure", lists["unsure"])) > 0 {
			return nil, true
		}
		return []Item{{ID: name, Value: w.text("nothing", nil), Form: Note}}, true
	case "files":
		return w.files(), true
	case "bring":
		return w.bring(), true
	case "doors":
		return w.doors(), true
	case "clocks":
		return w.clocks(), true
	case "insurer_clock":
		return w.clocks("insurer", "insurer_prudent"), true
	case "cnil_clock":
		return w.clocks("cnil"), true
	case "late":
		return nil, !w.over("cnil")
	}
	return nil, false
}

// disordered reports that the discovery was told of an earlier moment than the departure of the
// money, however widely both are meant: one of the two may be wrong, or the money left after.
func (w *writer) disordered() bool {
	if w.value("learned") == "" || w.value("sent_at") == "" {
		return false
	}
	learned, err := time.Parse(time.RFC3339, w.c.Facts.Get("learned"))
	sent, err2 := time.Parse(time.RFC3339, w.c.Facts.Get("sent_at"))
	switch {
	case err != nil || err2 != nil || intake.ToldWithin(w.c.Facts, "learned") == "span":
		return false
	case !intake.ToldExactly(w.c.Facts, "learned"):
		learned = learned.Add(24 * time.Hour)
	}
	return learned.Before(sent)
}

// over reports that the time of a clock is past.
func (w *writer) over(clock string) bool {
	for _, r := range w.c.Clocks {
		if r.Clock == clock && w.c.Made.After(r.Until) {
			return true
		}
	}
	return false
}

// clocks says the deadlines, or only those of some clocks.
func (w *writer) clocks(only ...string) []Item {
	var items []Item
	runs := false
	for _, r := range w.c.Clocks {
		if len(only) > 0 && !slices.Contains(only, r.Clock) {
			continue
		}
		over := ""
		if w.c.Made.After(r.Until) {
			over = " " + w.text("over", nil)
		} else {
			runs = true
		}
		items = append(items, Item{ID: "clock", Value: w.say("clocks."+r.Clock, map[string]string{"at": w.at(r.Until)}) + over, Form: Point})
	}
	switch {
	case runs && w.value("learned") == "": // the first message is the latest that it was known
		return append(items, Item{ID: "at_best", Value: w.say("delays.at_best.text", nil), Form: Note})
	case len(only) > 0 || len(items) > 0:
	case w.c.Facts.Get("victim") == "individual": // as DELAIS has it
		return []Item{{ID: "clocks", Value: w.say(w.c.Delay, nil), Form: Note}}
	default:
		return []Item{{ID: "clocks", Value: w.text("no_clock", nil), Form: Note}}
	}
	return items
}

func (w *writer) files() []Item {
	var items []Item
	shown := w.c.Files
	if plans[w.edition].pages > 0 {
		shown = shown[:min(len(shown), w.room.files)]
	}
	for _, f := range shown {
		held := ""
		if f.Quarantined {
			held = " " + w.text("quarantined", nil)
		}
		items = append(items, Item{
			ID: "file", Label: capital(w.at(f.At)), Form: Field, Mono: f.SHA256,
			Value: w.text("file", map[string]string{"name": Visible(f.Name), "bytes": strconv.FormatInt(f.Bytes, 10)}) + held,
		})
	}
	if left := len(w.c.Files) - len(shown); left > 0 {
		items = append(items, Item{ID: "files_left", Value: w.text("files_left", map[string]string{"n": strconv.Itoa(left)}), Form: Note})
	}
	if len(items) == 0 {
		return []Item{{ID: "files", Value: w.text("no_file", nil), Form: Note}}
	}
	return items
}

// use lists what is still to be done with the other editions of the case.
func (w *writer) use() []Item {
	var items []Item
	f := w.c.Facts
	for _, e := range Editions(f) {
		if e == Own || e == Complaint && f.Get("complaint_state") == "filed" || e == Insurer && f.Get("insurer") == "no" {
			continue
		}
		items = append(items, Item{ID: "use", Value: w.text("use."+string(e), map[string]string{"file": plans[e].file}), Form: Box})
	}
	return items
}

// bring lists what to take along.
func (w *writer) bring() []Item {
	items := []Item{{ID: "bring", Value: w.text("list.bring", nil), Form: Note}}
	for _, id := range w.c.Bring {
		items = append(items, Item{ID: "bring", Value: w.say("doors.bring."+id, nil), Form: Box})
	}
	return items
}

func (w *writer) doors() []Item {
	var items []Item
	for _, d := range w.c.Doors {
		value := ""
		for _, part := range []string{d.Phone, d.URL, d.Hours, d.Why} {
			if part != "" && value != "" {
				value += " · "
			}
			value += part
		}
		items = append(items, Item{ID: "door", Label: capital(d.Name), Value: value, Form: Field})
	}
	return items
}
