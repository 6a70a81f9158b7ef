package kill

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/dialogs/outbox"
	"relais/infra/standin"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
	"relais/tests/checker"
)

// talkers is how many phones talk at a time, answers after how many answers a
// conversation is over. It stays below what one sender may write in an hour.
const (
	talkers  = 6
	answers  = 10
	patience = 3 * time.Second // after which somebody writes again
)

// TestKilledAtRandom kills the program while phones talk to it, and the carrier and
// Slack have the faults they have in earnest.
func TestKilledAtRandom(t *testing.T) {
	defer func() {
		if t.Failed() {
			t.Logf("again with -kill.seed %d -kill.rounds %d; the moments differ", *seed, *rounds)
		}
	}()
	w := newWorld(t)
	often, seldom := standin.Chance{P: 0.15}, standin.Chance{P: 0.05}
	w.carrier.SetFaults(carrier.Faults{
		DelayWebhook: standin.Delay{Chance: standin.Chance{P: 0.3}, By: standin.Duration(200 * time.Millisecond)},
		DropWebhook:  seldom, DropAnswer: seldom, DuplicateWebhook: often,
		ReceiptLoss: often, ReceiptDuplicate: often, ReceiptReorder: often,
	})
	w.workspace.SetFaults(workspace.Faults{API: standin.APIFaults{
		Fail: seldom, Throttle: seldom, LostAnswer: seldom,
		LateApply: standin.Delay{Chance: seldom, By: standin.Duration(300 * time.Millisecond)},
	}})
	over := make(chan struct{})
	ears := listen(w.Context(), w.carrier)
	everybody := w.talk(ears, over)

	chance := rand.New(rand.NewPCG(*seed, 1))
	r := w.start()
	early := 0
	for round := range *rounds {
		if round%4 == 3 {
			early++ // right after its start, before or while it opens its file
			time.Sleep(time.Duration(chance.IntN(150)) * time.Millisecond)
		} else {
			if !w.ready(r) {
				w.Fatalf("the program ended by itself:\n%s", r.said)
			}
			time.Sleep(time.Duration(200+chance.IntN(600)) * time.Millisecond)
			if round%2 == 0 { // while a turn is taken, answered, or on its way to its card
				<-ears.wrote
				time.Sleep(time.Duration(chance.IntN(40_000)) * time.Microsecond)
			}
		}
		r.kill()
		time.Sleep(time.Duration(chance.IntN(150)) * time.Millisecond)
		if round%4 == 2 && round+1 < *rounds {
			r = w.launch(nil, w.env)
		} else {
			r = w.start()
		}
	}
	if !w.ready(r) {
		w.Fatalf("the program ended by itself:\n%s", r.said)
	}
	w.carrier.SetFaults(carrier.Faults{})
	w.workspace.SetFaults(workspace.Faults{})
	close(over)
	everybody.Wait()
	w.settled()
	seen := w.judge(r)
	t.Logf("measured: %d kills, %d of them at the start; %s", *rounds, early, checker.Summary(seen))
}

// TestKilledInABurst kills the program while one case after the other is on its way to
// its card, and nobody writes again to make good what was lost.
func TestKilledInABurst(t *testing.T) {
	// Two bursts leave fewer cases without a card than get a list in place of cards.
	const bursts, callers = 8, outbox.SurgeOver/2 - 1
	w := newWorld(t)
	chance := rand.New(rand.NewPCG(*seed, 2))
	for burst := range bursts {
		r := w.start()
		for i := range callers {
			w.send(fmt.Sprintf("+33639%06d", 981000+burst*callers+i), "HUMAIN")
		}
		time.Sleep(time.Duration(10+chance.IntN(90)) * time.Millisecond)
		r.kill()
		w.settled()
		if burst%2 == 1 {
			r = w.start()
			w.rests()
			r.kill()
		}
	}
	seen := w.judge(w.start())
	t.Logf("measured: %d kills in bursts; %s", bursts, checker.Summary(seen))
}

// talk lets phones talk until over is closed; each then ends its conversation.
func (w *world) talk(ears *ears, over <-chan struct{}) *sync.WaitGroup {
	var everybody sync.WaitGroup
	for i := range talkers {
		chance := rand.New(rand.NewPCG(*seed, uint64(100+i)))
		everybody.Go(func() {
			for n := i; ; n += talkers {
				ear := ears.of(fmt.Sprintf("+33639%06d", 980000+n))
				w.converse(ear, chance)
				select {
				case <-over:
					return
				default:
				}
			}
		})
	}
	return &everybody
}

// ears takes what the carrier does to the phones it concerns.
type ears struct {
	wrote  chan struct{} // somebody sends a text now; nothing is kept for who comes later
	mu     sync.Mutex
	phones map[string]*ear
}

// ear is one phone.
type ear struct {
	phone  string
	events chan carrier.Event
}

func listen(ctx context.Context, from *carrier.Server) *ears {
	e := &ears{wrote: make(chan struct{}), phones: map[string]*ear{}}
	go func() {
		for entry := range from.Subscribe(ctx) {
			switch entry.Event.Kind {
			case carrier.Inbound:
				select {
				case e.wrote <- struct{}{}:
				default:
				}
			case carrier.Outbound, carrier.Alert:
				select {
				case e.of(entry.Event.Phone).events <- entry.Event:
				default: // nobody listens there any more
				}
			}
		}
	}()
	return e
}

func (e *ears) of(phone string) *ear {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.phones[phone] == nil {
		e.phones[phone] = &ear{phone, make(chan carrier.Event, 100)}
	}
	return e.phones[phone]
}

var openings = []string{
	"on a un ransomware a la mairie", "tous nos fichiers sont chiffrés, message de rançon", "bonjour, on a un problème",
	"HUMAIN", "quelqu'un a volé ma boite mail", "on a viré 48000 euros sur un faux rib", "au secours", "ransomware mairie de Rouen",
}

// Albi lies in region 76, Rouen in 28, Brest in a region without a desk here.
var towns = []string{"Albi 81", "Rouen", "Brest 29", "?", "Toulouse"}

// converse is somebody who writes, reads the answer and answers it. Who hears
// nothing writes the same again.
func (w *world) converse(ear *ear, chance *rand.Rand) {
	words := openings[chance.IntN(len(openings))]
	if chance.IntN(12) == 0 {
		words += strings.Repeat(" et tout est bloqué", 1000) // too long to stand in a turn
	}
	for heard, tries := 0, 0; heard < answers && tries < 3*answers; tries++ {
		w.send(ear.phone, words)
		reply := ear.wait()
		time.Sleep(time.Duration(chance.IntN(60)) * time.Millisecond)
		if reply == "" {
			continue
		}
		heard++
		if chance.IntN(8) == 0 {
			return // somebody who has read enough: no later turn puts right what this one lost
		}
		switch {
		case strings.Contains(reply, "commune ?"):
			words = towns[chance.IntN(len(towns))]
		case strings.Contains(reply, "1 "):
			words = string('1' + rune(chance.IntN(3)))
		default:
			words = "je ne sais pas"
		}
	}
}

// wait returns the next text that arrives, "" if there is none.
func (e *ear) wait() string {
	end := time.After(patience)
	lost := false
	for {
		wait := end
		if lost { // the carrier has given up, unless its fallback helps
			wait = time.After(400 * time.Millisecond)
		}
		select {
		case event := <-e.events:
			if event.Kind == carrier.Outbound {
				return event.Message.Body
			}
			lost = true
		case <-wait:
			return ""
		}
	}
}
