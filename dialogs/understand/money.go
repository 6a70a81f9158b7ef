package understand

import (
	"slices"
	"strings"
	"time"

	"relais/dialogs/engine"
)

// Payment is what a message tells, unasked, of money that has left.
type Payment struct {
	Cents  int64     // the one sum told, in hundredths of a euro; 0 when none or several are
	At     time.Time // when, or the earliest it can have been; zero when not told
	Exact  bool      // At was told by a time of day or a span ("il y a 20 minutes")
	Clock  bool      // At was told by a time of day alone: of which day is not said
	Within string    // what of a moment was told, even where At is not believed: moment.within
	Card   bool      // a card was used by somebody else
	// Mandate is the number of the mandate by which a public accountant paid, "" if none or several are told.
	Mandate string
	Timed   bool // the moment stands beside the sum: "450 euros à 3h du matin"
	OfIt    bool // the moment stands with the transfer itself: "virement fait hier", not "appelé hier pour un virement"
}

// leastCents and mostCents bound the sums that are believed: a euro, and a hundred millions.
const (
	leastCents = 100
	mostCents  = 100_000_000_00
)

// Payment reads the sum and the moment of a payment in text, a message in lang sent
// now by somebody in zone. Whether the message speaks of a payment at all is the
// caller's to know. "Ce matin" alone is no moment: a bank that is told a time must be
// told the right one.
func (r *Reader) Payment(text, lang string, now time.Time, zone *time.Location) Payment {
	m, said := r.masked(text, lang)
	defer m.release()
	p, _ := m.payment(now, zone)
	for _, l := range r.lexicons { // "12000 euros stolen at 1pm" is short of words that tell the language
		if said || !p.At.IsZero() || l == m.lex {
			continue
		}
		other := r.study(m.folded, false, l)
		o, several := other.payment(now, zone)
		if o.Exact {
			p.At, p.Exact, p.Within = o.At, true, o.Within
		}
		p.Card, p.Timed = p.Card || o.Card, p.Timed || o.Timed
		if several {
			p.Cents = 0
		}
		other.release()
	}
	return p
}

// Moment reads the moment of a message that tells a day or an hour and nothing else: "mardi 10h",
// "hier 15h". How long ago something was is more than that: it says that it was done.
func (r *Reader) Moment(text, lang string, now time.Time, zone *time.Location) (p Payment) {
	m, _ := r.masked(text, lang)
	defer m.release()
	said := m.timeWords(0, len(m.tokens))
	if m.asks > 0 || len(said.clocks) == 0 && !said.dated() || slices.ContainsFunc(m.tokens, func(t token) bool { return t.as(roleAgo | roleSince | roleNot | roleNever) }) ||
		!m.only(func(i int) bool { return m.ofTime(i) || m.tokens[i].flags&(flagLight|flagFiller) != 0 }) {
		return p
	}
	if w, ok := m.when(now, zone); ok && !w.from.After(now) {
		p.At, p.Within = w.from, w.within()
	}
	return p
}

// payment reads the sum and the moment in the words of one language; several says that more
// than one sum is told.
func (m *reading) payment(now time.Time, zone *time.Location) (p Payment, several bool) {
	p.Card, p.Mandate = m.cardUsed(), m.mandate()
	all := m.numbers(true) // "un faux RIB" corrects nothing; of two sums neither is told
	sums := m.sums(all)
	last := -1
	for i, sum := range sums {
		q := &all[i]
		if !sum || q.hundredths < leastCents || q.hundredths > mostCents {
			continue
		}
		several = several || m.repeated(all, i) || last >= 0 && (q.hundredths != p.Cents || m.addedTo(&all[last], q))
		p.Cents, last = q.hundredths, i
		p.Timed = p.Timed || m.timed(q)
	}
	if several {
		p.Cents = 0
		if m.momentsDiffer(all, sums, now, zone) {
			return p, several
		}
	}
	if w, said, ok := m.paidAt(now, zone); ok && !w.from.After(now) {
		p.OfIt = m.ofTransferMade(now, zone)
		p.Within = w.within()
		p.Exact = p.Within == "yes"
		p.Clock = p.Exact && len(said.clocks) > 0 && !said.dated()
		if w.precise == atInstant || w.from.Before(midnight(now.In(w.from.Location()))) {
			p.At = w.from
		}
	}
	return p, several
}

// timed says that a sum stands beside its moment, and is one that left: not tried, refused, asked
// for or denied.
func (m *reading) timed(q *quantity) bool {
	at := &hit{from: q.from, to: q.next - 1}
	if m.attempted(at.from, at.to) || m.denied(at.from, at.to) || m.asking(at) || m.wished(at) || m.halts(q.from) {
		return false
	}
	small := func(i int) bool { return m.tokens[i].flags&(flagLight|flagFiller) != 0 && !m.ofTime(i) }
	next := q.next
	for next < len(m.tokens) && small(next) && m.tokens[next-1].mark < markStop {
		next++
	}
	last := q.from - 1
	for last >= 0 && small(last) && m.tokens[last].mark < markStop {
		last--
	}
	return next < len(m.tokens) && m.tokens[next-1].mark < markStop && m.ofTime(next) || last >= 0 && m.tokens[last].mark < markStop && m.ofTime(last)
}

// sums says which of the quantities of a message are sums in euros: those with their
// currency, those right behind what tells of a payment, and those tied to one of these
// ("5000 et 7000 euros").
func (m *reading) sums(all []quantity) []bool {
	is := make([]bool, len(all))
	named := (m.amends() || m.says("sum_told")) && m.onlyRestates() // "erreur : 45000"
	for i := range all {
		q := &all[i]
		is[i] = q.currency == "" && (q.money || m.paidOf(q) || m.ofTransfer(q) || m.outlaid(q) || named && q.hundredths >= leastBare && m.bare(q))
	}
	var parts []int // in a row, whatever day or hour is told between them
	for i := range all {
		if all[i].money || m.bare(&all[i]) {
			parts = append(parts, i)
		}
	}
	for k := len(parts) - 1; k > 0; k-- {
		i, before := parts[k], parts[k-1]
		is[before] = is[before] || is[i] && m.bare(&all[before]) && m.addedTo(&all[before], &all[i])
	}
	for k := 1; k < len(parts); k++ {
		i, before := parts[k], parts[k-1]
		is[i] = is[i] || is[before] && m.bare(&all[i]) && all[i].hundredths >= leastBare && m.addedTo(&all[before], &all[i])
	}
	return is
}

// bare says that nothing tells what the quantity counts: it is no article, no part of a
// time, and has no currency.
func (m *reading) bare(q *quantity) bool {
	if q.article || q.money || q.from > 0 && m.ofMonth(q.from-1) || m.ofMonth(q.next) || m.lengthUnit(q.next) || m.nameIs(q.next, "hour") {
		return false
	}
	if m.isName(q.from) {
		return false
	}
	for i := max(0, q.from-3); i <= q.from; i++ {
		if d, next, ok := m.dateAt(i); ok && d.day <= 31 && next > q.from && next >= q.next {
			return false
		}
		if _, next, ok := m.clockAt(i); ok && next > q.from && next >= q.next {
			return false
		}
	}
	return true
}

// isName says that the number at token i is the name of what stands before it, and no sum: "mandat
// 1234", "mandats 1234 et 1235".
func (m *reading) isName(i int) bool {
	for i > 2 && m.tokens[i-1].as(roleAnd) && m.tokens[i-2].kind == isNumber {
		i -= 2
	}
	return i > 0 && m.tokens[i-1].mark == markNone && (m.within(inGrammar, "numbered", i-1) || m.within(inGrammar, "mandated", i-1))
}

// mandate returns the number of the mandate that is told, "" if none or several are, or if it is not of
// figures alone: half a reference is a wrong one.
func (m *reading) mandate() string {
	number := ""
	for i := 1; i < len(m.tokens); i++ {
		t := &m.tokens[i]
		before := i - 1
		if m.tokens[before].text == "°" && before > 0 {
			before--
		}
		if t.kind != isNumber || !m.within(inGrammar, "mandated", before) || m.tokens[before].mark != markNone {
			continue
		}
		tied := t.sep != 0 && t.sep != ' ' || i+2 < len(m.tokens) && m.tokens[i+1].as(roleAnd) && m.tokens[i+2].kind == isNumber || t.mark == markNone && i+1 < len(m.tokens) && m.tokens[i+1].kind == isNumber
		if number != "" || tied || len(t.raw) > maxMandate || strings.Trim(t.raw, "0123456789") != "" {
			return ""
		}
		number = t.raw
	}
	return number
}

// maxMandate is how many figures a number has at most that is believed, and that a text message has room for.
const maxMandate = 8

// ofMonth says that a month is named at token i.
func (m *reading) ofMonth(i int) bool {
	name, _ := m.timeName(i)
	return place(months[:], name) >= 0
}

// addedReach is how many small words may stand between two sums: "4500 puis un autre de 3200".
const addedReach = 4

// addedTo says that two quantities are told in a row, as parts of one list or as the ends of a
// range. The day or the hour of the first may stand between them: "12000 euros hier et 30000 ce
// matin".
func (m *reading) addedTo(prev, q *quantity) bool {
	if m.stops(prev.next-1, q.from) {
		return false
	}
	tied := prev.hundredths >= leastBare && (q.from == prev.next || m.tokens[prev.next-1].mark == markComma)
	tied = tied || m.tied(prev, q) != ""
	small, timed, comma := 0, false, false
	for i := prev.next; i < q.from; i++ {
		t := &m.tokens[i]
		comma = comma || t.mark == markComma
		adds := m.within(inGrammar, "sum", i) || t.flags&flagBreak != 0
		if !adds && m.ofTime(i) {
			timed = true
			continue
		}
		joins := adds || m.within(inGrammar, "range", i) && !timed // "12000 euros hier à 1500 adresses"
		if small++; small > addedReach || !joins && t.flags&(flagLight|flagFiller) == 0 && !t.as(roleTransfer|roleOne|roleOf|rolePaid|roleTaken) {
			return false
		}
		tied = tied || joins
	}
	behind := m.ofTime(q.next) || q.next < len(m.tokens) && m.tokens[q.next].flags&flagLight != 0 && m.ofTime(q.next+1) // "30000 on Tuesday"
	return tied || timed && prev.hundredths >= leastBare && (behind || comma && m.uncounted(q.next))
}

// ofTime says that token i tells of a day or an hour.
func (m *reading) ofTime(i int) bool {
	return i < len(m.tokens) && (m.tokens[i].kind == isNumber || slices.ContainsFunc(m.hits, func(h hit) bool {
		return h.label.section == inTimes && h.gaps == 0 && h.from <= i && i <= h.to
	}))
}

// uncounted says that token i is the end of the message or a small word: no name, and nothing that a
// number before it would count ("46000 Cahors", "150 clients").
func (m *reading) uncounted(i int) bool {
	return i >= len(m.tokens) || m.tokens[i].flags&(flagLight|flagFiller) != 0
}

// masked reads text, a message in lang, without the secrets in it; said
// says that its language is told. The caller releases it.
func (r *Reader) masked(text, lang string) (m *reading, said bool) {
	text, _ = Mask(text)
	folded, hidden := foldText(text)
	tongue, told := r.language(folded, lang)
	return r.study(folded, hidden, tongue), told != ""
}

// paymentReach is how many words may stand between what was done with a sum and the sum.
const paymentReach = 9

// moneyGone tells that money was paid, or has left, where the message says it of a sum in
// euros or of a transfer: "la secrétaire a fait un virement", "3500 euros partis". Who pays,
// and how they are called, does not matter.
func (m *reading) moneyGone(out *engine.Reading) {
	var sums []quantity
	all := m.numbers(true)
	for i, sum := range m.sums(all) {
		if sum {
			sums = append(sums, all[i])
		}
	}
	var others, own, handed bool
	for i := range m.tokens {
		t := &m.tokens[i]
		h := hit{from: i, to: i}
		made, wired := t.as(roleMade), m.wiredBeside(i, sums)
		ofUs := t.as(roleTaken) && (i > 0 && m.within(inGrammar, "self", i-1) || i > 1 && m.within(inGrammar, "self", i-2)) // "un client m'a arnaqué"
		cheated := !ofUs && m.within(inGrammar, "cheated", i)
		if made && !m.transferBehind(i) || !made && !wired && !cheated && !t.as(rolePaid|roleTaken|rolePaying) || !wired && !cheated && !m.happened(i) || m.denied(i, i) || m.asking(&h) || m.wished(&h) || m.halts(i) {
			continue
		}
		byOthers := !ofUs && m.paidByOthers(i)
		if cheated && !byOthers && !m.happened(i) {
			continue
		}
		at := i
		if !made {
			k := slices.IndexFunc(sums, func(q quantity) bool { return m.ofSum(i, &q) })
			switch {
			case k >= 0:
				at = sums[k].from
			case byOthers && (t.as(rolePaid) || cheated) && m.deceives(i):
			case !m.billPaid(i):
				continue
			}
		}
		if byOthers {
			others = true
			continue
		}
		own, handed = true, handed || t.as(rolePaid)
		told := engine.Told{Fact: "paid", Value: "yes"}
		if t.as(roleTaken) {
			told = engine.Told{Fact: "money", Value: "gone"}
		}
		if slices.ContainsFunc(out.Told, func(o engine.Told) bool { return o.Fact == told.Fact }) {
			continue
		}
		out.Told = append(out.Told, told)
		out.Why = append(out.Why, told.Fact+"="+told.Value+": "+m.words(min(i, at), max(i, at)))
	}
	if k := slices.IndexFunc(all, func(q quantity) bool { return m.outlaid(&q) }); k >= 0 && !others && !own {
		handed = true
		if !slices.ContainsFunc(out.Told, func(o engine.Told) bool { return o.Fact == "paid" }) {
			out.Told = append(out.Told, engine.Told{Fact: "paid", Value: "yes"})
			out.Why = append(out.Why, "paid=yes: "+m.words(max(0, all[k].from-outlayReach), all[k].next-1))
		}
	}
	if others && !own { // their bank recalls it, and it is no loss of who writes
		out.Told = slices.DeleteFunc(out.Told, func(o engine.Told) bool { return o.Fact == "paid" || o.Fact == "money" })
		out.Told = tell(tell(out.Told, othersPaid), engine.Told{Fact: "deceived", Value: "yes"})
	}
	if how := m.lost(out, handed); how != "" {
		out.Told = append(out.Told, engine.Told{Fact: "lost", Value: how})
	}
}

// outlayReach is how many words may stand between what was bought and its sum.
const outlayReach = 3

// outlaid says that a sum was handed over for something that was none, told without what was done with
// it: "faux site commande 89 euros", "location bidon acompte 600"; or by a means by which money is only
// sent: "paylib 150", "bitcoins 2000 envoyés". What is offered, asked for or yet to be paid is not.
func (m *reading) outlaid(q *quantity) bool {
	if q.hundredths < leastCents || q.currency != "" || !q.money && (q.hundredths < leastBare || !m.bare(q)) || m.denied(q.from, q.next-1) || m.asking(&hit{from: q.from, to: q.next - 1}) {
		return false
	}
	beside := func(list string) bool {
		return slices.ContainsFunc(m.hits, func(h hit) bool {
			of := h.label.section == inGrammar && (h.label.name == list || list == "coins" && m.coin(&h)) || list == "prepaid" && h.label.section == inFacts && h.label.name == "paid_by" && h.label.value == list
			if !of || h.gaps > 0 || h.guessed || h.negated || m.wished(&h) {
				return false
			}
			return h.to < q.from && q.from-h.to <= outlayReach && !m.stops(h.to, q.from) || h.from >= q.next && h.from-q.next < outlayReach && !m.stops(q.next-1, h.from)
		})
	}
	switch {
	case beside("means"), beside("prepaid"):
	case (beside("outlay") || beside("bill") || beside("card_used")) && (m.says("sham") || m.says("cheated") || m.says("coins") || slices.ContainsFunc(m.hits, func(h hit) bool { return m.coin(&h) }) ||
		slices.ContainsFunc(m.tokens, func(t token) bool { return t.as(roleFalse) })):
	case beside("coins") && slices.ContainsFunc(m.tokens, func(t token) bool { return t.as(rolePaid) }):
	default:
		return false
	}
	for i := range m.tokens { // "rien reçu" is of the order
		if m.tokens[i].as(roleAnnounced) && !m.within(inGrammar, "sham", i) {
			return false
		}
	}
	return !m.says("offered") && !m.says("due") && !m.says("attempt") && !m.says("nearly") && !m.cardUsed() && !m.says("debit") && !m.says("withdrawal") && !slices.ContainsFunc(m.tokens, func(t token) bool {
		return t.as(roleDemanded | roleMust | roleHalted | roleGoing | roleWish)
	})
}

// coin says that hit h names a currency that is only traded.
func (m *reading) coin(h *hit) bool {
	return h.label.section == inGrammar && h.label.name == "currency" && (h.label.value == "BTC" || h.label.value == "ETH")
}

// movedAway is told of money of who writes that was moved from their account.
var movedAway = engine.Told{Fact: "lost", Value: "moved"}

// lost says how money of who writes has left where some has, so that the bank is to call it back: it
// was moved from an account, or taken in a way that nobody says; "" where it was handed over, perhaps
// to whom asks for a ransom, or taken by a card, which is blocked.
func (m *reading) lost(out *engine.Reading, handed bool) (how string) {
	switch {
	case !out.MoneyGone():
		return ""
	case slices.ContainsFunc(m.tokens, func(t token) bool { return t.as(roleMoved) }):
		return movedAway.Value
	case handed, !slices.Contains(out.Told, engine.Told{Fact: "money", Value: "gone"}), m.cardUsed(), m.says("card"), m.says("debit"), m.says("withdrawal"):
		return ""
	}
	return "taken"
}

// wiredBeside says that token i is a transfer told in passing, with its sum and without a verb: "SMS
// frauduleux et virement de 900 euros", "virus + faux virement 3000 euros". What else is told stands
// before it; one that is to be made, was asked for or stopped has not left.
func (m *reading) wiredBeside(i int, sums []quantity) bool {
	if t := &m.tokens[i]; !t.as(roleTransfer) || !t.as(roleMoved) || m.says("due") || m.says("attempt") || slices.ContainsFunc(m.tokens, func(t token) bool { return t.as(roleDemanded | roleMust | roleHalted | roleGoing) }) {
		return false
	}
	k := i - 1
	for k > 0 && m.tokens[k].mark == markNone && (m.tokens[k].as(roleFalse|roleOne) || m.tokens[k].kind == isNumber) {
		k--
	}
	if k < 0 || !m.tokens[k].as(roleAnd) && !m.within(inGrammar, "sum", k) && m.tokens[k].mark != markComma {
		return false
	}
	return slices.ContainsFunc(sums, func(q quantity) bool { return q.from > i && m.near(i, q.from) || q.from == i+1 })
}

// othersPaid is told where a customer, not who writes, paid whom nobody should have paid.
var othersPaid = engine.Told{Fact: "payer", Value: "others"}

// paidByOthers says that who paid, at token i, is a customer or another from outside: "un de nos
// clients a réglé", "8000 euros payés par un client", not "on a payé pour un client" nor "données
// clients volées et 10000 euros virés".
func (m *reading) paidByOthers(i int) bool {
	if i+1 < len(m.tokens) && m.tokens[i].mark == markNone && m.is("payer_by", i+1) {
		for k := i + 2; k < min(len(m.tokens), i+2+payerReach) && m.tokens[k-1].mark == markNone; k++ {
			if m.is("payers", k) {
				return true
			}
		}
	}
	for k := i - 1; k >= 0 && m.tokens[k].mark < markComma && m.tokens[k].flags&flagBreak == 0 && !m.tokens[k].as(roleAnd); k-- {
		t := &m.tokens[k]
		switch {
		case m.of("one_of_them", k) > 0:
			return m.tokens[k+m.of("one_of_them", k)].as(rolePerfect | roleBeing) // not "l'un de nos agents a payé"
		case m.is("families", k):
			return k == 0 || m.tokens[k-1].kind == isNumber || m.tokens[k-1].as(roleEvery|roleOf|roleSome) || m.tokens[k-1].flags&flagNumber != 0
		case m.is("payers", k):
			if k == 0 || m.tokens[k-1].mark >= markComma {
				return true
			}
			before := &m.tokens[k-1]
			_, counted := m.lex.number(before.text)
			return (counted || before.kind == isNumber || before.flags&flagLight != 0) && !before.as(roleFor|roleTo) && !(k > 1 && m.tokens[k-2].as(roleFor|roleTo))
		case t.as(roleSpeaker) && !m.within(inGrammar, "reports", k) && !m.within(inGrammar, "discovered", k) && !m.within(inGrammar, "sent", k):
			return false
		}
	}
	return false
}

// payerReach is how many words may stand between "par" and who paid: "par un de nos plus gros clients".
const payerReach = 5

// of returns how many words the longest phrase of a list has that begins with token i and has a word
// behind it; 0 for none.
func (m *reading) of(list string, i int) (words int) {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inGrammar && h.label.name == list && h.gaps == 0 && h.from == i && h.to+1 < len(m.tokens) {
			words = max(words, h.to+1-i)
		}
	}
	return words
}

// deceives says that a customer who paid, at token i, is told of as one who was cheated, though no sum
// is: they said so themselves, it is just them, or something false was paid.
func (m *reading) deceives(i int) bool {
	return m.says("reports") || m.says("discovered") || m.says("singled") || m.says("one_of_them") || slices.ContainsFunc(m.tokens[i:], func(t token) bool { return t.as(roleFalse) })
}

// happened says that what token i tells of money was done: it stands behind a perfect ("a
// viré"), behind what tells of just now or of what was done to somebody ("vient de partir",
// "s'est fait voler"), behind its sum ("3500 euros partis"), or tells it by itself ("wired").
func (m *reading) happened(i int) bool {
	t := &m.tokens[i]
	if i > 1 && m.lex.role(t.raw)&rolePaying != 0 && m.tokens[i-1].as(rolePerfect) && (m.is("currency", i-2) || m.is("bill", i-2)) { // "900 euros à payer", not "on a payer"
		return false
	}
	if i > 0 && m.tokens[i-1].mark == markNone {
		before := &m.tokens[i-1]
		if t.as(roleTaken) && t.as(rolePaying) && before.as(roleSlurred) { // "on ma arnaquer"
			return true
		}
		if before.as(roleOne | roleSingular | roleThis) { // "une arnaque"
			return t.as(roleGone)
		}
		if n, ok := m.lex.number(before.text); ok && n.value >= 1000 && t.as(roleTaken) { // "1,2 million parti"
			return true
		}
	}
	perfect, recent, suffered := false, false, false
	for k := i - 1; k >= max(0, i-5); k-- {
		p := &m.tokens[k]
		if p.mark >= markComma || p.flags&flagBreak != 0 {
			break
		}
		if m.negates(k) || m.is("nearly", k) || p.as(roleDemanded|roleMust|roleHow|roleWish|roleGoing) && !p.as(rolePerfect|roleRecent) {
			return false
		}
		perfect = perfect || p.as(rolePerfect|roleBeing)
		recent = recent || p.as(roleRecent)
		suffered = suffered || p.as(roleMade)
	}
	if t.as(rolePaying) {
		return recent || perfect && suffered
	}
	perfect = perfect || m.perfectAbove(i)
	return perfect || recent || t.as(roleGone) || i > 0 && m.is("currency", i-1) || m.telegraphed(i)
}

// perfectAbove says that token i, a participle, is the second one of a perfect: "ont pris la main et
// fait un virement".
func (m *reading) perfectAbove(i int) bool {
	if i == 0 || !m.tokens[i-1].as(roleAnd) {
		return false
	}
	for k := i - 2; k >= 0 && m.tokens[k].mark == markNone && m.tokens[k].flags&flagBreak == 0 && !m.tokens[k].as(roleAnd); k-- {
		if m.negates(k) {
			return false
		}
		if m.tokens[k].as(rolePerfect) {
			return true
		}
	}
	return false
}

// telegraphed says that token i is the participle of a payment told without its verb: "faux
// RIB payé 6000 euros", "faux RIB, facture payée hier", "hier viré 12000 euros". Right behind it
// stands the sum, or when a bill was paid; before it what was paid, or nothing but when, and
// nobody who pays, for "je paye" is yet to come.
func (m *reading) telegraphed(i int) bool {
	if _, ok := m.quantityAt(min(i+1, len(m.tokens)-1), true); !ok && !m.billPaid(i) || !m.tokens[i].as(rolePaid) || m.tokens[i].mark != markNone {
		return false
	}
	told := m.sentenceFrom(i)
	for k := i - 1; k >= max(0, i-5) && m.tokens[k].mark < markStop; k-- {
		t := &m.tokens[k]
		if t.as(roleSpeaker|roleYou|roleFor|roleTo|roleMust|roleWish|roleGoing) || m.negates(k) {
			return false
		}
		told = told || t.as(roleFalse)
	}
	return told
}

// sentenceFrom says that a sentence begins with token i, or with a time right before it.
func (m *reading) sentenceFrom(i int) bool {
	for i > 0 && m.tokens[i-1].mark < markComma && m.ofTime(i-1) {
		i--
	}
	return i == 0 || m.tokens[i-1].mark >= markStop
}

// billPaid says that right before token i, a participle, stands a bill, and behind it when:
// "facture payée hier".
func (m *reading) billPaid(i int) bool {
	return i > 0 && m.tokens[i].as(rolePaid) && m.is("bill", i-1) && m.ofTime(i+1) && m.tokens[i].mark == markNone
}

// ofSum says that what token i tells is told of the sum q: both stand in one sentence, close
// to each other, and nothing but small words between what was sent and how much.
func (m *reading) ofSum(i int, q *quantity) bool {
	if q.from < i {
		return i-q.next < paymentReach && !m.stops(q.next-1, i)
	}
	if m.tokens[i].as(roleSent) && !m.near(i, q.from) {
		return false
	}
	return q.from-i <= paymentReach && !m.stops(i, q.from)
}

// stops says that a sentence ends between two tokens.
func (m *reading) stops(from, to int) bool {
	return slices.ContainsFunc(m.tokens[from:to], func(t token) bool { return t.mark >= markStop })
}

// transferBehind says that a transfer is what token i made: "a fait un virement".
func (m *reading) transferBehind(i int) bool {
	for k := i + 1; k < min(len(m.tokens), i+5) && m.tokens[k-1].mark == markNone; k++ {
		if m.tokens[k].as(roleTransfer) {
			return true
		}
		if m.tokens[k].flags&(flagLight|flagFiller|flagNumber) == 0 && m.tokens[k].kind != isNumber && !m.tokens[k].as(roleOne) {
			return false
		}
	}
	return false
}

// halts says that the sentence of token i tells of a transfer that did not leave.
func (m *reading) halts(i int) bool {
	for k := range m.tokens {
		if !m.tokens[k].as(roleHalted) || m.denied(k, k) || m.stops(min(i, k), max(i, k)) {
			continue
		}
		for j := max(0, k-7); j < min(len(m.tokens), k+6); j++ {
			if m.tokens[j].as(roleTransfer) {
				return true
			}
		}
	}
	return false
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

// ofTransfer says that a bare number is the sum of a transfer: "un virement de 1,2 million".
func (m *reading) ofTransfer(q *quantity) bool {
	i := q.from - 1
	for i > 0 && m.tokens[i].as(roleOf) && m.tokens[i].mark == markNone {
		i--
	}
	return q.hundredths >= leastBare && i >= 0 && m.tokens[i].as(roleTransfer) && m.tokens[i].mark == markNone && m.bare(q)
}

// mostTimes is how often, in hundredths, one sum is believed to be paid.
const mostTimes = 50_00

// repeated says that the sum all[i] is told of each of several: "3 virements de 2 000 euros",
// "2 fausses factures de 4 000 euros", "3 fois 9 990 €", "9 990 € 3 fois".
func (m *reading) repeated(all []quantity, i int) bool {
	sum := &all[i]
	if i > 0 && m.several(&all[i-1]) && m.together(all[i-1].next, sum.from) {
		of := m.tokens[sum.from-1].as(roleOf)
		if of && sum.from-all[i-1].next <= addedReach || m.is("multiply", sum.from-1) {
			return true
		}
	}
	return i+1 < len(all) && all[i+1].from == sum.next && m.several(&all[i+1]) && m.is("multiply", all[i+1].next)
}

// several says that a number may be how many times something was paid.
func (m *reading) several(q *quantity) bool {
	return q.hundredths > 100 && q.hundredths <= mostTimes && m.bare(q)
}

// together says that no mark stands between two tokens.
func (m *reading) together(from, to int) bool {
	return !slices.ContainsFunc(m.tokens[max(0, from-1):max(0, to-1)], func(t token) bool { return t.mark != markNone })
}

// momentsDiffer says that more than one moment is told, each of another sum or joined to another:
// "12000 euros hier et 30000 ce matin", "3 fois 9990 euros hier et ce matin".
func (m *reading) momentsDiffer(all []quantity, sums []bool, now time.Time, zone *time.Location) bool {
	var first time.Time
	from, k := 0, 0
	for i := 0; i <= len(m.tokens); i++ {
		for k < len(all) && (!sums[k] || all[k].next <= i) {
			k++
		}
		inSum := k < len(all) && all[k].from <= i
		if i < len(m.tokens) && !inSum && !m.tokens[i].as(roleAnd) && m.tokens[i].flags&flagBreak == 0 && m.tokens[max(0, i-1)].mark == markNone {
			continue
		}
		if w, ok := m.timeWords(from, i).moment(now.In(zone), zone); ok {
			if !first.IsZero() && !w.from.Equal(first) {
				return true
			}
			first = w.from
		}
		if from = i; inSum || i < len(m.tokens) && m.tokens[i].as(roleAnd) {
			from = i + 1
		}
	}
	return false
}
