package understand

import (
	"slices"
	"time"
)

// Payment is what a message tells, unasked, of money that has left.
type Payment struct {
	Euros int64     // the one sum told in euros, rounded down; 0 when none or several are
	At    time.Time // when, or the earliest it can have been; zero when not told
	Exact bool      // At was told by a time of day or a span ("il y a 20 minutes")
}

// maxEuros is the greatest sum that is believed.
const maxEuros = 100_000_000

// Payment reads the sum and the moment of a payment in text, a message in lang sent
// now by somebody in zone. Whether the message speaks of a payment at all is the
// caller's to know. "Ce matin" alone is no moment: a bank that is told a time must be
// told the right one.
func (r *Reader) Payment(text, lang string, now time.Time, zone *time.Location) Payment {
	m := r.masked(text, lang)
	defer m.release()
	var p Payment
	all := m.numbers(true) // "un faux RIB" corrects nothing; of two sums neither is told
	for i := range all {
		q := &all[i]
		euros := q.hundredths / 100
		if !q.money && !m.paidOf(q) || q.currency != "" || euros < 1 || euros > maxEuros || euros == p.Euros {
			continue
		}
		if p.Euros != 0 || i > 0 && m.each(&all[i-1], q) {
			p.Euros = 0
			break
		}
		p.Euros = euros
	}
	if w, ok := m.when(now, zone); ok && !w.from.After(now) {
		p.Exact = w.precise == atInstant
		if p.Exact || w.from.Before(midnight(now.In(w.from.Location()))) {
			p.At = w.from
		}
	}
	return p
}

// masked reads text, a message in lang, without the secrets in it. The caller releases it.
func (r *Reader) masked(text, lang string) *reading {
	text, _ = Mask(text)
	folded, hidden := foldText(text)
	tongue, _ := r.language(folded, lang)
	return r.study(folded, hidden, tongue)
}

// leastBare is the least sum in hundredths that is believed without a currency: "on a payé 2
// factures" tells none.
const leastBare = 100_00

// paidOf says that a bare number stands right behind words that tell of money gone: "on a
// viré 3200 hier".
func (m *reading) paidOf(q *quantity) bool {
	return q.hundredths >= leastBare && slices.ContainsFunc(m.hits, func(h hit) bool {
		gone := h.label.name == "paid" && h.label.value == "yes" || h.label.name == "money" && h.label.value == "gone"
		return h.label.section == inFacts && gone && !h.negated && !m.held(&h) && h.to < q.from && m.near(h.to, q.from)
	})
}

// each says that a sum is told of each of several: "3 virements de 2 000 euros".
func (m *reading) each(count, sum *quantity) bool {
	of := m.tokens[sum.from-1].text
	return !count.money && !count.article && sum.from-count.next <= 2 && (of == "de" || of == "of")
}

// Discovery is the moment from which an attack is known to who writes, told unasked.
type Discovery struct {
	At    time.Time // the moment, or the earliest it can have been; zero when not told
	Exact bool      // told by a time of day or a span
}

// knownAtMost is how long ago a discovery that is told unasked is believed to be: what is
// further back is most often the age of something else.
const knownAtMost = 31 * 24 * time.Hour

// Discovery reads since when the attack is known in text, a message in lang sent now by
// somebody in zone: what holds "depuis jeudi 18h", or was "découvert hier soir". A moment
// without such words is when something happened, and perhaps not when it was found.
func (r *Reader) Discovery(text, lang string, now time.Time, zone *time.Location) Discovery {
	m := r.masked(text, lang)
	defer m.release()
	found := m.says("discovered")
	for i := range m.tokens {
		if !found && !m.tokens[i].as(roleSince) {
			continue
		}
		from := i
		if found {
			from = 0
		}
		w, ok := m.timeWords(from, len(m.tokens)).moment(now.In(zone), zone)
		if !ok || w.from.After(now) || now.Sub(w.from) > knownAtMost {
			return Discovery{}
		}
		return Discovery{At: w.from, Exact: w.precise == atInstant}
	}
	return Discovery{}
}
