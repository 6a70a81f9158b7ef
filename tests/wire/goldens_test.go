package wire

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs"
	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/play"
	"relais/dialogs/understand"
	"relais/infra/standin/carrier"
	"relais/locales"
	"relais/tests/checker"
)

// TestGoldens plays the conversation files through the bootstrap that takes texts,
// signed webhooks and receipts included, several phones at once, and then again in
// this process, at the times and with the chance that the first had: every answer is
// the same. A bootstrap has the machine's clock, so that files in which time passes
// are played elsewhere.
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("../conversations/*/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	played := 0
	territories := map[territory][]*talk{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		has := func(line string) bool { return strings.Contains("\n"+string(data), "\n"+line) }
		if !has("channel: sms") || !has("dialog: start") || slices.ContainsFunc([]string{"photo:", "together:", "after:", "press:", "click:"}, has) {
			continue
		}
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), "../conversations/"), ".txt")
		o, acts := conversation(t, name)
		where := territory{or(o.To, play.DefaultTo), or(o.Region, play.DefaultRegion), strings.Join(o.Desks, " ")}
		territories[where] = append(territories[where], &talk{name: name, phone: fmt.Sprintf("+33639985%03d", played), to: where.number, acts: acts})
		played++
	}
	if played < 200 {
		t.Errorf("%d files were played, want most of the %d", played, len(files))
	}
	for where, talks := range territories {
		d := deploy(t, setup{numbers: map[string]string{where.number: where.region}, desks: strings.Fields(where.desks)})
		d.play(talks)
		answers := d.answers()
		for _, talk := range talks {
			logs := d.logs(talk.phone)
			t.Run(talk.name, func(t *testing.T) {
				t.Parallel()
				hold(t, talk, answers, logs, d.inProcess(t, logs))
			})
		}
	}
	t.Logf("measured: %d of %d conversation files played through the bootstrap", played, len(files))
}

// territory is what conversations that share an account have in common.
type territory struct{ number, region, desks string }

// talk is a conversation that is played.
type talk struct {
	name, phone, to string
	acts            []act
	sids            []string // of the texts sent
}

// atOnce is how many phones talk at the same time: fewer than the template lets instances
// answer texts.
const atOnce = 8

// play sends the texts of all talks. Each waits for the answer to the one before it,
// receipts included.
func (d *deployed) play(talks []*talk) {
	d.Helper()
	var open []*talk
	for waiting := slices.Clone(talks); len(open)+len(waiting) > 0; {
		more := min(atOnce-len(open), len(waiting))
		open, waiting = append(open, waiting[:more]...), waiting[more:]
		for _, talk := range open {
			sid, err := d.carrier.Send(d.Context(), carrier.SMS{From: talk.phone, To: talk.to, Body: talk.acts[len(talk.sids)].text})
			if err != nil {
				d.Fatal(err)
			}
			talk.sids = append(talk.sids, sid)
		}
		d.settled()
		open = slices.DeleteFunc(open, func(talk *talk) bool { return len(talk.sids) == len(talk.acts) })
	}
}

// answers gives what the webhook answered, by the id of the text.
func (d *deployed) answers() map[string]string {
	d.Helper()
	answers := map[string]string{}
	for _, e := range d.carrier.Events() {
		switch {
		case e.Kind == carrier.Alert:
			d.Fatalf("the carrier complains: %d %s", e.Code, e.Detail)
		case e.Kind == carrier.Webhook && e.Call != nil:
			document, err := checker.ParseDocument(e.Call.Answer)
			if err != nil {
				d.Fatal(err)
			}
			answers[e.SID] = document.Text
		}
	}
	return answers
}

// told is what came of one message.
type told struct {
	Text                     string
	Kind                     intake.TurnKind
	Region, Severity, Status string
	Leaves                   int
}

// hold plays a talk again in this process and compares.
func hold(t *testing.T, talk *talk, answers map[string]string, logs []checker.Log, inProcess *intake.Desk) {
	t.Helper()
	by := map[string]intake.Turn{}
	for _, log := range logs {
		for i, content := range log.Contents {
			if content.Inbound != nil {
				by[content.Inbound.ID] = log.Turns[i]
			}
		}
	}
	var got, want []told
	for i, sid := range talk.sids {
		turn, taken := by[sid]
		if !taken {
			t.Fatalf("message %d stands nowhere", i)
		}
		got = append(got, outcome(answers[sid], turn))
		in := intake.Inbound{Channel: "sms", ID: sid, From: talk.phone, To: talk.to, Text: talk.acts[i].text}
		reply, err := inProcess.Take(t.Context(), turn.At, in)
		if err != nil {
			t.Fatal(err)
		}
		text := reply.Text
		if reply.Silent {
			text = ""
		} else if err := inProcess.Log.Receipt(t.Context(), reply.Key, reply.N, intake.Delivered); err != nil {
			t.Fatal(err)
		}
		head, err := inProcess.Log.Turns(t.Context(), reply.Key, reply.N, 1)
		if err != nil || len(head) != 1 {
			t.Fatal(err)
		}
		want = append(want, outcome(text, head[0]))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what was answered (-in process +by the bootstrap):\n%s", diff)
	}
}

func or(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

func outcome(text string, t intake.Turn) told {
	return told{text, t.Kind, t.Region, t.Severity, t.Status, len(t.Outbox)}
}

// inProcess is the desk over a store in memory, to which chance falls as it fell in
// logs.
func (d *deployed) inProcess(t *testing.T, logs []checker.Log) *intake.Desk {
	t.Helper()
	desks := map[string]bool{}
	for _, region := range d.regions {
		desks[region] = true
	}
	store := memory.New(memory.Options{Clock: time.Now})
	return &intake.Desk{
		Links: publicURL, Log: store, Blobs: store, Tokens: store, Keys: d.keys, Set: dialogs.Set(), Texts: locales.Default(), Reader: understand.New(),
		Territory: intake.Territory{Numbers: d.numbers, Desks: desks}, Chance: fell(t, logs),
	}
}

// dice gives the bytes that single draws had: they decide what a reporter reads. Any
// others only name things, and are the machine's.
type dice struct{ singles []byte }

func (d *dice) Read(p []byte) (int, error) {
	if len(p) != 1 || len(d.singles) == 0 {
		return randomness{}.Read(p)
	}
	p[0], d.singles = d.singles[0], d.singles[1:]
	return 1, nil
}

// fell returns the draws behind the codes and the words of logs.
func fell(t *testing.T, logs []checker.Log) *dice {
	t.Helper()
	d := &dice{}
	for _, log := range logs {
		if len(log.Contents) == 0 {
			continue
		}
		s := log.Contents[len(log.Contents)-1].State.Session
		for _, draw := range []struct{ from, text string }{
			{"ABCDEFGHJKMNPQRTUVWXYZ2346789", strings.ReplaceAll(s.Values["code"], "-", "")}, {"0123456789", s.Values["pin"]},
		} {
			for _, letter := range draw.text {
				d.singles = append(d.singles, byte(strings.IndexRune(draw.from, letter)))
			}
		}
		if s.Values["word1"] == "" {
			continue
		}
		list, err := locales.Default().Text(s.Lang, "notice.trust_words", nil)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(list)
		first, second := slices.Index(words, s.Values["word1"]), slices.Index(words, s.Values["word2"])
		if second > first {
			second-- // drawn from those that were left
		}
		d.singles = append(d.singles, byte(first), byte(second))
	}
	return d
}
