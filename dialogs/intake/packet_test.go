package intake_test

import (
	"strings"
	"testing"

	"relais/dialogs/intake"
)

func TestParsePacketRefuses(t *testing.T) {
	const good = `{"v":1,"case":"c","n":2,"region":"76"}`
	if p, err := intake.ParsePacket([]byte(good)); err != nil || p.Case != "c" || p.N != 2 || p.Region != "76" {
		t.Fatalf("ParsePacket(%s) = %+v, %v", good, p, err)
	}
	for _, tt := range []struct{ name, body, want string }{
		{"nothing", "", "packet: "},
		{"a field that nobody knows", `{"v":1,"case":"c","n":2,"region":"76","phone":"+33"}`, "phone"},
		{"a name twice", `{"v":1,"case":"c","n":2,"region":"76","n":3}`, "duplicate"},
		{"more behind it", good + good, "packet: "},
		{"bytes that are no text", `{"v":1,"case":"` + "\xff" + `","n":2,"region":"76"}`, "UTF-8"},
		{"another version", `{"v":2,"case":"c","n":2,"region":"76"}`, "version 2"},
		{"no case", `{"v":1,"n":2,"region":"76"}`, "case, n and region"},
		{"too much", `{"v":1,"case":"` + strings.Repeat("c", 64<<10) + `","n":2,"region":"76"}`, "at most 65536"},
	} {
		if p, err := intake.ParsePacket([]byte(tt.body)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %+v, %v, want an error with %q", tt.name, p, err, tt.want)
		}
	}
}
