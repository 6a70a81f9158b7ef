package intake_test

import (
	"testing"

	"relais/dialogs"
	"relais/dialogs/engine"
)

// TestSystemAttack: the insurer's hours are the law's for an attack on a computer system. Of a
// lie or a threat they are told by prudence, until the reporter tells of a break-in; what a step
// concludes by itself is none.
func TestSystemAttack(t *testing.T) {
	for _, tt := range []struct {
		name  string
		facts engine.Facts
		by    map[string]engine.Source
		want  string
	}{
		{"nothing told yet", nil, nil, "yes"},
		{"ransomware", engine.Facts{"incident": "ransomware"}, nil, "yes"},
		{"an account taken", engine.Facts{"incident": "account_compromise"}, nil, "yes"},
		{"a false order", engine.Facts{"incident": "transfer_fraud", "money": "gone"}, nil, "no"},
		{"a false adviser", engine.Facts{"incident": "bank_adviser_scam", "given": "yes"}, nil, "no"},
		{"a card", engine.Facts{"incident": "card_fraud"}, nil, "no"},
		{"a card given by a link", engine.Facts{"incident": "smishing", "gave": "card"}, nil, "no"},
		{"a password given to a link", engine.Facts{"incident": "phishing", "gave": "password"}, nil, "yes"},
		{"a program opened", engine.Facts{"incident": "phishing", "gave": "program"}, nil, "yes"},
		{"nobody knows what was given", engine.Facts{"incident": "phishing", "gave": "unknown"}, nil, "no"},
		{"a page that blocks", engine.Facts{"incident": "tech_support_scam", "control": "no"}, nil, "no"},
		{"control given", engine.Facts{"incident": "tech_support_scam", "control": "yes"}, nil, "yes"},
		{"a false order, and files locked", engine.Facts{"incident": "transfer_fraud", "beside": "ransomware"}, nil, "yes"},
		{"a false order, and a card", engine.Facts{"incident": "transfer_fraud", "beside": "card_fraud"}, nil, "no"},
		{"somebody reads the mails", engine.Facts{"incident": "transfer_fraud", "mail_watched": "yes"}, nil, "yes"},
		{"a step supposes it", engine.Facts{"incident": "transfer_fraud", "also": "account_compromise", "mail_watched": "yes"},
			map[string]engine.Source{"also": engine.ByDialog, "mail_watched": engine.ByDialog}, "no"},
	} {
		if got := dialogs.Set().Work("system_attack", &engine.Session{Facts: tt.facts, By: tt.by}); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
