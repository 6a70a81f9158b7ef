package understand

import "time"

// Payment is what a message tells, unasked, of money that has left.
type Payment struct {
	Euros int64     // the one sum told in euros, rounded down; 0 when none or several are
	At    time.Time // when, as far as a time of day or a span ("il y a 20 minutes") says it; else zero
}

// maxEuros is the greatest sum that is believed.
const maxEuros = 100_000_000

// Payment reads the sum and the moment of a payment in text, a message in lang sent
// now by somebody in zone. Whether the message speaks of a payment at all is the
// caller's to know. "Ce matin" alone is no moment: a bank that is told a time must be
// told the right one.
func (r *Reader) Payment(text, lang string, now time.Time, zone *time.Location) Payment {
	text, _ = Mask(text)
	folded, hidden := foldText(text)
	tongue, _ := r.language(folded, lang)
	m := r.study(folded, hidden, tongue)
	defer m.release()
	var p Payment
	all := m.numbers(true) // "un faux RIB" corrects nothing; of two sums neither is told
	for i := range all {
		q := &all[i]
		euros := q.hundredths / 100
		if !q.money || q.currency != "" || euros < 1 || euros > maxEuros || euros == p.Euros {
			continue
		}
		if p.Euros != 0 || i > 0 && m.each(&all[i-1], q) {
			p.Euros = 0
			break
		}
		p.Euros = euros
	}
	if w, ok := m.when(now, zone); ok && w.precise == atInstant && !w.from.After(now) {
		p.At = w.from
	}
	return p
}

// each says that a sum is told of each of several: "3 virements de 2 000 euros".
func (m *reading) each(count, sum *quantity) bool {
	of := m.tokens[sum.from-1].text
	return !count.money && !count.article && sum.from-count.next <= 2 && (of == "de" || of == "of")
}
