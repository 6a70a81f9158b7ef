package kill

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"relais/infra/standin"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
	"relais/tests/checker"
)

const reporter = "+33639980001"

// TestKilledAtItsFirstStart kills the program while it makes its folder, keys, file and
// clock. It starts on whatever it left behind, and takes a message.
func TestKilledAtItsFirstStart(t *testing.T) {
	w := newWorld(t)
	demo := w.demo()
	for i := range 12 {
		w.data = filepath.Join(t.TempDir(), "data")
		r := w.launch(nil, w.env)
		time.Sleep(time.Duration(5*i) * time.Millisecond)
		r.kill()
		r = w.start()
		phone := fmt.Sprintf("+33639%06d", 982000+i)
		w.send(phone, "au secours")
		w.await("an answer", func() bool { return len(w.heard(phone)) == 1 })
		w.rests()
		w.stop(r)

		w.data = filepath.Join(t.TempDir(), "demo")
		r = w.launch(nil, demo, "-now", "2036-11-21T02:07:00+01:00")
		time.Sleep(time.Duration(5*i) * time.Millisecond)
		r.kill()
		w.begin(nil, demo).kill()
	}
}

// TestKilledBeforeTheWebhook: nothing is accepted, the carrier has it in its
// debugger, and the same words are taken once when they are sent again.
func TestKilledBeforeTheWebhook(t *testing.T) {
	w := newWorld(t)
	w.start().kill()
	w.send(reporter, "on a un ransomware a la mairie")
	w.settled()
	if alerts := w.alerts(); alerts != 2 { // the webhook and its fallback
		t.Errorf("%d alerts, want 2", alerts)
	}
	r := w.start()
	w.send(reporter, "on a un ransomware a la mairie")
	w.await("an answer", func() bool { return len(w.heard(reporter)) == 1 })
	seen := w.judge(r)
	if len(seen.Logs) != 1 || len(seen.Logs[0].Turns) != 1 {
		t.Errorf("%s, want one turn", checker.Summary(seen))
	}
}

// TestKilledBetweenCommitAndAnswer: the turn stands, the reporter has heard nothing,
// so the question is put again before an answer to it counts.
func TestKilledBetweenCommitAndAnswer(t *testing.T) {
	w := newWorld(t)
	r := w.start()
	w.send(reporter, "on a un ransomware a la mairie")
	w.await("the first answer", func() bool { return len(w.heard(reporter)) == 1 })
	w.settled()
	r.kill()

	// The line of a turn is written between its commit and its answer: a program that
	// cannot write it stands still there.
	stuck, unstick := full(t)
	defer unstick()
	r = w.begin(stuck, w.env)
	w.send(reporter, "1")
	file := w.file()
	w.await("the second turn", func() bool { return w.count(file, "SELECT count(*) FROM turns") == 2 })
	r.kill()
	w.settled()
	if heard := w.heard(reporter); len(heard) != 1 {
		t.Fatalf("the phone heard %q, want the first answer alone", heard)
	}

	r = w.start()
	for i, want := range []int{2, 3} {
		w.send(reporter, "2")
		w.await("an answer", func() bool { return len(w.heard(reporter)) == want })
		w.settled()
		if i == 0 && !strings.Contains(w.heard(reporter)[1], "sont-ils encore touchés") {
			t.Errorf("the phone heard %q, want the question that nobody had heard", w.heard(reporter)[1])
		}
	}
	seen := w.judge(r)
	spreading := []string{}
	for _, content := range seen.Logs[0].Contents {
		spreading = append(spreading, content.State.Session.Facts.Get("spreading"))
	}
	if got, want := strings.Join(spreading, " "), "unset unset unset no"; got != want {
		t.Errorf("spreading turn by turn: %s, want %s", got, want)
	}
}

// TestKilledBeforeTheCard: the case has left the desk and Slack does not show it yet,
// or nobody knows whether it does. It gets one card.
func TestKilledBeforeTheCard(t *testing.T) {
	tests := []struct {
		name   string
		faults standin.APIFaults
		struck func(standin.APIFaults) bool
	}{
		{"Slack takes nothing", standin.APIFaults{Throttle: standin.Chance{Next: 1000}}, func(f standin.APIFaults) bool { return f.Throttle.Next < 1000 }},
		{"Slack breaks down", standin.APIFaults{Fail: standin.Chance{Next: 1000}}, func(f standin.APIFaults) bool { return f.Fail.Next < 1000 }},
		{"the card is there, the answer lost", standin.APIFaults{LostAnswer: standin.Chance{Next: 1}}, func(f standin.APIFaults) bool { return f.LostAnswer.Next == 0 }},
		{"the card comes after the kill", standin.APIFaults{LateApply: standin.Delay{Chance: standin.Chance{Next: 1}, By: standin.Duration(500 * time.Millisecond)}},
			func(f standin.APIFaults) bool { return f.LateApply.Next == 0 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			r := w.start()
			w.workspace.SetFaults(workspace.Faults{API: tt.faults})
			w.send(reporter, "HUMAIN")
			w.await("an answer and the fault", func() bool { return len(w.heard(reporter)) == 1 && tt.struck(w.workspace.Faults().API) })
			r.kill()
			w.workspace.SetFaults(workspace.Faults{})
			r = w.start()
			w.await("a card", func() bool { return w.cards("76") == 1 })
			w.judge(r)
			if posted := w.posted(); posted != 1 {
				t.Errorf("the card was posted %d times, want once", posted)
			}
		})
	}
}

// TestKilledWhileACaseMoves: the case goes to another region, whose card is there
// once, and the first region's card says so.
func TestKilledWhileACaseMoves(t *testing.T) {
	w := newWorld(t)
	r := w.start()
	w.send(reporter, "on a un ransomware a la mairie")
	w.await("an answer", func() bool { return len(w.heard(reporter)) == 1 })
	w.settled()
	w.send(reporter, "1")
	w.await("a card", func() bool { return len(w.heard(reporter)) == 2 && w.cards("76") == 1 })
	w.settled()
	w.workspace.SetFaults(workspace.Faults{API: standin.APIFaults{Throttle: standin.Chance{Next: 1000}}})
	w.send(reporter, "mairie de Rouen")
	w.await("the move was tried", func() bool {
		return len(w.heard(reporter)) == 3 && w.workspace.Faults().API.Throttle.Next < 1000
	})
	r.kill()
	w.workspace.SetFaults(workspace.Faults{})
	r = w.start()
	w.await("a card in each region", func() bool { return w.cards("76") == 1 && w.cards("28") == 1 })
	w.judge(r)
}

// TestADemoOutlivesAKill: phone and channel show after a kill what they showed before,
// and a text that had no answer as not answered.
func TestADemoOutlivesAKill(t *testing.T) {
	w := newWorld(t)
	demo := w.demo()
	r := w.begin(nil, demo)
	w.demoSays("HUMAIN")
	type ledger struct {
		Messages []carrier.Message
		Events   []carrier.Event
	}
	type board struct{ Messages []workspace.Message }
	const phonesAt, boardAt = "/standin/twilio/ledger", "/standin/slack/channels/CDEMO76/messages"
	var before, after ledger
	var card, again board
	cards := func(b board) []workspace.Message {
		return slices.DeleteFunc(slices.Clone(b.Messages), func(m workspace.Message) bool { return !checker.IsCard(m) })
	}
	w.await("the answer and the card", func() bool {
		w.get(phonesAt, &before)
		w.get(boardAt, &card)
		return len(before.Messages) == 2 && before.Messages[1].Status == "delivered" && len(cards(card)) == 1
	})
	r.kill()
	stuck, unstick := full(t)
	defer unstick()
	r = w.begin(stuck, demo)
	w.demoSays("1")
	file := w.file()
	w.await("the second turn", func() bool { return w.count(file, "SELECT count(*) FROM turns") == 2 })
	r.kill()
	r = w.begin(nil, demo)
	w.get(phonesAt, &after)
	w.get(boardAt, &again)
	if len(after.Messages) != 3 || after.Messages[0].SID != before.Messages[0].SID || after.Messages[1] != before.Messages[1] {
		t.Errorf("the phone showed %+v, shows %+v", before.Messages, after.Messages)
	}
	last := after.Events[len(after.Events)-1]
	if last.Kind != carrier.Alert || last.Code != 11200 || last.SID != after.Messages[2].SID {
		t.Errorf("the last event is %s %d, want the text not answered", last.Kind, last.Code)
	}
	if shows := cards(again); len(shows) != 1 || shows[0].TS != cards(card)[0].TS {
		t.Errorf("the channel showed one card, shows %d", len(shows))
	}
	w.stop(r)
}

// TestKilledWhileATextLeaves: a reprompt, which is no answer, was taken by the carrier
// and nobody knows it. It arrives once. Only a demo has a clock that can be moved.
func TestKilledWhileATextLeaves(t *testing.T) {
	w := newWorld(t)
	demo := append(w.demo(), "RELAIS_WAITS="+waits)
	r := w.launch(nil, demo, "-now", "2036-11-21T10:00:00+01:00") // by day: nothing is held back
	if !w.ready(r) {
		t.Fatalf("the program ended: %s", r.said)
	}
	texts := func() (replies, others int) {
		var seen struct{ Messages []carrier.Message }
		w.get("/standin/twilio/ledger", &seen)
		for _, m := range seen.Messages {
			switch m.Direction {
			case "outbound-reply":
				replies++
			case "outbound-api":
				others++
			}
		}
		return replies, others
	}
	w.demoSays("on a un ransomware a la mairie")
	w.await("an answer", func() bool { replies, _ := texts(); return replies == 1 })
	w.post("/standin/twilio/faults", `{"api":{"lost_answer":{"next":1}}}`, http.StatusOK)
	w.post("/demo/clock", `{"by":"20m"}`, http.StatusOK)
	w.await("the reprompt", func() bool { _, others := texts(); return others == 1 })
	r.kill()
	r = w.begin(nil, demo)
	w.rests()
	if replies, others := texts(); replies != 1 || others != 1 {
		t.Errorf("the phone has %d answers and %d reprompts, want one of each", replies, others)
	}
	w.stop(r)
}

func (w *world) demoSays(words string) {
	w.Helper()
	w.post("/standin/twilio/phones/"+reporter+"/messages", `{"to":"+33939000076","body":"`+words+`"}`, http.StatusAccepted)
}

func (w *world) post(path, body string, want int) {
	w.Helper()
	answer, err := http.Post(w.url(path), "application/json", strings.NewReader(body))
	if err != nil {
		w.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != want {
		w.Fatalf("%s answered %d, want %d", path, answer.StatusCode, want)
	}
}

func (w *world) get(path string, to any) {
	w.Helper()
	answer, err := http.Get(w.url(path))
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(to); err != nil {
		w.Fatal(err)
	}
}

// alerts counts what the carrier's debugger has noted.
func (w *world) alerts() (n int) {
	for _, e := range w.carrier.Events() {
		if e.Kind == carrier.Alert {
			n++
		}
	}
	return n
}

// full returns the write end of a pipe that takes no byte more: whoever writes to it
// stands still until unstick.
func full(t *testing.T) (end *os.File, unstick func()) {
	t.Helper()
	read, end, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	fd := int(end.Fd())
	if err := syscall.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{4096, 1} { // what is left of a page takes single bytes
		for err = nil; err == nil; {
			_, err = syscall.Write(fd, make([]byte, size))
		}
		if !errors.Is(err, syscall.EAGAIN) {
			t.Fatal(err)
		}
	}
	if err := syscall.SetNonblock(fd, false); err != nil {
		t.Fatal(err)
	}
	return end, func() {
		read.Close()
		end.Close()
	}
}
