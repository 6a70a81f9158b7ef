package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"relais/dialogs/understand"
)

// line is one labelled message.
type line struct{ want, text string }

// load reads the lines of a file; "#" opens a comment.
func load(name string) ([]line, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("measure: %w", err)
	}
	defer f.Close()
	var out []line
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		if s.Text() == "" || strings.HasPrefix(s.Text(), "#") {
			continue
		}
		want, text, ok := strings.Cut(s.Text(), " | ")
		if !ok {
			return nil, fmt.Errorf("%s:%d: want a label, a bar and a text", name, n)
		}
		out = append(out, line{want, text})
	}
	return out, s.Err()
}

// read is how one line was read.
type read struct {
	line
	got, second string
	paid        bool // the text tells of a payment, or of a card given
	confidence  float64
	why         []string
}

// report is how a set of lines was read.
type report struct {
	reads []read
	right int // at first
	two   int // within two
}

// measure reads every line as a first message.
func measure(lines []line) report {
	reader := understand.New()
	var r report
	for _, l := range lines {
		got := reader.Read(l.text, nil, "fr")
		x := read{line: l, got: got.Incident, second: got.Second, confidence: got.Confidence, why: got.Why}
		for _, t := range got.Told {
			x.paid = x.paid || t.Fact == "paid" && t.Value == "yes" || t.Fact == "gave" && t.Value == "card"
		}
		if x.got == "" { // a reviewer's label is never empty
			x.got = "unknown"
			if len(got.Why) > 0 && strings.HasPrefix(got.Why[len(got.Why)-1], "greeting: ") {
				x.got = "not_incident"
			}
		}
		if x.got == x.want {
			r.right++
		}
		if x.got == x.want || x.second == x.want {
			r.two++
		}
		r.reads = append(r.reads, x)
	}
	return r
}

// money are the types where money is in motion: minutes count.
var money = map[string]bool{"transfer_fraud": true, "bank_adviser_scam": true, "card_fraud": true}

// lured are the types where money is in motion once something was paid.
var lured = map[string]bool{"phishing": true, "smishing": true}

// callsBank are the types whose first reply has the bank called or the card stopped.
var callsBank = map[string]bool{"transfer_fraud": true, "bank_adviser_scam": true, "card_fraud": true, "phishing": true, "smishing": true}

// harmful says that the confusion may harm: an attack taken for nothing, or money in
// motion taken for a type whose first reply does not have the bank called.
func (x read) harmful() bool {
	switch {
	case x.want == x.got:
		return false
	case x.got == "not_incident":
		return x.want != "unknown"
	case money[x.want], lured[x.want] && x.paid:
		return !callsBank[x.got]
	}
	return false
}

// f1 is the mean over the types of the harmonic mean of precision and recall.
func (r report) f1() float64 {
	var hit, said, was = map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, x := range r.reads {
		said[x.got]++
		was[x.want]++
		if x.got == x.want {
			hit[x.want]++
		}
	}
	sum := 0.0
	for t := range was {
		sum += 2 * hit[t] / (said[t] + was[t])
	}
	return sum / float64(len(was))
}

func (r report) share(n int) float64 { return 100 * float64(n) / float64(len(r.reads)) }

func (r report) write(w io.Writer, name string, all bool) {
	fmt.Fprintf(w, "%s: %d messages\n", name, len(r.reads))
	harmful := 0
	for _, x := range r.reads {
		if x.harmful() {
			harmful++
			fmt.Fprintf(w, "  HARMFUL %s taken for %s: %s\n", x.want, x.got, x.text)
		}
	}
	fmt.Fprintf(w, "  harmful confusions %d\n  right at first %.1f %%, within two %.1f %%, macro-F1 %.3f\n",
		harmful, r.share(r.right), r.share(r.two), r.f1())
	var count, right [10]int
	var sum [10]float64
	off := 0.0
	for _, x := range r.reads {
		b := min(int(x.confidence*10), 9)
		count[b]++
		sum[b] += x.confidence
		if x.got == x.want {
			right[b]++
		}
	}
	fmt.Fprint(w, "  calibration (confidence: right of all):")
	for b := range count {
		if count[b] > 0 {
			fmt.Fprintf(w, " %.2f: %d/%d", sum[b]/float64(count[b]), right[b], count[b])
			off += abs(sum[b] - float64(right[b]))
		}
	}
	fmt.Fprintf(w, "\n  calibration error %.3f\n", off/float64(len(r.reads)))
	confusions := map[string]int{}
	for _, x := range r.reads {
		if x.got != x.want {
			confusions[x.want+" taken for "+x.got]++
		}
	}
	var names []string
	for n := range confusions {
		names = append(names, n)
	}
	sort.Slice(names, func(i, j int) bool {
		if confusions[names[i]] != confusions[names[j]] {
			return confusions[names[i]] > confusions[names[j]]
		}
		return names[i] < names[j]
	})
	for _, n := range names {
		fmt.Fprintf(w, "  %3d %s\n", confusions[n], n)
	}
	if !all {
		return
	}
	for _, x := range r.reads {
		if x.got != x.want {
			fmt.Fprintf(w, "  %s -> %s (%.2f), %s: %s %q\n", x.want, x.got, x.confidence, x.second, x.text, x.why)
		}
	}
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
