package checker_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
	"relais/tests/checker"
)

var start = time.Date(2026, 11, 21, 1, 7, 0, 0, time.UTC)

const (
	phone = "+33639980001"
	duty  = "+33639980009"
)

func newKeys(t *testing.T) intake.Keys {
	t.Helper()
	keys, err := intake.NewKeys([]byte("pepper of thirty-two bytes, fixed")[:intake.KeyBytes], []byte("master of thirty-two bytes, fixed")[:intake.KeyBytes])
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// sound returns a world of three messages without a fault. The reply to the second
// was never handed over, so the third answers nothing; with the third turn left a text
// that is no answer, and one to somebody on duty.
func sound(t *testing.T) *checker.World {
	t.Helper()
	keys := newKeys(t)
	log := checker.Log{Key: intake.Key{Channel: "sms", Address: keys.Address("sms", phone)}}
	state := func(step, isolated string) intake.State {
		return intake.State{From: phone, Session: engine.Session{Started: true, Here: engine.Place{Dialog: "ransomware", Step: step}, Facts: engine.Facts{"isolated": isolated}}}
	}
	add := func(receipt intake.Receipt, content intake.Content, entries ...intake.Entry) {
		var prev intake.Turn
		if n := len(log.Turns); n > 0 {
			prev = log.Turns[n-1]
		}
		turn := intake.Turn{Key: log.Key, N: prev.N + 1, Case: "case", At: start, Kind: intake.KindInbound, Nonce: "nonce", Outbox: entries}
		data, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		if err := keys.Bind(prev, &turn, bytes.NewReader(make([]byte, 1000)), data); err != nil {
			t.Fatal(err)
		}
		turn.Receipt = receipt
		log.Turns, log.Contents = append(log.Turns, turn), append(log.Contents, content)
	}
	inbound := func(id, text, reply string, s intake.State) intake.Content {
		return intake.Content{Inbound: &intake.Stored{ID: id, Text: text}, Reading: &engine.Reading{}, Reply: &engine.Message{Text: reply}, State: s}
	}
	packet := func(n int, news ...intake.News) intake.Entry {
		body, err := json.Marshal(intake.Packet{Version: intake.PacketVersion, Case: "case", N: n, Region: "76", News: news})
		if err != nil {
			t.Fatal(err)
		}
		return intake.Entry{ID: fmt.Sprintf("case.%d.queue.76", n), Kind: intake.ToQueue, Region: "76", Body: body, Settled: true}
	}
	add(intake.Delivered, inbound("SM1", "au secours", "Isolé ?", state("isolated", "unset")), packet(1, intake.News{Kind: intake.NewsHeard}))
	add(intake.Unknown, inbound("SM2", "1", "Cela change ?", state("spreading", "yes")), packet(2))
	third := inbound("SM3", "2", "Cela change ?", state("spreading", "yes"))
	third.Texts = map[string]string{"case.3.sms": "Toujours là ?", "case.3.page0": "Un dossier attend."}
	add(intake.Answered, third, intake.Entry{ID: "case.3.sms", Kind: intake.ToSMS, Settled: true},
		intake.Entry{ID: "case.3.page0", Kind: intake.ToPage, Region: "76", Body: []byte(`{"rung":0}`), Settled: true})

	w := &checker.World{Logs: []checker.Log{log}, Boards: map[string]checker.Board{}, Duty: map[string][]string{"76": {duty}}, Open: keys.Content,
		Render: func(p intake.Packet, at time.Time) []string { return []string{p.Head, at.Format(time.TimeOnly)} }}
	said := func(n int, text string) string {
		ref := url.QueryEscape(intake.Ref{Key: log.Key, N: n}.String())
		return fmt.Sprintf(`<Response><Message action="https://relais.example/twilio/status?t=%s"><Body>%s</Body></Message></Response>`, ref, text)
	}
	for i, text := range []string{"au secours", "1", "2"} {
		sid := fmt.Sprint("SM", i+1)
		w.Carrier = append(w.Carrier, carrier.Event{Kind: carrier.Inbound, SID: sid, Phone: phone, Message: &carrier.Message{SID: sid, Direction: "inbound", From: phone, Body: text}})
		call := &carrier.Call{Status: 200, Answer: said(i+1, log.Contents[i].Reply.Text)}
		if sid == "SM2" {
			call = &carrier.Call{Error: "connection reset"}
		}
		w.Carrier = append(w.Carrier, carrier.Event{Kind: carrier.Webhook, SID: sid, Phone: phone, Call: call})
	}
	status := func(n int) string {
		return "https://relais.example/twilio/status?t=" + url.QueryEscape(intake.Ref{Key: log.Key, N: n}.String())
	}
	w.Carrier = append(w.Carrier,
		carrier.Event{Kind: carrier.Receipt, SID: "SM9", Phone: phone, Call: &carrier.Call{URL: status(1), Status: 200, Receipt: "delivered"}},
		carrier.Event{Kind: carrier.Outbound, SID: "SM7", Phone: duty, Message: &carrier.Message{Direction: "outbound-api", To: duty, Body: "Un dossier attend."}},
		carrier.Event{Kind: carrier.Receipt, SID: "SM7", Phone: duty, Call: &carrier.Call{URL: status(3) + "&o=case.3.page0", Status: 200, Receipt: "delivered"}},
		carrier.Event{Kind: carrier.Outbound, SID: "SM8", Phone: phone, Message: &carrier.Message{Direction: "outbound-api", To: phone, Body: "Toujours là ?"}})
	blocks, err := json.Marshal([]any{map[string]any{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": hex.EncodeToString(log.Turns[1].Hash)}},
		map[string]any{"type": "context", "elements": []any{map[string]any{"type": "mrkdwn", "text": start.Format(time.TimeOnly)}}},
		map[string]any{"type": "actions", "elements": []any{map[string]any{"type": "button", "text": map[string]any{"type": "plain_text", "text": "Lire"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	card := workspace.Message{TS: "1.000100", Metadata: json.RawMessage(`{"event_type":"relais_case","event_payload":{"id":"card.case.76"}}`), Blocks: blocks}
	w.Boards["76"] = checker.Board{Messages: []workspace.Message{card}, Events: []workspace.Event{{Kind: workspace.Posted, At: start.Add(2 * time.Second), Message: &card}}}
	return w
}

func TestASoundWorldHasNoFault(t *testing.T) {
	w := sound(t)
	for _, fault := range checker.Check(*w) {
		t.Error(fault)
	}
	if got, want := checker.Summary(*w), "1 phones, 3 messages, 2 accepted, 1 not, 3 turns in 1 logs, 1 cards"; got != want {
		t.Errorf("summary %q, want %q", got, want)
	}
}

// calls are the calls of the webhook for a message.
func calls(w *checker.World, sid string) []*carrier.Call {
	var found []*carrier.Call
	for _, e := range w.Carrier {
		if e.Kind == carrier.Webhook && e.SID == sid {
			found = append(found, e.Call)
		}
	}
	return found
}

// tell puts a message with an id into a thread of the channel, so many times.
func tell(t *testing.T, w *checker.World, id, thread string, times int) {
	t.Helper()
	b := w.Boards["76"]
	for i := range times {
		b.Messages = append(b.Messages, workspace.Message{
			TS: fmt.Sprintf("2.%06d", i), ThreadTS: thread, Metadata: json.RawMessage(fmt.Sprintf(`{"event_payload":{"id":%q}}`, id)),
		})
	}
	w.Boards["76"] = b
}

// again adds another call for a message.
func again(w *checker.World, sid string, call carrier.Call) {
	w.Carrier = append(w.Carrier, carrier.Event{Kind: carrier.Webhook, SID: sid, Phone: phone, Call: &call})
}

func TestEachRuleIsSeenToBreak(t *testing.T) {
	const apology = `<Response><Message from="+33939000076"><Body>Notre réponse a du retard.</Body></Message></Response>`
	tests := []struct {
		name  string
		spoil func(w *checker.World)
		want  checker.Rule // empty: none
	}{
		{"a turn is changed", func(w *checker.World) { w.Logs[0].Turns[1].Region = "28" }, checker.Chain},
		{"an accepted message is lost", func(w *checker.World) { again(w, "SM4", carrier.Call{Status: 200, Answer: "<Response></Response>"}) }, checker.Once},
		{"one whose answer was torn is lost", func(w *checker.World) { again(w, "SM4", carrier.Call{Status: 200, Error: "EOF", Answer: "<Resp"}) }, checker.Once},
		{"the text for bad hours promises nothing", func(w *checker.World) { again(w, "SM4", carrier.Call{Status: 200, Answer: apology}) }, ""},
		{"nor does a refusal", func(w *checker.World) { again(w, "SM4", carrier.Call{Status: 503}) }, ""},
		{"a message stands twice", func(w *checker.World) { w.Logs[0].Contents[2].Inbound.ID = "SM2" }, checker.Once},
		{"a message nobody sent", func(w *checker.World) { w.Logs[0].Contents[1].Inbound.ID = "SM7" }, checker.Once},
		{"a message that was changed", func(w *checker.World) { w.Logs[0].Contents[0].Inbound.Text = "au" }, checker.Once},
		{"another reply than the recorded", func(w *checker.World) { w.Logs[0].Contents[0].Reply.Text = "Autre" }, checker.Reply},
		{"a reply where none is recorded", func(w *checker.World) { w.Logs[0].Contents[0].Reply = nil }, checker.Reply},
		{"the reply of another turn", func(w *checker.World) { calls(w, "SM3")[0].Answer = calls(w, "SM1")[0].Answer }, checker.Reply},
		{"an answer that is no document", func(w *checker.World) { calls(w, "SM3")[0].Answer = "oups" }, checker.Reply},
		{"a message is answered twice", func(w *checker.World) { again(w, "SM1", *calls(w, "SM1")[0]) }, checker.Single},
		{"the second answer is not heard", func(w *checker.World) {
			twin := *calls(w, "SM1")[0]
			twin.Unheard = true
			again(w, "SM1", twin)
		}, ""},
		{"a text of ours leaves twice", func(w *checker.World) { w.Carrier = append(w.Carrier, w.Carrier[len(w.Carrier)-1]) }, checker.Single},
		{"somebody on duty is called twice", func(w *checker.World) {
			i := slices.IndexFunc(w.Carrier, func(e carrier.Event) bool { return e.Kind == carrier.Outbound && e.Phone == duty })
			w.Carrier = append(w.Carrier, w.Carrier[i])
		}, checker.Single},
		{"somebody who is not on duty is called", func(w *checker.World) { w.Duty = nil }, checker.Single},
		{"an entry has not left", func(w *checker.World) { w.Logs[0].Turns[1].Outbox[0].Settled = false }, checker.Pending},
		{"no card", func(w *checker.World) { w.Boards["76"] = checker.Board{} }, checker.Card},
		{"two cards", func(w *checker.World) {
			b := w.Boards["76"]
			w.Boards["76"] = checker.Board{Messages: slices.Repeat(b.Messages, 2), Events: b.Events}
		}, checker.Card},
		{"a card that shows an older state", func(w *checker.World) {
			w.Boards["76"].Messages[0].Blocks = bytes.ReplaceAll(w.Boards["76"].Messages[0].Blocks,
				[]byte(hex.EncodeToString(w.Logs[0].Turns[1].Hash)), []byte(hex.EncodeToString(w.Logs[0].Turns[0].Hash)))
		}, checker.Card},
		{"the card of no case", func(w *checker.World) {
			w.Logs[0].Turns[0].Outbox, w.Logs[0].Turns[1].Outbox = nil, nil
		}, checker.Card},
		{"news told twice", func(w *checker.World) { tell(t, w, "news.case.1.0", "1.000100", 2) }, checker.News},
		{"news of nothing", func(w *checker.World) { tell(t, w, "news.case.2.0", "1.000100", 1) }, checker.News},
		{"news beside no card", func(w *checker.World) { tell(t, w, "news.case.1.0", "", 1) }, checker.News},
		{"news that nobody was told", func(w *checker.World) { w.Threads = true }, checker.News},
		{"news told once", func(w *checker.World) {
			w.Threads = true
			tell(t, w, "news.case.1.0", "1.000100", 1)
		}, ""},
		{"a receipt that is not noted", func(w *checker.World) { w.Logs[0].Turns[0].Receipt = intake.Answered }, checker.Receipt},
		{"a receipt that nobody told", func(w *checker.World) { w.Logs[0].Turns[2].Receipt = intake.Delivered }, checker.Receipt},
		{"shown on a page, which said so", func(w *checker.World) {
			l := &w.Logs[0]
			l.Turns[2].Receipt, l.Contents[2].State.Session.Channel, w.Read = intake.Delivered, intake.ChannelWeb, []string{l.Contents[2].Reply.Text}
		}, ""},
		{"answered, and nobody had an answer", func(w *checker.World) {
			w.Logs[0].Turns[1].Receipt, w.Logs[0].Contents[1].Reply = intake.Answered, &engine.Message{Text: "said to nobody"}
		}, checker.Receipt},
		{"an answer to a question that did not arrive", func(w *checker.World) {
			w.Logs[0].Contents[2].State.Session.Here.Step = "backups"
		}, checker.Question},
		{"a fact out of it", func(w *checker.World) {
			w.Logs[0].Contents[2].State.Session.Facts = engine.Facts{"isolated": "yes", "spreading": "no"}
		}, checker.Question},
		{"it arrived, and an act that says nothing came after", func(w *checker.World) {
			w.Logs[0].Contents[1].State.Spoke = 1
			w.Logs[0].Contents[2].State.Session.Here.Step = "backups"
		}, ""},
		{"the second time it counts", func(w *checker.World) {
			w.Logs[0].Contents[1].State.Session.Reput = true
			w.Logs[0].Contents[2].State.Session.Here.Step = "backups"
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := sound(t)
			tt.spoil(w)
			faults := checker.Check(*w)
			if tt.want == "" && len(faults) > 0 {
				t.Errorf("faults %v, want none", faults)
			}
			if tt.want != "" && !slices.ContainsFunc(faults, func(f checker.Fault) bool { return f.Rule == tt.want }) {
				t.Errorf("faults %v, want one of %q", faults, tt.want)
			}
		})
	}
}
