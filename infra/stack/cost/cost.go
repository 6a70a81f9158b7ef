package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"go.yaml.in/yaml/v4"
)

//go:embed prices.yaml
var pricesFile []byte

//go:embed usage.yaml
var usageFile []byte

// price is what one thing costs, with where and when that was read.
type price struct {
	What   string
	USD    *float64 // for Per units; nil: no price was found
	Per    float64
	Free   float64 // units a month that cost nothing
	Region string  // of AWS
	Grade  string  // high, medium, low, none
	Read   string  // date
	Source string
}

// event is something that happens: what it uses itself, and the events it is made of.
type event struct {
	Wire map[string]string  // rows of the table in tests/wire → requests
	Uses map[string]float64 // units by price
	Of   map[string]float64 // times by event
}

// scenario is how often what happens.
type scenario struct {
	Name     string
	Of       map[string]float64
	EachDesk map[string]float64 `yaml:"each_desk"`
}

// book is the prices and the usage.
type book struct {
	Prices    map[string]price
	Events    map[string]event
	Scenarios []scenario
}

// load reads both files, strictly.
func load() (book, error) {
	var b book
	for name, data := range map[string][]byte{"prices.yaml": pricesFile, "usage.yaml": usageFile} {
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		decoder.KnownFields(true)
		if err := decoder.Decode(&b); err != nil {
			return book{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	return b, nil
}

// used sums what a scenario uses, in units by price. alarms is how many the templates have.
func (b book) used(s scenario, desks, alarms int) map[string]float64 {
	units := map[string]float64{}
	for name, times := range s.Of {
		b.add(units, name, times)
	}
	for name, times := range s.EachDesk {
		b.add(units, name, times*float64(desks))
	}
	if len(s.EachDesk) > 0 {
		units["alarms"] = float64(alarms)
	}
	return units
}

func (b book) add(units map[string]float64, name string, times float64) {
	e := b.Events[name]
	for priced, n := range e.Uses {
		units[priced] += n * times
	}
	for part, n := range e.Of {
		b.add(units, part, n*times)
	}
}

// of returns what units cost, less what is free, and false where no price is known.
func (p price) of(units float64) (usd float64, known bool) {
	if p.USD == nil {
		return 0, max(units-p.Free, 0) == 0
	}
	return max(units-p.Free, 0) / p.Per * *p.USD, true
}

// write prints a table for each scenario: units, price, grade and cost of each thing,
// and the sum of what has a price.
func (b book) write(out io.Writer, desks, alarms int) error {
	for _, s := range b.Scenarios {
		units := b.used(s, desks, alarms)
		t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintf(t, "%s\tunits\tUSD\tgrade of the price\n", s.Name)
		total, open := 0.0, []string{}
		for _, name := range slices.SortedFunc(maps.Keys(units), func(x, y string) int { return strings.Compare(b.Prices[x].What, b.Prices[y].What) }) {
			p := b.Prices[name]
			cost, known := p.of(units[name])
			shown := fmt.Sprintf("%.2f", cost)
			if !known {
				shown, open = "?", append(open, p.What)
			}
			total += cost
			fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", p.What, number(units[name]), shown, p.Grade)
		}
		fmt.Fprintf(t, "  sum of what has a price\t\t%.2f\t\n", total)
		if err := t.Flush(); err != nil {
			return err
		}
		if len(open) > 0 {
			fmt.Fprintf(out, "  not in it: %s\n", strings.Join(open, ", "))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// number prints units: whole ones with their thousands apart, few ones with two digits.
func number(n float64) string {
	if n < 10 && n != float64(int(n)) {
		return fmt.Sprintf("%.2f", n)
	}
	digits := fmt.Sprintf("%.0f", n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
