package load

import (
	"errors"
	"slices"

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
