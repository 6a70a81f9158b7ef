package intake

import (
	"testing"
	"time"

	"relais/dialogs/engine"
	"relais/locales"
)

// TestAgo: what is read aloud to the bank counts minutes below two hours, then hours as they are said.
func TestAgo(t *testing.T) {
	now := time.Date(2027, 3, 16, 15, 41, 0, 0, time.UTC)
	for _, tt := range []struct {
		passed time.Duration
		lang   string
		want   string
	}{
		{-time.Minute, "fr", ""},
		{time.Minute, "fr", "à l'instant"},
		{31 * time.Minute, "fr", "il y a 31 minutes"},
		{119 * time.Minute, "fr", "il y a 119 minutes"},
		{2 * time.Hour, "fr", "il y a 2 heures"},
		{3*time.Hour + 5*time.Minute, "fr", "il y a 3 h 05"},
		{3*time.Hour + 20*time.Minute, "en", "3 h 20 ago"},
		{23*time.Hour + 59*time.Minute, "fr", "il y a 23 h 59"},
		{30*time.Hour + 20*time.Minute, "fr", "il y a 30 heures"},
		{73 * time.Hour, "fr", "il y a 3 jours"},
	} {
		v := view{desk: &Desk{Texts: locales.Default()}, now: now, session: &engine.Session{Lang: tt.lang}}
		if got := v.ago(now.Add(-tt.passed)); got != tt.want {
			t.Errorf("%s in %s: %q, want %q", tt.passed, tt.lang, got, tt.want)
		}
	}
}
