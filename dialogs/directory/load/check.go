package load

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"relais/dialogs/directory"
	"relais/locales/gsm7"
)

// checker holds the five files while the rules are applied to what they say.
type checker struct {
	centres, national, emergency, holidays, doors *file
}

func (c *checker) files() []*file {
	return []*file{c.centres, c.national, c.emergency, c.holidays, c.doors}
}

func (c *checker) broken() bool {
	return slices.ContainsFunc(c.files(), func(f *file) bool { return f.broken })
}

func (c *checker) all() Faults {
	var all Faults
	for _, f := range c.files() {
		all = append(all, f.faults...)
	}
	sortFaults(all)
	return all
}

// entry is a value of a file with the words that name it in a fault.
type entry struct {
	*file
	path string
	name string // centre "occ"
}

func (e entry) bad(key, format string, args ...any) {
	e.fault(e.line(join(e.path, key)), "%s: %s", e.name, fmt.Sprintf(format, args...))
}

func (e entry) required(key string, present bool) {
	if !present {
		e.bad(key, "%s is missing", key)
	}
}

func (c *checker) head(f *file, h head) {
	e := entry{f, "", "head"}
	e.required("scope", h.Scope != "")
	e.required("warning", h.Warning != "")
	e.day("compiled", h.Compiled)
}

func (c *checker) checkCentres(centres []directory.Centre, territories []Territory) {
	ids := map[string]bool{}
	regions, departments := map[string]string{}, map[string]string{}
	for i, centre := range centres {
		e := entry{c.centres, fmt.Sprintf("centres[%d]", i), fmt.Sprintf("centre %q", centre.ID)}
		e.id(centre.ID, ids)
		e.required("name", centre.Name != "")
		e.required("short_name", centre.ShortName != "")
		e.oneOf("kind", centre.Kind, "csirt_territorial", "no_csirt", "private_csirt_not_for_routing")
		e.required("route_victims_here", e.has(e.path+".route_victims_here"))
		if centre.Routes != (centre.Kind == "csirt_territorial") {
			e.bad("route_victims_here", "kind %s and route_victims_here: %t do not go together", centre.Kind, centre.Routes)
		}
		e.grade("confidence", centre.Grade)
		e.phone("phone", centre.Phone)
		if (centre.Email == "") != (centre.EmailGrade == "") {
			e.bad("email", "email and email_confidence go together")
		}
		if centre.EmailGrade != "" {
			e.grade("email_confidence", centre.EmailGrade)
		}
		e.url("website", centre.Website)
		e.url("report_form_url", centre.ReportForm)
		e.url("rfc2350_url", centre.RFC2350)
		e.hours(centre.Hours)
		e.dated(centre.Checked, centre.ReviewBy)
		e.sources(centre.Sources)
		if centre.Routes {
			e.said(centre.Said, centre.SaidEN)
			e.required("website", centre.Website != "")
			e.required("opening_hours", e.has(e.path+".opening_hours"))
			e.seat(centre, territories)
		}
		e.cover("regions_insee", centre.Regions, knownRegions, regions, centre.ID)
		e.cover("departments", centre.Departments, knownDepartments, departments, centre.ID)
	}
	whole := entry{c.centres, "centres", "centres"}
	whole.covered("region", knownRegions, regions)
	whole.covered("department", knownDepartments, departments)
}

// seat: public holidays follow the office, so a centre whose hours are stated and
// that closes on holidays needs one, in a place whose holidays are known.
func (e entry) seat(centre directory.Centre, territories []Territory) {
	stated, _ := centre.Hours.Shown()
	seat := centre.Seat.Department
	switch {
	case seat == "" && stated && centre.Hours.Holidays != directory.HolidaysOpen:
		e.bad("seat", "seat is missing: the public holidays of a centre with stated hours follow it")
	case seat != "" && !slices.Contains(knownDepartments, seat):
		e.bad("seat", "seat: %q is no department", seat)
	case seat != "" && !slices.Contains(centre.Departments, seat):
		e.bad("seat", "seat: %s is not among the departments it serves", seat)
	case stated && len(seat) == 3 && !slices.ContainsFunc(territories, func(t Territory) bool { return slices.Contains(t.Departments, seat) }):
		e.bad("seat", "the public holidays of %s are not in %s, so the hours cannot be stated", seat, HolidaysFile)
	}
}

func (e entry) cover(key string, codes, known []string, taken map[string]string, id string) {
	for i, code := range codes {
		at := fmt.Sprintf("%s[%d]", key, i)
		switch {
		case !slices.Contains(known, code):
			e.bad(at, "%s: %q is no INSEE code", key, code)
		case taken[code] != "":
			e.bad(at, "%s: %s is centre %q's already", key, code, taken[code])
		default:
			taken[code] = id
		}
	}
}

func (e entry) covered(what string, known []string, taken map[string]string) {
	for _, code := range known {
		if taken[code] == "" {
			e.bad("", "%s %s has no entry: write one, with route_victims_here: false if nobody serves it", what, code)
		}
	}
}

func (c *checker) checkServices(services []directory.Service) {
	ids := map[string]bool{}
	ranks := map[int]string{}
	for i, s := range services {
		e := entry{c.national, fmt.Sprintf("services[%d]", i), fmt.Sprintf("service %q", s.ID)}
		e.id(s.ID, ids)
		e.required("name", s.Name != "")
		e.required("kind", s.Kind != "")
		e.required("route_victims_here", e.has(e.path+".route_victims_here"))
		e.grade("confidence", s.Grade)
		for j, p := range s.Phones {
			e.phone(fmt.Sprintf("phone[%d]", j), p)
		}
		e.digits("sms", s.SMS)
		for j, v := range s.Victims {
			e.oneOf(fmt.Sprintf("victims[%d]", j), v, victims...)
		}
		e.url("url", s.URL)
		for j, u := range s.OtherURLs {
			e.url(fmt.Sprintf("other_urls[%d]", j), u)
		}
		e.hours(s.Hours)
		e.dated(s.Checked, s.ReviewBy)
		e.sources(s.Sources)
		if s.Routes {
			e.said(s.Said, s.SaidEN)
		}
		if s.Rank == 0 {
			continue
		}
		if ranks[s.Rank] != "" {
			e.bad("door", "door: %d is service %q's already", s.Rank, ranks[s.Rank])
			continue
		}
		ranks[s.Rank] = s.ID
		if !s.Routes || s.Grade != directory.High || s.URL == "" {
			e.bad("door", "a door for anybody needs route_victims_here: true, confidence: high and a url")
		}
		if s.Rank == 1 && (!s.Hours.Always || s.Hours.Grade != directory.High) {
			e.bad("door", "door 1 must be open around the clock, graded high")
		}
	}
	if ranks[1] == "" {
		entry{c.national, "services", "services"}.bad("", "no service is door: 1, the door that is open at night")
	}
}

func (c *checker) checkDeadlines(deadlines []directory.Deadline) {
	ids := map[string]bool{}
	for i, d := range deadlines {
		e := entry{c.national, fmt.Sprintf("legal_deadlines[%d]", i), fmt.Sprintf("deadline %q", d.ID)}
		e.id(d.ID, ids)
		e.required("rule", d.Rule != "")
		e.required("reference", d.Reference != "")
		e.required("applies_to", len(d.AppliesTo) > 0)
		e.grade("confidence", d.Grade)
		e.dated(d.Checked, d.ReviewBy)
		e.sources(d.Sources)
	}
}

func (c *checker) checkNumbers(numbers []directory.Number, services []directory.Service) {
	ids := map[string]bool{}
	for i, n := range numbers {
		e := entry{c.emergency, fmt.Sprintf("numbers[%d]", i), fmt.Sprintf("number %q", n.Number)}
		e.required("number", n.Number != "")
		e.digits("number", n.Number)
		if ids[n.Number] {
			e.bad("number", "the number stands twice")
		}
		ids[n.Number] = true
		e.required("name", n.Name != "")
		e.required("use", n.Use != "")
		e.said(n.Said, n.SaidEN)
		e.required("by", len(n.By) > 0)
		for j, by := range n.By {
			e.oneOf(fmt.Sprintf("by[%d]", j), by, "voice", "sms")
		}
		e.hours(n.Hours)
		own := n.Hours.Zone != ""
		switch s := slices.IndexFunc(services, func(s directory.Service) bool { return s.ID == n.Service }); {
		case own == (n.Service != ""):
			e.bad("service", "give either opening_hours or service")
		case !own && s < 0:
			e.bad("service", "service %q is not in %s", n.Service, NationalFile)
		case !own && services[s].Hours.Zone == "":
			e.bad("service", "service %q has no opening_hours", n.Service)
		}
		e.dated(n.Checked, n.ReviewBy)
		e.sources(n.Sources)
	}
}

func (c *checker) checkTerritories(territories []Territory) {
	seen := map[string]string{}
	for i, t := range territories {
		e := entry{c.holidays, fmt.Sprintf("territories[%d]", i), fmt.Sprintf("territory %q", t.Name)}
		e.required("name", t.Name != "")
		e.required("departments", len(t.Departments) > 0)
		e.cover("departments", t.Departments, knownDepartments, seen, t.Name)
		e.required("days", len(t.Days) > 0)
		e.dated(t.Checked, t.ReviewBy)
		for j, d := range t.Days {
			day := entry{c.holidays, fmt.Sprintf("%s.days[%d]", e.path, j), fmt.Sprintf("%s, %q", e.name, d.Name)}
			day.required("name", d.Name != "")
			day.grade("confidence", d.Grade)
			day.sources(d.Sources)
			if (d.Date == "") == (d.Easter == 0) {
				day.bad("date", "give either date or easter")
			}
			if _, err := time.Parse("01-02", d.Date); d.Date != "" && err != nil {
				day.bad("date", "date: %q is no month and day (05-27)", d.Date)
			}
		}
	}
}

func (e entry) id(id string, seen map[string]bool) {
	switch {
	case id == "":
		e.bad("id", "id is missing")
	case strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		e.bad("id", "id: small letters, digits and - only")
	case seen[id]:
		e.bad("id", "the id stands twice")
	}
	seen[id] = true
}

func (e entry) oneOf(key, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		e.bad(key, "%s: %q is none of %s", last(key), value, strings.Join(allowed, ", "))
	}
}

func (e entry) grade(key string, g directory.Grade) {
	e.required(key, g != "")
	if g != "" {
		e.oneOf(key, string(g), string(directory.High), string(directory.Medium), string(directory.Low))
	}
}

// phone: the national and the international form say the same digits, so that a
// slip in one shows.
func (e entry) phone(key string, p directory.Phone) {
	if p == (directory.Phone{}) {
		return
	}
	e.required(key+".national", p.National != "")
	national := digitsOf(p.National)
	if strings.Trim(p.National, "0123456789 .") != "" {
		e.bad(key+".national", "phone %q: digits, spaces and dots only", p.National)
	}
	if p.E164 == "" {
		return
	}
	if !strings.HasPrefix(p.E164, "+") || digitsOf(p.E164) != p.E164[1:] || len(p.E164) < 8 || len(p.E164) > 16 {
		e.bad(key+".e164", "phone %q is not in the form +33800711313", p.E164)
		return
	}
	if local := strings.TrimPrefix(national, "0"); !strings.HasSuffix(p.E164, local) || len(p.E164)-1-len(local) > 3 {
		e.bad(key+".e164", "phone %q and %q differ", p.National, p.E164)
	}
}

func (e entry) digits(key, value string) {
	if digitsOf(value) != value {
		e.bad(key, "%s: %q is not all digits", key, value)
	}
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func (e entry) url(key, value string) {
	if value == "" {
		return
	}
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || strings.ContainsAny(value, " \t") {
		e.bad(key, "%q is no web address", value)
	}
}

func (e entry) sources(sources []directory.Source) {
	e.required("sources", len(sources) > 0)
	for i, s := range sources {
		at := fmt.Sprintf("sources[%d]", i)
		if s.URL == "" || s.Date == "" || s.Confirms == "" {
			e.bad(at, "a source needs url, date and confirms")
		}
		e.url(at+".url", s.URL)
	}
}

func (e entry) dated(checked, reviewBy string) {
	e.day("checked", checked)
	e.day("review_by", reviewBy)
	if reviewBy != "" && reviewBy <= checked {
		e.bad("review_by", "review_by %s is not after checked %s", reviewBy, checked)
	}
}

func (e entry) day(key, value string) {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		e.bad(key, "%s: %q is no day (2026-11-21)", key, value)
	}
}

// spelled are the acronyms a reporter may read, as locales/allowed_words.yaml has
// them for every text.
var spelled = []string{"CNIL", "SMS", "PC", "USB", "RIB"}

// said: everyday words in SMS letters. One letter outside the SMS alphabet would
// halve the room of every SMS that names this door.
func (e entry) said(fr, en string) {
	for _, s := range []struct{ key, text string }{{"said", fr}, {"said_en", en}} {
		e.required(s.key, s.text != "")
		if unfit := gsm7.Unfit(s.text); len(unfit) > 0 {
			e.bad(s.key, "%s: %q is no SMS letter, in %q", s.key, string(unfit), s.text)
		}
		for _, word := range strings.FieldsFunc(s.text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(word) > 1 && word == strings.ToUpper(word) && !slices.Contains(spelled, word) {
				e.bad(s.key, "%s: %s is an acronym: say it in everyday words", s.key, word)
			}
		}
	}
}

func (e entry) hours(h directory.Hours) {
	if !e.has(e.path + ".opening_hours.time_zone") {
		if h.Always || len(h.Slots) > 0 || e.has(e.path+".opening_hours.confidence") {
			e.bad("opening_hours", "time_zone is missing")
		}
		return
	}
	if _, err := time.LoadLocation(h.Zone); err != nil || !strings.Contains(h.Zone, "/") {
		e.bad("opening_hours.time_zone", "time zone %q is unknown", h.Zone)
	}
	e.required("opening_hours.always_open", e.has(e.path+".opening_hours.always_open"))
	e.required("opening_hours.confidence", h.Grade != "")
	if h.Grade != "" {
		e.grade("opening_hours.confidence", h.Grade)
	}
	e.oneOf("opening_hours.public_holidays", string(h.Holidays), "closed", "open", "unknown")
	switch {
	case h.Always && len(h.Slots) > 0:
		e.bad("opening_hours.slots", "always_open has no slots")
	case h.Always && h.Holidays != directory.HolidaysOpen:
		e.bad("opening_hours.public_holidays", "always_open means on public holidays too: say open")
	case !h.Always && len(h.Slots) == 0 && h.Grade != directory.Low && len(h.Stated) == 0:
		e.bad("opening_hours.slots", "no slots, so confidence is low, or stated says what the source says")
	}
	e.slots(h.Slots)
}

func (e entry) slots(slots []directory.Slot) {
	for i, a := range slots {
		at := fmt.Sprintf("opening_hours.slots[%d]", i)
		if a.Days == 0 {
			e.bad(at, "a slot needs days")
		}
		if a.From == unreadClock || a.To == unreadClock {
			continue
		}
		if a.From >= a.To {
			e.bad(at, "a slot ends after it begins; one over midnight is written as two")
		}
		for _, b := range slots[:i] {
			if a.Days&b.Days != 0 && a.From <= b.To && b.From <= a.To {
				e.bad(at, "slots overlap or touch: write one")
			}
		}
	}
}

// knownRegions are the region codes of INSEE's Code officiel géographique, and the
// three digits of the overseas collectivities, which have no region.
var knownRegions = strings.Fields(`
	01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94
	975 977 978 984 986 987 988 989`)

// knownDepartments are the codes of the departments and overseas collectivities of
// the same list.
var knownDepartments = strings.Fields(`
	01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 2A 2B
	21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40
	41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60
	61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80
	81 82 83 84 85 86 87 88 89 90 91 92 93 94 95
	971 972 973 974 976 975 977 978 984 986 987 988 989`)
