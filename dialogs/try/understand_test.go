package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnderstand(t *testing.T) {
	tests := []struct {
		name     string
		args     []string
		in, want string
		code     int
	}{
		{"a message", []string{"understand"}, "bonjour\nje veux mourir\n",
			`{"text":"bonjour","lang":"fr","incident":"not_incident","second":"","confidence":1,"danger":[],"why":["greeting: bonjour"]}
{"text":"je veux mourir","lang":"fr","incident":"unknown","second":"","confidence":1,"danger":["distress"],"why":["distress: veux mourir","unknown: mourir","unknown: veux","unknown: je"]}
`, 0},
		{"answers", []string{"answer", "-kind", "done_or_not"}, "voilà, débranché\nmince je l'ai éteint\nc'est fait, et après ?\n",
			`{"text":"voilà, débranché","meaning":"done"}
{"text":"mince je l'ai éteint","meaning":"did_opposite"}
{"text":"c'est fait, et après ?","meaning":"done&question"}
`, 0},
		{"a time", []string{"answer", "-kind", "time_seen", "-now", "2026-03-10T09:30:00+01:00"}, "hier soir\n",
			`{"text":"hier soir","meaning":"2026-03-09/evening"}` + "\n", 0},
		{"choices", []string{"answer", "-kind", "choice", "-choices", "nas,disk"}, "2\n4\n",
			`{"text":"2","meaning":"2"}
{"text":"4","meaning":"invalid"}
`, 0},
		{"a kind that is none", []string{"answer", "-kind", "mood"}, "oui\n", "", 2},
		{"a time that is none", []string{"answer", "-now", "yesterday"}, "oui\n", "", 2},
		{"too many arguments", []string{"understand", "all"}, "oui\n", "", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			if code := run(tt.args, strings.NewReader(tt.in), &out, &errs); code != tt.code {
				t.Errorf("code %d, want %d; %s", code, tt.code, errs.String())
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// What programs read: each field is there with its type whatever the message.
func TestFields(t *testing.T) {
	incidents := strings.Fields(`ransomware phishing smishing account_compromise transfer_fraud data_breach defacement ddos malware intrusion
		tech_support_scam impersonation telephony_fraud device_loss provider_compromise extortion data_extortion card_fraud bank_adviser_scam
		insider unknown not_incident`)
	signals := []string{"danger", "distress", "minor"}
	texts := []string{"", " ", "?", "😂😂", "bonjour", "ok", "rançon sur tous les postes et un virement est parti", "j'ai 14 ans je veux mourir, il a un couteau",
		"we have been hacked", "hilfe, alle dateien sind verschlüsselt", "ayuda, nos piden un rescate", "<script>", `"\`, strings.Repeat("attaque ", 400)}
	for _, text := range texts {
		for _, lang := range []string{"fr", "en"} {
			o := object(t, []string{"understand", "-lang", lang}, text)
			if got, want := slices.Sorted(maps.Keys(o)), []string{"confidence", "danger", "incident", "lang", "second", "text", "why"}; !slices.Equal(got, want) {
				t.Errorf("%q: fields %v, want %v", text, got, want)
			}
			if got, ok := o["text"].(string); !ok || got != text {
				t.Errorf("%q: text %#v", text, o["text"])
			}
			if got, ok := o["lang"].(string); !ok || len(got) != 2 {
				t.Errorf("%q: lang %#v", text, o["lang"])
			}
			if got, ok := o["incident"].(string); !ok || !slices.Contains(incidents, got) {
				t.Errorf("%q: incident %#v", text, o["incident"])
			}
			if got, ok := o["second"].(string); !ok || got != "" && (got == o["incident"] || !slices.Contains(incidents, got)) {
				t.Errorf("%q: second %#v", text, o["second"])
			}
			if got, ok := o["confidence"].(float64); !ok || got < 0 || got > 1 {
				t.Errorf("%q: confidence %#v", text, o["confidence"])
			}
			for _, name := range []string{"danger", "why"} {
				list, ok := o[name].([]any)
				if !ok {
					t.Errorf("%q: %s %#v", text, name, o[name])
				}
				last := -1
				for _, x := range list {
					said, ok := x.(string)
					if at := slices.Index(signals, said); !ok || said == "" || name == "danger" && at <= last {
						t.Errorf("%q: %s holds %#v", text, name, x)
					} else if name == "danger" {
						last = at
					}
				}
			}
			for _, kind := range []string{"yes_no", "done_or_not", "choice", "consent", "org_type", "time_seen", "phone", "count", "amount", "place", "free"} {
				o := object(t, []string{"answer", "-kind", kind, "-choices", "nas,disk", "-lang", lang}, text)
				meaning, ok := o["meaning"].(string)
				if len(o) != 2 || o["text"] != text || !ok || meaning == "" {
					t.Errorf("answer %s %q: %v", kind, text, o)
				}
			}
		}
	}
}

// object is what a subcommand prints for one line.
func object(t *testing.T, args []string, line string) map[string]any {
	t.Helper()
	var out, errs strings.Builder
	if code := run(args, strings.NewReader(line+"\n"), &out, &errs); code != 0 {
		t.Fatalf("%v %q: code %d, %s", args, line, code, errs.String())
	}
	var o map[string]any
	if err := json.Unmarshal([]byte(out.String()), &o); err != nil {
		t.Fatalf("%v %q: %v in %q", args, line, err, out.String())
	}
	return o
}
