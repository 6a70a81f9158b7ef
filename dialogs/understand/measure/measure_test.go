package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"relais/locales"
)

var update = flag.Bool("update", false, "write metrics.txt anew")

// drop is how many points a share may fall before the gate fails.
const drop = 0.5

// TestMetrics compares with what was reached before, metrics.txt: a drop of more than
// half a point, or one harmful confusion that was not there, fails.
func TestMetrics(t *testing.T) {
	var text strings.Builder
	before, err := os.ReadFile("metrics.txt")
	if err != nil && !*update {
		t.Fatal(err)
	}
	for _, name := range []string{"dev.txt", "dev_people.txt", "held.txt", "held_people.txt", "held_third.txt", "held_fourth.txt", "dev_fifth.txt"} {
		lines, err := load("../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		r := measure(lines)
		fmt.Fprintf(&text, "%s right %.1f two %.1f f1 %.1f\n", name, r.share(r.right), r.share(r.two), 100*r.f1())
		for _, x := range r.reads {
			if !x.harmful() {
				continue
			}
			l := fmt.Sprintf("%s harmful %s taken for %s: %s", name, x.want, x.got, x.text)
			fmt.Fprintln(&text, l)
			if !*update && !slices.Contains(strings.Split(string(before), "\n"), l) {
				t.Errorf("new harmful confusion: %s", l)
			}
		}
	}
	if *update {
		if err := os.WriteFile("metrics.txt", []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	was, is := shares(t, string(before)), shares(t, text.String())
	for name, w := range was {
		if is[name] < w-drop {
			t.Errorf("%s: %.1f, was %.1f", name, is[name], w)
		}
	}
}

// shares reads the figures of a metrics file by name.
func shares(t *testing.T, text string) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	for _, l := range strings.Split(text, "\n") {
		var name string
		var right, two, f1 float64
		if n, _ := fmt.Sscanf(l, "%s right %f two %f f1 %f", &name, &right, &two, &f1); n == 4 {
			out[name+" right at first"], out[name+" within two"], out[name+" macro-F1"] = right, two, f1
		}
	}
	if len(out) == 0 {
		t.Fatalf("no figures in %q", text)
	}
	return out
}

func TestHarmful(t *testing.T) {
	tests := []struct {
		name, want, got string
		paid, harmful   bool
	}{
		{"right", "ransomware", "ransomware", false, false},
		{"an attack taken for nothing", "ddos", "not_incident", false, true},
		{"money taken for something else", "transfer_fraud", "malware", false, true},
		{"money taken for what looks after it", "transfer_fraud", "phishing", false, false},
		{"money taken for what asks first", "transfer_fraud", "unknown", false, true},
		{"a lure that was paid taken for a lost account", "smishing", "account_compromise", true, true},
		{"a lure met taken for a lost account", "phishing", "account_compromise", false, false},
		{"nothing told taken for nothing", "unknown", "not_incident", false, false},
		{"nothing taken for an attack", "not_incident", "ddos", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (read{line: line{want: tt.want}, got: tt.got, paid: tt.paid}).harmful(); got != tt.harmful {
				t.Errorf("%s taken for %s: harmful %t, want %t", tt.want, tt.got, got, tt.harmful)
			}
		})
	}
}

// What counts as looking after money is what the first replies say.
func TestCallsBank(t *testing.T) {
	texts := locales.Default()
	calls := regexp.MustCompile(`[Aa]ppelez (maintenant )?(la|votre) banque|opposition`)
	lines, err := load("../testdata/dev.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, l := range lines {
		incident := l.want
		if seen[incident] {
			continue
		}
		seen[incident] = true
		first, ok := texts.Source("fr", incident+".first.text")
		if !ok {
			t.Errorf("%s has no first reply", incident)
		} else if got := calls.MatchString(first); got != callsBank[incident] {
			t.Errorf("first reply of %s has the bank called: %t, want %t", incident, got, callsBank[incident])
		}
	}
}

func TestReport(t *testing.T) {
	r := measure([]line{{"ransomware", "tous nos fichiers sont chiffrés, rançon en bitcoin"}, {"not_incident", "bonjour"}, {"ddos", "bonjour"}})
	var b strings.Builder
	r.write(&b, "three", true)
	for _, want := range []string{"three: 3 messages", "HARMFUL ddos taken for not_incident: bonjour", "right at first 66.7 %", "1 ddos taken for not_incident"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("report lacks %q:\n%s", want, b.String())
		}
	}
}
