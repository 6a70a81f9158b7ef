package simulation

import (
	"bufio"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// decision is one thing that did not go the plainest way: the nth of its label.
type decision struct {
	label string // the first word is its kind
	n     int
	value int64 // of a fault, the fault; of a delay, nanoseconds; else a number
}

// tape is all that decides a run besides the source. What is not on it goes the
// plainest way: no fault, the least delay, nothing said.
type tape []decision

// dice decides what is left open: by chance, or as a tape says.
type dice struct {
	chance *rand.Rand
	tape   map[string]map[int]int64 // nil: by chance
	keep   bool                     // note what was decided
	met    map[string]int           // label → how often it was asked
	made   tape
}

func (d *dice) play(t tape) {
	d.tape = map[string]map[int]int64{}
	for _, one := range t {
		if d.tape[one.label] == nil {
			d.tape[one.label] = map[int]int64{}
		}
		d.tape[one.label][one.n] = one.value
	}
	d.met = map[string]int{}
}

func (d *dice) record() { d.keep, d.met = true, map[string]int{} }

// named reports whether labels matter. Making one costs more than a throw.
func (d *dice) named() bool { return d.keep || d.tape != nil }

// decide gives the value of the next decision of a label; 0 is the plainest way.
func (d *dice) decide(label string, throw func() int64) int64 {
	if !d.named() {
		return throw()
	}
	d.met[label]++
	n := d.met[label]
	value := d.tape[label][n]
	if d.tape == nil {
		value = throw()
	}
	if d.keep && value != 0 {
		d.made = append(d.made, decision{label, n, value})
	}
	return value
}

func (d *dice) likely(label string, p float64) bool {
	return d.decide(label, func() int64 {
		if p > 0 && d.chance.Float64() < p {
			return 1
		}
		return 0
	}) != 0
}

// about draws a duration around 0, with a probability.
func (d *dice) about(label string, p float64, most time.Duration) time.Duration {
	return time.Duration(d.decide(label, func() int64 {
		if d.chance.Float64() < p {
			return d.chance.Int64N(2*int64(most)) - int64(most)
		}
		return 0
	}))
}

// between draws a duration; the least is the plainest.
func (d *dice) between(label string, from, to time.Duration) time.Duration {
	return from + time.Duration(d.decide(label, func() int64 { return d.chance.Int64N(int64(to - from)) }))
}

// below picks one of n; a tape that was made where there were more picks the last.
func (d *dice) below(label string, n int) int {
	return min(int(d.decide(label, func() int64 { return d.chance.Int64N(int64(n)) })), n-1)
}

// String gives a tape as it is kept: one decision a line, people first.
func (t tape) String() string {
	sorted := slices.Clone(t)
	slices.SortFunc(sorted, func(a, b decision) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.label, b.label), cmp.Compare(a.n, b.n))
	})
	var b strings.Builder
	for _, d := range sorted {
		fmt.Fprintf(&b, "%s #%d = %s\n", d.label, d.n, d.said())
	}
	return b.String()
}

// kinds of decision, in the order in which a tape is kept and shrunk.
var ranks = []string{"says", "set", "fault", "world", "delay"}

func rank(d decision) int { return slices.Index(ranks, d.kind()) }

func (d decision) kind() string {
	kind, _, _ := strings.Cut(d.label, " ")
	return kind
}

func (d decision) said() string {
	switch d.kind() {
	case "says":
		return strconv.Quote(vocabulary[d.value-1])
	case "fault":
		return fault(d.value).String()
	case "delay":
		return time.Duration(d.value).String()
	}
	return strconv.FormatInt(d.value, 10)
}

// parseTape reads what String wrote; # begins a comment line. It returns an error that
// names the line.
func parseTape(text string) (tape, error) {
	var t tape
	lines := bufio.NewScanner(strings.NewReader(text))
	for at := 1; lines.Scan(); at++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, said, _ := strings.Cut(line, " = ")
		i := strings.LastIndex(name, " #")
		if i < 0 {
			return nil, fmt.Errorf("line %d: want label #n = value", at)
		}
		n, err := strconv.Atoi(name[i+2:])
		d := decision{label: name[:i], n: n}
		if err == nil {
			d.value, err = d.parse(said)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", at, err)
		}
		t = append(t, d)
	}
	return t, lines.Err()
}

func (d decision) parse(said string) (int64, error) {
	switch d.kind() {
	case "says":
		words, err := strconv.Unquote(said)
		if err != nil {
			return 0, err
		}
		if at := slices.Index(vocabulary, words); at >= 0 {
			return int64(at + 1), nil
		}
		return 0, fmt.Errorf("nobody says %q any more", words)
	case "fault":
		if f := slices.Index(faultNames[:], said); f > 0 {
			return int64(f), nil
		}
		return 0, fmt.Errorf("no fault is called %q", said)
	case "delay":
		delay, err := time.ParseDuration(said)
		return int64(delay), err
	case "set", "world":
		return strconv.ParseInt(said, 10, 64)
	}
	return 0, fmt.Errorf("no decision is called %q", d.label)
}

func readTape(path string) (tape, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t, err := parseTape(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// shrink returns a smaller tape that breaks the same invariant: kind by kind, halves,
// then quarters and so on are left out as long as it still breaks. It stops after a
// while with what it has.
func shrink(t tape, breaks func(tape) bool, within time.Duration) tape {
	end := time.Now().Add(within)
	try := func(smaller tape) bool { return time.Now().Before(end) && breaks(smaller) }
	for before := len(t) + 1; len(t) < before && time.Now().Before(end); {
		before = len(t)
		for at := len(ranks) - 1; at >= 0; at-- { // delays are many, and seldom matter
			t = without(t, at, try)
		}
	}
	return t
}

// without leaves decisions of one rank out.
func without(t tape, of int, try func(tape) bool) tape {
	var mine, others tape
	for _, d := range t {
		if rank(d) == of {
			mine = append(mine, d)
		} else {
			others = append(others, d)
		}
	}
	for size := len(mine); size > 0; size /= 2 {
		for from := 0; from < len(mine); {
			left := slices.Delete(slices.Clone(mine), from, min(from+size, len(mine)))
			if try(slices.Concat(others, left)) {
				mine = left
			} else {
				from += size
			}
		}
	}
	return slices.Concat(others, mine)
}
