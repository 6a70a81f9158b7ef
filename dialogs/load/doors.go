package load

import (
	"errors"
	"slices"
	"strings"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/locales"
)

// doorsFile is directory/doors.yaml, as faults name it.
const doorsFile = "directory/doors.yaml"

// Doors holds the rows of doors.yaml to the dialogs and the texts: they ask only for
// facts that a case can have, for values those can have, and each has its reason in
// every language, in SMS letters. The error joins all faults.
func Doors(set *engine.Set, texts *locales.Catalog, rows []directory.Row, brings []directory.Bring) error {
	c := &checker{set: set, texts: texts, used: map[string]bool{}}
	if len(set.Recallers) == 0 {
		c.fault(doorsFile, 0, "own: no door recalls money")
	}
	for _, row := range rows {
		c.conditions("door", row.ID, row.When)
		c.text(doorsFile, 0, "doors."+row.ID, false)
	}
	for _, b := range brings {
		c.conditions("bring", b.ID, b.When)
		c.text(doorsFile, 0, "doors.bring."+b.ID, false)
	}
	return errors.Join(c.faults...)
}

// Sent holds the texts to what the dialogs say of them: a text names every door that its
// step or answer says it sends to, in that order and in every language and form, and a
// national service stands in no text that does not say so. The error joins all faults.
func Sent(set *engine.Set, texts *locales.Catalog, named []directory.Naming) error {
	c := &checker{set: set, texts: texts}
	for i := range set.Dialogs {
		d := &set.Dialogs[i]
		for k := range d.Steps {
			if s := &d.Steps[k]; s.Tell || s.Ask != "" || s.Escalate != "" || s.End != "" {
				c.sends(d.ID+".yaml", s.Line, d.ID+"."+s.ID, s.Doors, named)
			} else if len(s.Doors) > 0 {
				c.fault(d.ID+".yaml", s.Line, "step %q: doors: it says nothing", s.ID)
			}
		}
	}
	for _, a := range set.Answers {
		c.sends("answers.yaml", 0, "answers."+a.ID, a.Doors, named)
	}
	return errors.Join(c.faults...)
}

func (c *checker) sends(file string, line int, id string, doors []string, named []directory.Naming) {
	for _, door := range doors {
		if !slices.ContainsFunc(named, func(n directory.Naming) bool { return n.To == door }) {
			c.fault(file, line, "%s: doors: %q is not among the names of doors.yaml", id, door)
		}
	}
	for _, lang := range c.texts.Tags() {
		for _, form := range append([]string{"text", written}, channels...) {
			source, ok := c.texts.Source(lang, id+"."+form)
			if !ok {
				continue
			}
			told := toldDoors(strings.ToLower(source), lang, doors, named)
			if !slices.Equal(told, doors) {
				c.fault(file, line, "%s.%s in %s names %s, and says doors: %s", id, form, lang, listed(told), listed(doors))
			}
		}
	}
}

// toldDoors returns the doors that a text in small letters names, in its order. What
// everybody has (a bank, a provider) and a number may be spoken of without sending
// there: those count where they are among doors.
func toldDoors(text, lang string, doors []string, named []directory.Naming) []string {
	type told struct {
		door string
		at   int
	}
	var found []told
	for _, n := range named {
		words := n.FR
		if lang == "en" {
			words = n.EN
		}
		if at := first(text, words); at >= 0 && (sure(n.To) || slices.Contains(doors, n.To)) {
			found = append(found, told{n.To, at})
		}
	}
	slices.SortStableFunc(found, func(a, b told) int { return a.at - b.at })
	var ids []string
	for _, f := range found {
		ids = append(ids, f.door)
	}
	return ids
}

// sure reports whether naming a door is sending there: it is a national service, and no
// number of emergency.yaml, which stands beside much advice.
func sure(door string) bool {
	_, national := directory.National(door)
	_, number := directory.Emergency(door)
	return national && !number
}

// first returns where the first of some words stands in a text, -1 for nowhere. A number
// stands alone: 17 is not in 17cyber.
func first(text string, words []string) int {
	best := -1
	for _, w := range words {
		for from := 0; ; {
			at := strings.Index(text[from:], w)
			if at < 0 {
				break
			}
			at += from
			from = at + len(w)
			if isDigit(w) && (at > 0 && isLetter(text[at-1]) || from < len(text) && isLetter(text[from])) {
				continue
			}
			if best < 0 || at < best {
				best = at
			}
			break
		}
	}
	return best
}

func isDigit(word string) bool { return strings.Trim(word, "0123456789") == "" }
func isLetter(b byte) bool     { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }

func listed(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, ", ")
}

func (c *checker) conditions(what, id string, when directory.Conditions) {
	for _, cond := range when {
		f, ok := c.set.Fact(cond.Fact)
		if !ok {
			c.fault(doorsFile, 0, "%s %q: fact %q is not declared", what, id, cond.Fact)
			continue
		}
		for _, v := range cond.Is {
			if v != engine.Unset && v != "unknown" && !slices.Contains(f.Values, v) {
				c.fault(doorsFile, 0, "%s %q: %q is no value of fact %q%s", what, id, v, f.Name, meant(v, f.Values))
			}
		}
	}
}
