package understand

// Whoever reads along here is told in more ways than a list of phrases holds: who does it, what
// they do and of what come from three lists (the signals of words.<lang>.yaml), and stand in one
// clause in that order, "le pirate peut lire nos sms"; or what is read along is told of itself,
// "mes sms sont surveillés".

// alongReach is how many words may stand between who reads along and what they do.
const alongReach = 9

// readAlong returns the words that tell that somebody reads what is written here, or has a way
// into the telephone that writes.
func (m *reading) readAlong() (from, to int, ok bool) {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inSignals || h.gaps > 0 || h.guessed {
			continue
		}
		switch h.label.name {
		case "own_phone", "own_texts", "written", "this_here", "everything", "own_screen":
			if from, ok := m.onlooker(h); ok && !m.ofMail(h) {
				return from, h.to, true
			}
		}
		switch h.label.name {
		case "own_phone", "own_texts", "written", "the_phone":
			if to, ok := m.priedOn(h); ok && !m.ofMail(h) {
				return h.from, to, true
			}
			if to, ok := m.priedOnIt(h); ok && !m.ofMail(h) {
				return h.from, to, true
			}
		}
	}
	return 0, 0, false
}

// signalAt returns a phrase of a list of signals that stands where it is looked for, or nil.
func (m *reading) signalAt(name string, at func(h *hit) bool) *hit {
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inSignals && h.label.name == name && h.gaps == 0 && !h.guessed && at(h) {
			return h
		}
	}
	return nil
}

// onlooker returns the first token of who does something to what the hit names, that is none of
// those who write.
func (m *reading) onlooker(of *hit) (from int, ok bool) {
	for _, name := range [...]string{"spies", "looks", "gets_in", "has_read"} {
		if name == "gets_in" && of.label.name != "own_phone" || name == "has_read" && of.label.name != "own_texts" {
			continue
		}
		verb := m.signalAt(name, func(h *hit) bool { return h.to < of.from && m.near(h.to, of.from) })
		if verb == nil || m.within(inSignals, "own_voice", verb.from-1) && !m.within(inSignals, "someone", verb.from-2) {
			continue
		}
		if of.label.name == "this_here" && (name == "has_read" || !m.ends(of.to)) {
			continue // "il lit ce mail": what is pointed at has a name
		}
		if of.label.name == "everything" && (name != "spies" || of.to+1 < len(m.tokens) && m.tokens[of.to].mark == markNone || m.names(inSignals, "their_mail")) {
			continue // "il lit tout le disque", "il est dans la messagerie et lit tout"
		}
		from, ok := m.doer(verb, name)
		if ok && of.label.name == "own_screen" && !m.lookedInto(from, of) {
			continue // "le technicien regarde mon écran": that of the computer
		}
		if ok && m.within(inSignals, "shared_letters", of.from) && m.within(inSignals, "has_access", verb.from) && m.within(inSignals, "reader_along", from) {
			continue // "le pirate a accès à nos messages": a mailbox
		}
		if ok && m.anybodys(of) && (m.within(inSignals, "someone", from) || m.within(inSignals, "people_or_we", from) || of.to+1 < len(m.tokens) && m.tokens[of.to+1].as(roleOf)) {
			continue // "on lit les messages d'erreur"; but "le pirate lit les sms"
		}
		if ok && !m.asking(&hit{from: from, to: of.to, label: of.label}) {
			return from, true
		}
	}
	return 0, false
}

// lookedInto says that the screen the hit names is that of the telephone: who looks is near, or is
// nobody that is named, and nothing else is told.
func (m *reading) lookedInto(from int, of *hit) bool {
	return m.within(inSignals, "partner", from) || m.within(inSignals, "kin", from) || !m.within(inSignals, "reader_along", from) && m.nothingBeside(from, of.to)
}

// anybodys says that what the hit names is not told to be of those who write: "les messages".
func (m *reading) anybodys(of *hit) bool {
	return of.label.name == "own_texts" && of.to == of.from+1 && m.tokens[of.from].as(roleEvery)
}

// ends says that nothing is named behind token i.
func (m *reading) ends(i int) bool {
	return i+1 >= len(m.tokens) || m.tokens[i].mark != markNone || m.tokens[i+1].flags&(flagLight|flagFiller|flagBreak) != 0
}

// doer returns the first token of who does what the verb tells: the nearest named before it in
// its clause. Somebody told to do it, and who denies it, does not.
func (m *reading) doer(verb *hit, kind string) (from int, ok bool) {
	for i := verb.from - 1; i >= max(0, verb.from-alongReach); i-- {
		t := &m.tokens[i]
		if t.mark != markNone || m.negates(i) || t.as(roleMust|roleDemanded|roleFor|roleWish) {
			return 0, false
		}
		if i == verb.from-1 && t.as(roleOf) && !(i > 0 && m.tokens[i-1].as(roleGoing|roleRecent|roleAble)) { // "il m'a dit de lire mes sms"
			return 0, false
		}
		if t.as(roleMore) { // "il n'a plus accès"
			return 0, false
		}
		last := func(h *hit) bool { return h.to == i }
		for _, name := range [...]string{"reader_along", "partner", "kin"} {
			if h := m.signalAt(name, last); h != nil {
				return h.from, true
			}
		}
		someone := func(at func(h *hit) bool) *hit {
			if h := m.signalAt("someone", at); h != nil && kind != "has_read" {
				return h
			}
			if kind == "spies" || kind == "gets_in" { // "on voit nos messages" may be those who write
				return m.signalAt("people_or_we", at)
			}
			return nil
		}
		if h := someone(last); h != nil {
			return h.from, true
		}
		if m.within(inSignals, "own_voice", i) {
			before := func(h *hit) bool { return h.to == i-1 }
			if h := someone(before); h != nil { // "il nous lit"
				return h.from, true
			}
			return 0, false
		}
	}
	return 0, false
}

// priedOn returns the last token of what befell the thing of the hit, told right behind it:
// "mon téléphone a été piraté". "Un pirate" behind it is somebody.
func (m *reading) priedOn(of *hit) (to int, ok bool) {
	for i := of.to + 1; i < min(len(m.tokens), of.to+alongReach); i++ {
		if m.tokens[i-1].mark != markNone || m.negates(i) {
			return 0, false
		}
		for _, name := range [...]string{"pried_on", "got_into"} {
			if name == "got_into" && of.label.name != "own_phone" && of.label.name != "the_phone" {
				continue
			}
			first := func(h *hit) bool { return h.from == i }
			if h := m.signalAt(name, first); h != nil && !m.tokens[i-1].as(roleOne|roleSingular|roleThis|roleEvery|roleOf|roleDates) &&
				!m.asking(&hit{from: of.from, to: h.to, label: of.label}) && !m.denied(h.from, h.to) {
				return h.to, true
			}
		}
		if m.tokens[i].flags&(flagLight|flagFiller) == 0 && !m.within(inSignals, "may_be", i) && !m.within(inGrammar, "hedge", i) {
			return 0, false
		}
	}
	return 0, false
}

// priedOnIt returns the last token of what befell the telephone of the hit, told behind it of a pronoun:
// "mon téléphone est bizarre, je crois qu'il est espionné".
func (m *reading) priedOnIt(of *hit) (to int, ok bool) {
	if of.label.name != "own_phone" {
		return 0, false
	}
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inSignals || h.label.name != "pried_on" && h.label.name != "got_into" || h.gaps > 0 || h.guessed || h.from <= of.to+1 || m.denied(h.from, h.to) || m.asking(h) {
			continue
		}
		for j := h.from - 1; j > of.to && m.tokens[j].mark == markNone && !m.negates(j); j-- {
			if m.within(inSignals, "it_is", j) {
				return h.to, true
			}
			if m.tokens[j].flags&(flagLight|flagFiller) == 0 && !m.within(inSignals, "may_be", j) {
				break
			}
		}
	}
	return 0, false
}

// trailed says that what the hit tells of, a thing hidden or a way to know where somebody is, is done
// to who writes: by somebody near, or by whoever is named and on what who writes carries.
func (m *reading) trailed(h *hit) bool {
	if m.names(inSignals, "partner") || m.names(inSignals, "kin") {
		return h.label.name == "trails" || m.names(inSignals, "own_phone") || m.names(inSignals, "own_things")
	}
	_, done := m.doer(h, "spies")
	return done && (m.names(inSignals, "own_phone") || m.names(inSignals, "own_things"))
}

// mailReach is how far behind a thing it is told to be of the mailbox: "nos messages de la boîte mail".
const mailReach = 3

// ofMail says that what the hit names is kept elsewhere than on the telephone, or is a telephone
// that sends no SMS.
func (m *reading) ofMail(of *hit) bool {
	for i := of.to + 1; i < min(len(m.tokens), of.to+1+mailReach); i++ {
		if m.tokens[i-1].mark != markNone || m.tokens[i].as(roleAnd) {
			return false
		}
		if m.within(inSignals, "their_mail", i) {
			return true
		}
	}
	return false
}

// onlyReadAlong says that the message says nothing but that somebody reads along, as far as its
// writer knows: it answers no question.
func (m *reading) onlyReadAlong() bool {
	from, to, ok := m.readAlong()
	return ok && m.nothingBeside(from, to)
}

// nothingBeside says that outside of the words from first to last the message has nothing but small
// words and how sure its writer is.
func (m *reading) nothingBeside(first, last int) bool {
	for i := range m.tokens {
		if (i < first || i > last) && m.tokens[i].flags&(flagFiller|flagLight) == 0 && !m.polite(i) && !m.within(inGrammar, "hedge", i) && !m.within(inSignals, "may_be", i) {
			return false
		}
	}
	return true
}
