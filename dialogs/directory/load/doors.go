package load

import (
	"fmt"
	"slices"
	"strings"

	"relais/dialogs/directory"
)

// victims are the kinds of victim a service may be limited to: the values of the
// fact victim, but unknown.
var victims = []string{"commune", "other_public", "company", "association", "individual"}

// checkDoors holds every row to what it leads to: that it exists, shows something,
// and serves the victims the row names. Facts and values are checked with the
// dialogs, which declare them.
func (c *checker) checkDoors(doors doorsFile, services []directory.Service, numbers []directory.Number) {
	whole := entry{c.doors, "", "doors"}
	whole.dated(doors.Checked, doors.ReviewBy)
	cited := c.cited(doors)
	own := c.ownDoors(doors.Own, services, numbers)
	ids := map[string]bool{}
	everybody := false
	for i, row := range doors.Rows {
		e := entry{c.doors, fmt.Sprintf("doors[%d]", i), fmt.Sprintf("door %q", row.ID)}
		e.word(row.ID, ids)
		e.required("for", row.For != "")
		if row.For != "" {
			e.oneOf("for", string(row.For), "life", "money", "stop", "help", "complaint", "duty", "report")
		}
		e.advice(row.Grade, row.Sources, doors.Sources, cited)
		e.leads(row, own, services, numbers)
		everybody = everybody || len(row.When) == 0
	}
	if !everybody {
		whole.bad("doors", "no row without when: somebody would find no door at all")
	}
	named := map[string]bool{}
	for i, n := range doors.Named {
		e := entry{c.doors, fmt.Sprintf("named[%d]", i), fmt.Sprintf("names of %q", n.To)}
		if !slices.ContainsFunc(doors.Rows, func(r directory.Row) bool { return r.To == n.To }) {
			e.bad("to", "to: no row leads to %q", n.To)
		}
		if named[n.To] {
			e.bad("to", "the door stands twice")
		}
		named[n.To] = true
		for _, words := range [][]string{n.FR, n.EN} {
			if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return w == "" || w != strings.ToLower(w) }) {
				e.bad("", "wants its words in small letters, fr and en")
			}
		}
	}
	brought := map[string]bool{}
	for i, b := range doors.Brings {
		e := entry{c.doors, fmt.Sprintf("bring[%d]", i), fmt.Sprintf("bring %q", b.ID)}
		e.word(b.ID, brought)
		e.advice(b.Grade, b.Sources, doors.Sources, cited)
	}
	for i, s := range doors.Sources {
		if s.ID != "" && !cited[s.ID] {
			whole.bad(fmt.Sprintf("sources[%d]", i), "source %q is cited by no row", s.ID)
		}
	}
}

// cited checks the list of sources and returns what is cited of it, nothing so far.
func (c *checker) cited(doors doorsFile) map[string]bool {
	ids := map[string]bool{}
	for i, s := range doors.Sources {
		e := entry{c.doors, fmt.Sprintf("sources[%d]", i), fmt.Sprintf("source %q", s.ID)}
		e.word(s.ID, ids)
		if s.URL == "" || s.Date == "" || s.Confirms == "" {
			e.bad("", "a source needs url, date and confirms")
		}
		e.url("url", s.URL)
	}
	return map[string]bool{}
}

func (c *checker) ownDoors(own []directory.Own, services []directory.Service, numbers []directory.Number) map[string]bool {
	ids := map[string]bool{}
	for i, o := range own {
		e := entry{c.doors, fmt.Sprintf("own[%d]", i), fmt.Sprintf("own door %q", o.ID)}
		e.word(o.ID, ids)
		e.said(o.Said, o.SaidEN)
		if _, _, taken := find(o.ID, services, numbers); taken || o.ID == directory.ToCentre {
			e.bad("id", "%q names a door of the directory already", o.ID)
		}
	}
	return ids
}

// word is the id of a row: it names texts, so it is a key of theirs.
func (e entry) word(id string, seen map[string]bool) {
	switch {
	case id == "":
		e.bad("id", "id is missing")
	case !isWord(id):
		e.bad("id", "id: small letters, digits and _ only")
	case seen[id]:
		e.bad("id", "the id stands twice")
	}
	seen[id] = true
}

func isWord(id string) bool {
	return !slices.ContainsFunc([]rune(id), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	})
}

func (e entry) advice(grade string, sources []string, known []directory.RowSource, cited map[string]bool) {
	e.required("grade", grade != "")
	if grade != "" {
		e.oneOf("grade", grade, "A", "B", "C", "D")
	}
	e.required("sources", len(sources) > 0)
	for i, id := range sources {
		if !slices.ContainsFunc(known, func(s directory.RowSource) bool { return s.ID == id }) {
			e.bad(fmt.Sprintf("sources[%d]", i), "source %q is not in the list of sources", id)
		}
		cited[id] = true
	}
}

// leads checks where a row leads.
func (e entry) leads(row directory.Row, own map[string]bool, services []directory.Service, numbers []directory.Number) {
	service, number, found := find(row.To, services, numbers)
	switch {
	case row.To == "":
		e.bad("to", "to is missing")
	case number != nil && row.For != directory.ForLife, number == nil && row.For == directory.ForLife:
		e.bad("for", "life is for the numbers of %s, and they for nothing else", EmergencyFile)
	case row.To == directory.ToCentre, own[row.To], number != nil:
	case !found:
		e.bad("to", "to: %q is no service, number or own door", row.To)
	case !service.Routes:
		e.bad("to", "service %q has route_victims_here: false", row.To)
	case service.URL == "" && (service.Grade != directory.High || len(service.Phones) == 0 && service.SMS == ""):
		e.bad("to", "service %q has nothing that may be shown: no address, no number graded high", row.To)
	case len(service.Victims) > 0:
		e.serves(row, service)
	}
}

// serves refuses a row that could lead a victim where none of its kind is taken.
func (e entry) serves(row directory.Row, service *directory.Service) {
	i := slices.IndexFunc(row.When, func(c directory.Condition) bool { return c.Fact == "victim" })
	if i < 0 {
		e.bad("when", "service %q takes only %v: say which victim", service.ID, service.Victims)
		return
	}
	for _, victim := range row.When[i].Is {
		if !service.Serves(victim) {
			e.bad("when.victim", "service %q does not take victim %q", service.ID, victim)
		}
	}
}

// find returns the number or the service of an id; a number comes first.
func find(id string, services []directory.Service, numbers []directory.Number) (*directory.Service, *directory.Number, bool) {
	if i := slices.IndexFunc(numbers, func(n directory.Number) bool { return n.Number == id }); i >= 0 {
		return nil, &numbers[i], true
	}
	if i := slices.IndexFunc(services, func(s directory.Service) bool { return s.ID == id }); i >= 0 {
		return &services[i], nil, true
	}
	return nil, nil, false
}
