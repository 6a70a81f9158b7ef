package simulation

import (
	"fmt"
	"net/url"
	"time"
)

// number is ours, of region 76; regions have a desk.
const number = "+33939000076"

var regions = []string{"28", "76"}

func escape(ref string) string { return url.QueryEscape(ref) }

// person is somebody with a phone.
type person struct {
	w      *world
	phone  string
	mark   string // stands in what this person writes and nowhere else
	script []string
	said   string // newest
	again  int    // how often it was said again
	turn   int    // counts what was said and heard: an old wish to write is dropped
}

// What people begin with and go on with. %s is a mark.
var (
	openings = []string{
		"tous les pc de la mairie ont un message de rancon %s", "Bonjour, nos fichiers sont chiffrés, M. %s",
		"on s'est fait pirater %s", "j'ai reçu un mail bizarre %s", "HUMAIN", "aidez moi %s", "NOUVEAU", "il y a le feu au serveur %s", "?",
		"mairie de Rouen, tout est chiffré %s", "Ici la mairie de Figeac, rançon sur les écrans %s",
	}
	answers = []string{
		"1", "2", "3", "1", "2", "3", "1", "2", "4", "oui", "non", "je ne sais pas", "Figeac", "Rouen", "mairie de Figeac", "mairie de Rouen", "on est à la mairie de Rouen", "9", "*", "0",
		"non en fait 2", "STOP", "oui", "STOP", "HUMAIN", "VERIF", "CODE", "NOUVEAU", "j'ai peur, il menace ma collègue", "j'éteins tout ?",
		"merci", "appelez Mme %s au 06 39 98 00 00", "ENGLISH please %s", "12", "hier soir", "le serveur %s ne répond plus", "on a payé %s",
	}
)

const (
	maxPeople = 3
	maxSaid   = 6
	patience  = 2 * time.Minute
	unheard   = 3 // times, then somebody gives up
)

// populate lets people write. A second phone of one organisation says what the
// first does.
func (w *world) populate() {
	var first []string
	for n := range 1 + w.chance.IntN(maxPeople) {
		p := &person{w: w, phone: fmt.Sprintf("+3363998%04d", w.chance.IntN(3000)*3+n), mark: fmt.Sprintf("Zq%06dxk", w.chance.IntN(300_000)*3+n)}
		p.script = append(p.script, openings[w.chance.IntN(len(openings))])
		for range w.chance.IntN(maxSaid) {
			p.script = append(p.script, answers[w.chance.IntN(len(answers))])
		}
		if first != nil && w.likely(0.2) {
			p.script = first
		}
		first = p.script
		w.carrier.people = append(w.carrier.people, p)
		w.after(w.between(0, 3*time.Minute), p.goesOn)
	}
}

// goesOn says what comes next, and says it again when nothing is heard.
func (p *person) goesOn() {
	if len(p.script) == 0 || !p.w.now.Before(p.w.heal) {
		return
	}
	words := p.script[0]
	p.script, p.again = p.script[1:], 0
	for i := 0; i+1 < len(words); i++ {
		if words[i:i+2] == "%s" {
			words = fmt.Sprintf(words, p.mark)
		}
	}
	p.says(words)
	if p.w.likely(0.1) { // two texts at once
		p.w.after(p.w.between(0, 3*time.Second), p.goesOn)
	}
}

func (p *person) says(words string) {
	p.said = words
	p.turn++
	at := p.turn
	p.w.carrier.send(p, words)
	p.w.after(patience+p.w.between(0, patience), func() {
		switch {
		case p.turn != at || !p.w.now.Before(p.w.heal):
		case p.again < unheard:
			p.again++
			p.says(p.said)
		default:
			p.goesOn()
		}
	})
}

func (p *person) hears(words string) {
	p.w.story("%s hears %q", p.phone, words)
	p.w.note("hears", none, len(words))
	p.turn++
	at := p.turn
	think := p.w.between(3*time.Second, 90*time.Second)
	if p.w.likely(0.15) {
		think += p.w.between(0, 30*time.Minute) // silence; what was due may come first
	}
	p.w.after(think, func() {
		if p.turn == at {
			p.goesOn()
		}
	})
}
