// Package mutants plants faults in the core, one at a time, and looks that the
// simulation finds each. The source stays as it is: the compiler is given another
// text in its place. It starts the go command, so it runs nothing unless asked:
//
//	go test ./tests/mutants -timeout 30m -args -mutants [-mutants.seeds 20000]
package mutants

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	asked = flag.Bool("mutants", false, "run the tests of this package")
	seeds = flag.Int("mutants.seeds", 20_000, "within how many seeds a planted fault is to be found")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if *asked {
		os.Exit(m.Run())
	}
}

// mutants are the planted faults: a text of a file, there once, and what stands in
// its place.
var mutants = []struct{ name, file, text, instead string }{
	{"no compare and set", "dialogs/intake/memory/memory.go",
		"if holder := s.logs[t.Key][at]; holder.Nonce != t.Nonce {", "if holder := s.logs[t.Key][at]; true {\nholder.Turn = t.Clone()\nreturn nil\n} else if holder.Nonce != t.Nonce {"},
	{"a message taken twice", "dialogs/intake/take.go",
		"; seen || err != nil {", "; seen && in.ID == \"\" || err != nil {"},
	{"a write in doubt counts as done", "dialogs/intake/take.go",
		"\t\tcase err == nil:", "\t\tcase err == nil || errors.Is(err, ErrUnknown):"},
	{"a repeat gets no answer", "dialogs/intake/take.go",
		"return reply(t, content, in), true, nil", "return Reply{Silent: true, Key: t.Key, N: len(content.Reason)}, true, nil"},
	{"an answer to a question that never arrived", "dialogs/intake/take.go",
		"case prev.N > 0 && session.Started && !put", "case prev.N < 0 && session.Started && !put"},
	{"the chain is not linked", "dialogs/intake/chain.go",
		"t.Prev = copied(prev.Hash)", "t.Prev = genesis()"},
	{"time runs back", "dialogs/intake/chain.go",
		"if prev.N != 0 && t.At.Before(prev.At) {", "if prev.N < 0 && t.At.Before(prev.At) {"},
	{"a case that moved stays open where it was", "dialogs/intake/packet.go",
		"t.send(now, moved)", "_ = moved"},
	{"a number on the card", "dialogs/intake/packet.go",
		"Code: s.Session.Values[\"code\"]", "Code: s.From"},
	{"no sweep", "dialogs/outbox/office.go",
		"return o.carry(ctx, now, now.Add(-o.Waits.Sweep))", "return 0, nil"},
	{"settled before it left", "dialogs/outbox/office.go",
		"\tswitch kind := item.Entry.Kind; {", "\tif err := o.Log.Settle(ctx, item.Key, item.N, item.Entry.ID); err != nil {\nreturn err\n}\n\tswitch kind := item.Entry.Kind; {"},
	{"deleted before it is shown", "dialogs/outbox/office.go",
		"\t\tswitch err := o.Deliver(ctx, now, m); {", "\t\to.Queue.Delete(ctx, m)\n\t\tswitch err := o.Deliver(ctx, now, m); {"},
	{"an attempt leaves no trace", "dialogs/outbox/office.go",
		"\tif err := o.put(ctx, &c); err != nil {\n\t\treturn c, err\n\t}\n\tref, err := call()", "\tref, err := call()"},
	{"no lease and no quarantine", "dialogs/outbox/office.go",
		"if now.Before(c.Lease) || now.Before(c.At.Add(o.Waits.Quarantine)) {", "if now.IsZero() {"},
	{"tried again without a search", "dialogs/outbox/office.go",
		"\t\tif found {", "\t\tif found && ref == \"\" {"},
	{"a doubt counts as a no", "dialogs/outbox/office.go",
		"case errors.Is(err, ErrLater):\n\t\tc.State", "case err != nil:\n\t\tc.State"},
	{"an older state over a newer", "dialogs/outbox/office.go",
		"if c.Applied < p.N {", "if c.Applied != p.N {"},
	{"a card found counts as current", "dialogs/outbox/office.go",
		"return o.done(ctx, c, ref, 0)", "return o.done(ctx, c, ref, applied)"},
	{"two updates at a time", "dialogs/outbox/office.go",
		"\tif now.Before(c.Lease) {\n\t\treturn ErrHeld\n\t}\n\tif o.Ends", "\tif o.Ends"},
	{"a text leaves after its time", "dialogs/outbox/office.go",
		"if !e.Expires.IsZero() && now.After(e.Expires) {\n\t\treturn o.expire", "if !e.Expires.IsZero() && now.IsZero() {\n\t\treturn o.expire"},
	{"the chain's head is not named", "dialogs/outbox/office.go",
		"p.Head = hex.EncodeToString(t.Hash)", "p.Head = hex.EncodeToString(t.Prev)"},
	{"a text that is none is mended and not kept", "dialogs/intake/take.go",
		"if len(in.Text) <= maxInline && utf8.ValidString(in.Text) {", "if len(in.Text) <= maxInline || utf8.ValidString(in.Text) {"},
	{"a roll-out that nobody notes", "dialogs/intake/take.go",
		"\tif migrated {\n", "\tif migrated && t.turn.N < 0 {\n"},
	{"a case past its time goes on", "dialogs/intake/take.go",
		"return !t.Expires.IsZero() && now.After(t.Expires)", "return !t.Expires.IsZero() && now.IsZero()"},
	{"no bound on replies", "dialogs/intake/bounds.go",
		"case s.Count > turnsPerHour || len(s.Replies) >= repliesPerWindow:", "case s.Count < 0:"},
	{"no reconciler", "dialogs/outbox/reconcile.go",
		"\tvar done Reconciled\n\tcursor, err", "\tvar done Reconciled\n\tif ctx != nil {\n\t\treturn done, nil\n\t}\n\tcursor, err"},
	{"a reply in doubt leaves at once", "dialogs/outbox/reconcile.go",
		"if now.Sub(m.At) < r.Office.Waits.Quarantine || now.Sub(taken.Turn.At) < r.Office.Waits.Quarantine || ", "if "},
	{"a call that begins too late", "dialogs/outbox/office.go",
		"\tif o.Ends != nil && o.Ends(ctx) {\n\t\treturn c, ErrLater", "\tif o.Ends != nil && now.IsZero() {\n\t\treturn c, ErrLater"},
	{"a state that no dialog gives", "dialogs/intake/take.go",
		"\tt.content.Reading, t.content.Facts, t.content.Reply = &reading, facts, &message\n", "\tt.content.Reading, t.content.Facts, t.content.Reply = &reading, facts, &message\n\tnext.Misses++\n"},
	{"no marks", "dialogs/intake/marks.go",
		"return l.first.full() || l.first.Current > 0", "return l.first.N < 0"},
	{"a mark that is moved after its turn", "dialogs/intake/take.go",
		"if err = d.mark(ctx, logs, t.turn, in.ID); err == nil {\n\t\t\terr = d.Log.Append(ctx, t.turn)\n\t\t}", "if err = d.Log.Append(ctx, t.turn); err == nil {\n\t\t\terr = d.mark(ctx, logs, t.turn, in.ID)\n\t\t}"},
	{"a mark of each case for itself", "dialogs/intake/marks.go",
		"return d.Log.SetMark(ctx, l.first.Key, d.Keys.MessageID(l.first.Key, id), l.mark, place(t))", "return d.Log.SetMark(ctx, t.Key, d.Keys.MessageID(l.first.Key, id), l.mark, place(t))"},
	{"a further case lifts the bounds", "dialogs/intake/take.go",
		"state.Counts = ", "_ = "},
	{"twenty idle replies are thirty", "dialogs/intake/bounds.go",
		"idlePerWindow    = 20", "idlePerWindow    = 30"},
	{"a claim whoever holds the case", "dialogs/desk/lead.go",
		"case c.Owner != \"\":\n\t\treturn no(\"held\", \"by\", c.Owner, \"since\", instant(c.Since))\n\t}\n\ta.own()", "}\n\ta.own()"},
	{"a text written twice", "dialogs/desk/write.go",
		"func (w Write) id() string", "func (w Write) draftID() string"},
	{"a text for another case", "dialogs/desk/write.go",
		"if len(nonce) != 16 || draftOf(nonce, a.event.Case, w.Text) != w.Draft {", "if len(nonce) != 16 {"},
	{"analysts' texts in any order", "dialogs/outbox/office.go",
		"if err := o.left(ctx, content.After); err != nil {", "if err := o.left(ctx, \"\"); err != nil {"},
	{"a right that nobody looks at", "dialogs/desk/desk.go",
		"case !who.May(right):", "case !who.May(right) && act == \"\":"},
	{"a stranger at the desk", "dialogs/desk/desk.go",
		"case !ok:\n\t\trefusal.Why = whyStranger", "case !ok && act == \"\":\n\t\trefusal.Why = whyStranger\n\tcase !ok:\n\t\treturn region, Analyst{Slack: by.User}, nil"},
	{"released and still led", "dialogs/intake/amend.go",
		"s.Charge.Leads, s.Charge.Until, s.Charge.Waiting, s.Charge.Called = false, time.Time{}, time.Time{}, false", "s.Charge.Until, s.Charge.Waiting, s.Charge.Called = time.Time{}, time.Time{}, false"},
	{"the robot speaks while a human leads", "dialogs/intake/take.go",
		"if state.Charge.Leads && !in.Mute {", "if state.Charge.Leads && in.Mute {"},
	{"a rung climbed twice", "dialogs/intake/ladder.go",
		"\t\tc.Watch.Rung++\n", "\t\tif c.Watch.Rung++; t.turn.N%2 == 0 {\n\t\t\tc.Watch.Rung--\n\t\t\tt.news = append(t.news, News{Kind: NewsWaiting, At: Stamp(now), Why: strconv.Itoa(c.Watch.Rung + 1)})\n\t\t\tbreak\n\t\t}\n"},
	{"a rung left out", "dialogs/intake/ladder.go",
		"if w.Rung >= len(rungs) ||", "if w.Rung >= len(rungs)-1 ||"},
	{"an exit taken late is not answered", "dialogs/intake/led.go",
		"if in.Unanswerable && t.content.Reply != nil {", "if in.Unanswerable && t.content.Reply != nil && in.Text == \"\" {"},
}

// broke finds the seed and the first invariant in what the simulation says.
var broke = regexp.MustCompile(`-simulation\.seed (\d+)\n\s+(.*)`)

func TestEveryMutantIsFound(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			path := filepath.Join(root, m.file)
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(source), m.text); n != 1 {
				t.Fatalf("%s has %q %d times, want once", m.file, m.text, n)
			}
			dir := t.TempDir()
			planted, overlay := filepath.Join(dir, "planted.go"), filepath.Join(dir, "overlay.json")
			replaced, err := json.Marshal(map[string]map[string]string{"Replace": {path: planted}})
			if err != nil {
				t.Fatal(err)
			}
			for name, text := range map[string]string{planted: strings.Replace(string(source), m.text, m.instead, 1), overlay: string(replaced)} {
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			run := exec.Command("go", "test", "-vet=off", "-count=1", "-overlay", overlay, "-run", "^TestSwarm$", "relais/tests/simulation",
				"-args", "-simulation.stop", fmt.Sprint("-simulation.seeds=", *seeds))
			run.Dir = root
			said, err := run.CombinedOutput()
			found := broke.FindStringSubmatch(string(said))
			switch {
			case err == nil:
				t.Errorf("it is not found within %d seeds", *seeds)
			case found == nil:
				t.Fatalf("%v\n%s", err, said)
			default:
				t.Logf("measured: found by seed %s: %.120s", found[1], found[2])
			}
		})
	}
}
