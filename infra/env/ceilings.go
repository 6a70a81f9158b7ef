package env

import (
	"strconv"
	"strings"

	"relais/dialogs/outbox"
)

// DefaultCeilings hold where RELAIS_SMS_CEILINGS is not set: a quiet region's day many
// times over, and next to nothing abroad. The numbers are those of France, overseas
// included (ITU-T, list of E.164 assigned country codes).
const DefaultCeilings = "all=2000/10000,+33=2000/10000,+262=500/2500,+508=500/2500,+590=500/2500,+594=500/2500," +
	"+596=500/2500,+681=500/2500,+687=500/2500,+689=500/2500,other=50/200"

// maxCeiling bounds a ceiling: above it none is meant.
const maxCeiling = 10_000_000

// ceilings reads "all=2000/10000,+33=…,other=50/200": segments of SMS an hour and a
// day, in all, for numbers that begin so, and for all others together.
func (r *reader) ceilings(live bool) outbox.Ceilings {
	const name = "RELAIS_SMS_CEILINGS"
	text := r.text(name, false)
	if text == "" {
		if !live {
			return nil
		}
		text = DefaultCeilings
	}
	ceilings := outbox.Ceilings{}
	for i, item := range strings.Split(text, ",") {
		scope, value, _ := strings.Cut(strings.TrimSpace(item), "=")
		perHour, perDay, _ := strings.Cut(value, "/")
		hour, noHour := strconv.Atoi(perHour)
		day, noDay := strconv.Atoi(perDay)
		_, twice := ceilings[scope]
		switch {
		case scope != outbox.AllScope && scope != outbox.OtherScope && !isCallingCode(scope):
			r.fault(name, "item %d is not all=, other= or a calling code such as +33=", i+1)
		case twice:
			r.fault(name, "item %d: %s is there twice", i+1, scope)
		case noHour != nil || noDay != nil || hour < 0 || day < 0 || hour > maxCeiling || day > maxCeiling:
			r.fault(name, "item %d: %s is not segments an hour/segments a day (2000/10000)", i+1, scope)
		case hour > day:
			r.fault(name, "item %d: %s has more in an hour than in a day", i+1, scope)
		default:
			ceilings[scope] = outbox.Ceiling{Hour: hour, Day: day}
		}
	}
	for _, scope := range []string{outbox.AllScope, outbox.OtherScope} {
		if _, ok := ceilings[scope]; !ok {
			r.fault(name, "%s is missing: without it nothing stops", scope)
		}
	}
	return ceilings
}
