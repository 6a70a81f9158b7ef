package twilio_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/infra/twilio"
)

func reply(text string) intake.Reply {
	r := intake.Reply{From: "+33939000076", Key: intake.Key{Channel: "sms", Address: "00ff"}, N: 3}
	r.Text = text
	return r
}

func TestRenderSMS(t *testing.T) {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	silent := reply("jamais dit")
	silent.Silent = true
	tests := []struct {
		name      string
		reply     intake.Reply
		statusURL string
		want      string
	}{
		{"a reply", reply("Coupez le Wi-Fi."), "https://relais.example/twilio/status?t=sms%2300ff%230.3",
			head + `<Response><Message action="https://relais.example/twilio/status?t=sms%2300ff%230.3" from="+33939000076"><Body>Coupez le Wi-Fi.</Body></Message></Response>`},
		{"no receipts", reply("Oui"), "", head + `<Response><Message from="+33939000076"><Body>Oui</Body></Message></Response>`},
		{"an address with two values", reply("Oui"), "https://a.example/s?a=1&b=2",
			head + `<Response><Message action="https://a.example/s?a=1&amp;b=2" from="+33939000076"><Body>Oui</Body></Message></Response>`},
		{"markup is text", reply(`<Redirect>a</Redirect> & "b"`), "",
			head + `<Response><Message from="+33939000076"><Body>&lt;Redirect&gt;a&lt;/Redirect&gt; &amp; &quot;b&quot;</Body></Message></Response>`},
		{"silence", silent, "https://a.example/s", head + `<Response/>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 20 {
				got, err := twilio.RenderSMS(tt.reply, tt.statusURL)
				if diff := cmp.Diff(tt.want, string(got)); err != nil || diff != "" {
					t.Fatalf("RenderSMS (-want +got):\n%s%v", diff, err)
				}
			}
		})
	}
}

func TestRenderSMSKeepsEveryLetter(t *testing.T) {
	for _, text := range []string{" bords ", "un\ndeux\n  trois", "é€[]{}", "🔥 ж", "]]>", "&amp;"} {
		document, err := twilio.RenderSMS(reply(text), "")
		var answer struct{ Message struct{ Body string } }
		if err := errors.Join(err, xml.Unmarshal(document, &answer)); err != nil || answer.Message.Body != text {
			t.Errorf("%q arrives as %q, %v", text, answer.Message.Body, err)
		}
	}
}

func TestRenderSMSRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		refused    bool
	}{
		{"nothing", "", true},
		{"306 letters fill two", strings.Repeat("a", 306), false},
		{"307 letters", strings.Repeat("a", 307), true},
		{"134 letters with one wrong one fill two", strings.Repeat("a", 133) + "ê", false},
		{"135 letters with one wrong one", strings.Repeat("a", 134) + "ê", true},
		{"1,601 letters", strings.Repeat("a", 1601), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			document, err := twilio.RenderSMS(reply(tt.text), "")
			if refused := errors.Is(err, twilio.ErrUnsayable); refused != tt.refused || refused && document != nil {
				t.Errorf("RenderSMS = %q, %v, want refused %t", document, err, tt.refused)
			}
			if err != nil && tt.text != "" && bytes.Contains([]byte(err.Error()), []byte("aaaa")) {
				t.Errorf("error %q holds the text", err)
			}
		})
	}
}
