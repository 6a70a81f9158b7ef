package engine_test

import (
	"testing"

	"relais/dialogs"
)

// "C'est fait" answers whether the act just told was done, and says nothing of a state that
// is asked behind an act.
func TestChecksAnActButNoState(t *testing.T) {
	tests := []struct {
		dialog, step string
		want         bool
	}{
		{"ransomware", "isolated", true},
		{"intrusion", "isolated", true},
		{"intrusion", "spreading", false},
		{"tech_support_scam", "control", false},
		{"bank_adviser_scam", "given", false},
	}
	for _, tt := range tests {
		d, ok := dialogs.Set().Dialog(tt.dialog)
		if !ok {
			t.Fatalf("no dialog %s", tt.dialog)
		}
		if got := d.Checks(tt.step); got != tt.want {
			t.Errorf("%s: Checks(%s) = %t, want %t", tt.dialog, tt.step, got, tt.want)
		}
	}
}
