package understand

import (
	"slices"
	"time"
)

// Discovery is the moment from which an attack is known to who writes, told unasked.
type Discovery struct {
	At     time.Time // the moment, or the earliest it can have been; zero when not told
	Within string    // what of it was told: moment.within
	Found  bool      // what tells of the finding stands beside At: it is nothing else's moment
}

// knownAtMost is how long ago a discovery that is told unasked is believed to be: what is
// further back is most often the age of something else.
const knownAtMost = 31 * 24 * time.Hour

// Discovery reads since when the attack is known in text, a message in lang sent now by
// somebody in zone: what holds "depuis jeudi 18h", or was "découvert hier soir". A moment
// without such words is when something happened, and perhaps not when it was found.
func (r *Reader) Discovery(text, lang string, now time.Time, zone *time.Location) Discovery {
	m, _ := r.masked(text, lang)
	defer m.release()
	believed := func(w moment) bool { return !w.from.After(now) && now.Sub(w.from) <= knownAtMost }
	for _, c := range m.clauses() {
		if w, ok := m.timeWords(c.from, c.to).moment(now.In(zone), zone); ok && c.tells == itsFinding {
			if !believed(w) {
				return Discovery{}
			}
			return Discovery{At: w.from, Within: w.within(), Found: true}
		}
	}
	for i := range m.tokens {
		if m.tokens[i].as(roleSince) {
			w, ok := m.timeWords(i, len(m.tokens)).moment(now.In(zone), zone)
			if !ok || !believed(w) {
				return Discovery{}
			}
			return Discovery{At: w.from, Within: w.within()}
		}
	}
	return Discovery{}
}

// clause is a run of words that tells of one thing: the moment in it is that thing's.
type clause struct {
	from, to int // tokens, to is behind the last
	tells    what
}

type what uint8

const (
	nothingElse what = iota
	itsFinding       // how the attack was found
	thePayment
)

// clauses cuts a message where a mark, "et" or "mais" stands, and where it turns from the payment to
// how that was found, or back: "le virement est parti lundi, on s'en est aperçu à 14h", "découvert à
// 9h un virement d'hier".
func (m *reading) clauses() []clause {
	all := []clause{{}}
	for i := range m.tokens {
		last := &all[len(all)-1]
		told := m.tellsOf(i)
		cut := i > 0 && (m.tokens[i-1].mark != markNone || m.tokens[i].flags&flagBreak != 0 || m.tokens[i].as(roleAnd) && !m.ofTime(i+1))
		if cut || told != nothingElse && last.tells != nothingElse && last.tells != told {
			all = append(all, clause{from: i})
			last = &all[len(all)-1]
		}
		if last.to = i + 1; told != nothingElse {
			last.tells = told
		}
	}
	for i := 0; i < len(all) && len(all) > 1; i++ { // "on l'a découvert hier, vers 9h": the hour goes with what it stands beside
		if c := &all[i]; c.tells != nothingElse || !m.onlyTime(c) {
			continue
		}
		if i > 0 {
			all[i-1].to = all[i].to
		} else {
			all[1].from = 0
		}
		all = slices.Delete(all, i, i+1)
		i--
	}
	return all
}

// tellsOf says what the word at token i tells of.
func (m *reading) tellsOf(i int) what {
	switch {
	case m.found(i):
		return itsFinding
	case m.tokens[i].as(roleTransfer | rolePaid | roleTaken | roleGone | roleSent | rolePaying), m.is("currency", i),
		m.grammarFrom("card_used", i) != nil, m.grammarFrom("debit", i) != nil, m.grammarFrom("withdrawal", i) != nil:
		return thePayment
	}
	return nothingElse
}

// found says that something was found out at token i; an account that "est à découvert" is overdrawn.
func (m *reading) found(i int) bool {
	h := m.grammarFrom("discovered", i)
	return h != nil && !h.negated && !m.tokens[max(0, i-1)].as(roleNothing) && !(i > 1 && m.tokens[i-1].as(roleTo) && m.tokens[i-2].as(roleBeing))
}

// onlyTime says that a clause holds a moment and nothing else.
func (m *reading) onlyTime(c *clause) bool {
	for i := c.from; i < c.to; i++ {
		if !m.ofTime(i) && m.tokens[i].flags&(flagLight|flagFiller) == 0 {
			return false
		}
	}
	return true
}

// paidAt reads when money left, relative to now in zone, and the words that tell it. Where the message
// tells how that was found, the moment of the finding is none of the payment's.
func (m *reading) paidAt(now time.Time, zone *time.Location) (moment, timeSaid, bool) {
	all := m.clauses()
	if !slices.ContainsFunc(all, func(c clause) bool { return c.tells == itsFinding }) {
		w, ok := m.when(now, zone)
		return w, m.timeWords(0, len(m.tokens)), ok
	}
	for _, tells := range []what{thePayment, nothingElse} {
		for _, c := range all {
			said := m.timeWords(c.from, c.to)
			if w, ok := said.moment(now.In(zone), zone); ok && c.tells == tells {
				return w, said, true
			}
		}
	}
	return moment{}, timeSaid{}, false
}

// ofTransferMade says that a moment stands in a clause with the transfer or the sum, and with nothing
// that was only written, said or wanted: a call and a demand have moments of their own.
func (m *reading) ofTransferMade(now time.Time, zone *time.Location) bool {
	return slices.ContainsFunc(m.clauses(), func(c clause) bool {
		if _, ok := m.timeWords(c.from, c.to).moment(now.In(zone), zone); !ok || c.tells != thePayment {
			return false
		}
		for i := c.from; i < c.to; i++ {
			t := &m.tokens[i]
			if m.negates(i) || t.as(roleAnnounced|roleDemanded|roleMust|roleWish|roleGoing|roleHalted) {
				return false
			}
		}
		return true
	})
}
