package engine_test

import (
	"testing"

	"relais/dialogs/engine"
)

func TestSum(t *testing.T) {
	for value, cents := range map[string]int64{"0": 0, "300": 300_00, "12400.75": 12400_75, "12400.05": 12400_05, "100000000": 100_000_000_00} {
		if got, ok := engine.Cents(value); !ok || got != cents {
			t.Errorf("Cents(%q) = %d, %v, want %d", value, got, ok, cents)
		}
		if got := engine.Sum(cents); got != value {
			t.Errorf("Sum(%d) = %q, want %q", cents, got, value)
		}
	}
	for _, value := range []string{"", "unset", "unknown", "-3", "12.5", "12.500", "12,50", "12.00", "012", "1e3", ".50", "99999999999999999999"} {
		if got, ok := engine.Cents(value); ok {
			t.Errorf("Cents(%q) = %d, want none", value, got)
		}
	}
}
