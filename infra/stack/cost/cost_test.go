package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func loaded(t *testing.T) book {
	t.Helper()
	b, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPrices: each price says where and when it was read, and how sure it is.
func TestPrices(t *testing.T) {
	for name, p := range loaded(t).Prices {
		if _, err := time.Parse(time.DateOnly, p.Read); err != nil || !strings.HasPrefix(p.Source, "https://") || p.What == "" || p.Per <= 0 {
			t.Errorf("%s: no date, source, name or unit: %+v", name, p)
		}
		if !slices.Contains([]string{"high", "medium", "low", "none"}, p.Grade) || (p.Grade == "none") != (p.USD == nil) || p.USD != nil && p.Region == "" {
			t.Errorf("%s: grade %q, region %q and price do not fit", name, p.Grade, p.Region)
		}
	}
}

// TestUsage: everything used has a line in the prices, and every line is used.
func TestUsage(t *testing.T) {
	b := loaded(t)
	used := map[string]bool{"alarms": true}
	for name, e := range b.Events {
		for priced := range e.Uses {
			if _, ok := b.Prices[priced]; !ok {
				t.Errorf("%s uses %s, which has no price", name, priced)
			}
			used[priced] = true
		}
		for part := range e.Of {
			if _, ok := b.Events[part]; !ok || len(b.Events[part].Of) > 0 {
				t.Errorf("%s is made of %s, which is no plain event", name, part)
			}
		}
	}
	for name := range b.Prices {
		if !used[name] {
			t.Errorf("nothing uses %s", name)
		}
	}
	for _, s := range b.Scenarios {
		for _, events := range []map[string]float64{s.Of, s.EachDesk} {
			for name := range events {
				if _, ok := b.Events[name]; !ok {
					t.Errorf("%s: %s is no event", s.Name, name)
				}
			}
		}
	}
}

// TestMeasured: what an event is said to ask of the table and of a queue is what
// tests/wire measures and holds.
func TestMeasured(t *testing.T) {
	rows := measured(t)
	for name, e := range loaded(t).Events {
		for row, requests := range e.Wire {
			if got, ok := rows[row]; !ok || got != requests {
				t.Errorf("%s: %q asks for %q, and tests/wire says %q", name, row, requests, got)
			}
		}
	}
}

// measured reads the table of tests/wire: the literals {what, func, table, queue}.
func measured(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../../tests/wire/requests_test.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	text := func(e ast.Expr) (string, bool) {
		literal, ok := e.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(literal.Value)
		return s, err == nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		row, ok := n.(*ast.CompositeLit)
		if !ok || len(row.Elts) != 4 {
			return true
		}
		what, named := text(row.Elts[0])
		table, onTable := text(row.Elts[2])
		queue, onQueue := text(row.Elts[3])
		if named && onTable && onQueue {
			rows[what] = strings.TrimSuffix(table+" / "+queue, " / ")
		}
		return true
	})
	return rows
}

func TestCost(t *testing.T) {
	usd := 0.5
	b := book{
		Prices: map[string]price{"a": {What: "things", USD: &usd, Per: 10, Free: 20, Grade: "high"}, "b": {What: "others", Per: 1, Grade: "none"}, "alarms": {What: "alarms", Per: 1, Free: 10, Grade: "none"}},
		Events: map[string]event{"one": {Uses: map[string]float64{"a": 2}}, "two": {Uses: map[string]float64{"b": 1}, Of: map[string]float64{"one": 3}}},
	}
	tests := []struct {
		name     string
		scenario scenario
		desks    int
		a, b     float64 // units
		cost     float64
		known    bool // the price of b, or that nothing of it was used
	}{
		{"what is free", scenario{Of: map[string]float64{"one": 10}}, 1, 20, 0, 0, true},
		{"what is not", scenario{Of: map[string]float64{"one": 30}}, 1, 60, 0, 2, true},
		{"made of others", scenario{Of: map[string]float64{"two": 10}}, 1, 60, 10, 2, false},
		{"each desk", scenario{EachDesk: map[string]float64{"one": 15}}, 2, 60, 0, 2, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			units := b.used(tt.scenario, tt.desks, 8)
			cost, _ := b.Prices["a"].of(units["a"])
			_, known := b.Prices["b"].of(units["b"])
			if units["a"] != tt.a || units["b"] != tt.b || math.Abs(cost-tt.cost) > 1e-9 || known != tt.known {
				t.Errorf("units %v, cost %v, known %t, want %v, %v, %v, %t", units, cost, known, tt.a, tt.b, tt.cost, tt.known)
			}
		})
	}
}

// TestGuide: the tables of the operator's guide are those the command prints.
func TestGuide(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"-root", "../../.."}, &out, &out); err != nil {
		t.Fatal(err)
	}
	guide, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(guide, bytes.TrimSpace(out.Bytes())) {
		t.Errorf("infra/README.md does not show what go run ./infra/stack/cost prints:\n%s", out.String())
	}
}

func TestSet(t *testing.T) {
	tests := []struct {
		set  string
		want bool
	}{
		{"sms_out=0.08,sms_in=0.01", true}, {"", true}, {"sms=1", false}, {"sms_out", false}, {"sms_out=-1", false}, {"sms_out=x", false},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		err := run([]string{"-root", "../../..", "-set", tt.set}, &out, &out)
		if (err == nil) != tt.want {
			t.Errorf("-set %q: %v, want it taken: %t", tt.set, err, tt.want)
		}
	}
}
