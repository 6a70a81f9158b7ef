package tests

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
	"relais/tests/desk"
)

const (
	escalationSchema = "../infra/stack/escalation.v1.schema.json"
	digestSchema     = "../infra/stack/digest.v1.schema.json"
)

func escalation(t *testing.T) *jsonschema.Schema {
	t.Helper()
	return published(t, escalationSchema)
}

// published compiles a published schema.
func published(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decoded(t *testing.T, body []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// queued are the bodies of all messages that the conversation files and the desk
// sessions send to queues, as the relay sends them.
func queued(t *testing.T) [][]byte {
	t.Helper()
	var packets []intake.Packet
	for _, c := range conversations(t) {
		_, steps, err := c.play(true)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		for _, s := range steps {
			packets = append(packets, s.out.Queue...)
		}
	}
	sessions, err := filepath.Glob("desk/sessions/*.txt")
	if err != nil || len(sessions) == 0 {
		t.Fatalf("desk sessions: %v, %v", sessions, err)
	}
	for _, file := range sessions {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sent, err := desk.Queued(string(source))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		packets = append(packets, sent...)
	}
	var bodies [][]byte
	for _, p := range packets {
		p.Head = strings.Repeat("0f", 32)
		body, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, body)
	}
	return bodies
}

// mute is what a sender sends to the queue that must not be written to: it has no
// conversation, so no file shows one.
func mute(t *testing.T) []byte {
	t.Helper()
	p, err := play.New(play.Options{Now: time.Date(2026, 3, 2, 21, 40, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.Send(t.Context(), intake.Inbound{Text: "tous les pc ont un message de rancon", Mute: true})
	if err != nil || len(out.Queue) != 1 {
		t.Fatalf("%d messages, %v, want one", len(out.Queue), err)
	}
	out.Queue[0].Head = strings.Repeat("0f", 32)
	body, err := json.Marshal(out.Queue[0])
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestEscalationSchema holds every message that conversation files and desk sessions
// send to the published schema, and wants each of its words to occur in one of them.
func TestEscalationSchema(t *testing.T) {
	schema := escalation(t)
	met := map[string]bool{}
	bodies := append(queued(t), mute(t))
	for _, body := range bodies {
		if err := schema.Validate(decoded(t, body)); err != nil {
			t.Errorf("%s\n%v", body, err)
		}
		var words map[string]json.RawMessage
		if err := json.Unmarshal(body, &words); err != nil {
			t.Fatal(err)
		}
		for word := range words {
			met[word] = true
		}
	}
	if len(bodies) < 50 {
		t.Errorf("only %d messages were sent", len(bodies))
	}
	for _, word := range packetWords() {
		if !met[word] {
			t.Errorf("no conversation and no desk session sends %q", word)
		}
	}
}

// TestEscalationWords: the schema and the program name the same words.
func TestEscalationWords(t *testing.T) {
	data, err := os.ReadFile(escalationSchema)
	if err != nil {
		t.Fatal(err)
	}
	var published struct {
		Properties map[string]struct{ Const any }
	}
	if err := json.Unmarshal(data, &published); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(packetWords(), slices.Sorted(maps.Keys(published.Properties))); diff != "" {
		t.Errorf("words (-program +schema):\n%s", diff)
	}
	if v := published.Properties["v"].Const; v != float64(intake.PacketVersion) {
		t.Errorf("the schema is of version %v, the program of %d", v, intake.PacketVersion)
	}
}

// TestDigestSchema holds the digests that desk sessions send to the published schema,
// which names the words of the program.
func TestDigestSchema(t *testing.T) {
	schema := published(t, digestSchema)
	sessions, err := filepath.Glob("desk/slack/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[outbox.DigestKind]int{}
	for _, file := range sessions {
		shown, err := desk.Digested(string(read(t, file)))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, d := range shown {
			kinds[d.Kind]++
			body, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(decoded(t, body)); err != nil {
				t.Errorf("%s\n%v", body, err)
			}
		}
	}
	if len(kinds) != 3 {
		t.Errorf("digests of %v, want all three kinds", kinds)
	}
	var named struct {
		Properties map[string]any
	}
	if err := json.Unmarshal(read(t, digestSchema), &named); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(wordsOf[outbox.Digest](), slices.Sorted(maps.Keys(named.Properties))); diff != "" {
		t.Errorf("words (-program +schema):\n%s", diff)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// packetWords are the words of a packet, in order.
func packetWords() []string { return wordsOf[intake.Packet]() }

func wordsOf[T any]() []string {
	var words []string
	for field := range reflect.TypeFor[T]().Fields() {
		word, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		words = append(words, word)
	}
	slices.Sort(words)
	return words
}

// TestEscalationRefuses spoils a real message in one word at a time.
func TestEscalationRefuses(t *testing.T) {
	schema := escalation(t)
	var body []byte
	for _, b := range queued(t) {
		if len(b) > len(body) {
			body = b
		}
	}
	for _, tt := range []struct {
		name  string
		spoil func(map[string]any)
	}{
		{"a later version", func(m map[string]any) { m["v"] = 2 }},
		{"no version", func(m map[string]any) { delete(m, "v") }},
		{"no case", func(m map[string]any) { delete(m, "case") }},
		{"turn 0", func(m map[string]any) { m["n"] = 0 }},
		{"a turn that is no number", func(m map[string]any) { m["n"] = "4" }},
		{"a head cut short", func(m map[string]any) { m["head"] = "0f0f" }},
		{"no head", func(m map[string]any) { delete(m, "head") }},
		{"a number for the hidden address", func(m map[string]any) { m["key"] = "sms#+33639980123#0" }},
		{"a region by name", func(m map[string]any) { m["region"] = "Occitanie" }},
		{"an unknown channel", func(m map[string]any) { m["channel"] = "email" }},
		{"an unknown severity", func(m map[string]any) { m["severity"] = "P0" }},
		{"a time that is none", func(m map[string]any) { m["opened"] = "hier" }},
		{"a fact in a reporter's words", func(m map[string]any) {
			m["facts"] = []any{map[string]any{"fact": "spreading", "value": "oui, chez M. Durand"}}
		}},
		{"a small town by its code", func(m map[string]any) { m["where"] = map[string]any{"size": "under_2000", "town": "32013"} }},
		{"a word that is not in it", func(m map[string]any) { m["phone"] = "+33639980123" }},
		{"a word that is not in where", func(m map[string]any) { m["where"] = map[string]any{"name": "Auch"} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var message map[string]any
			if err := json.Unmarshal(body, &message); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(message); err != nil {
				t.Fatalf("before: %v", err)
			}
			tt.spoil(message)
			spoilt, err := json.Marshal(message)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(decoded(t, spoilt)); err == nil {
				t.Error("the schema takes it")
			}
		})
	}
}
