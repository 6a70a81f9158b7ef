package twilio_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	vendor "github.com/twilio/twilio-go/client"

	"relais/dialogs/intake"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
)

func parser(t testing.TB) *twilio.Parser {
	t.Helper()
	p, err := twilio.NewParser(ours())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func request(path, query, body, signature string) twilio.Request {
	return twilio.Request{Path: path, RawQuery: query, Body: []byte(body), Header: map[string]string{
		"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature,
	}}
}

// TestSignaturesAgree holds the parser against the vendor's library and against an
// HMAC of our own, for what teams get wrong.
func TestSignaturesAgree(t *testing.T) {
	message := func(more url.Values) url.Values {
		form := url.Values{"MessageSid": {"SM1"}, "AccountSid": {account}, "From": {phone}, "To": {number}, "Body": {"aide"}}
		for name, values := range more {
			form[name] = values
		}
		return form
	}
	tests := []struct {
		name  string
		query string
		form  url.Values
	}{
		{"T08 a name that begins another, a value in small letters", "", message(url.Values{"T": {"sip:a@b"}, "ToCity": {""}, "ToCountry": {"FR"}})},
		{"T08 empty values", "", message(url.Values{"ToZip": {""}, "ToState": {""}})},
		{"T08 spaces at both ends", "", message(url.Values{"Body": {"  a  "}})},
		{"T08 plus and escaped plus", "", message(url.Values{"Body": {"+ %2B %20"}})},
		{"T08 letters of all kinds", "", message(url.Values{"Body": {"é 🔥 ж \u202e"}})},
		{"T08 bytes that are no letters", "", message(url.Values{"Body": {"\xff\xfe\x00"}})},
		{"T08 a query", "a=1&b=%C3%A9+%2f", message(nil)},
		{"T08 names in capitals and small letters", "", message(url.Values{"a": {"1"}, "B": {"2"}, "c": {"3"}})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address := public + twilio.PathSMS
			if tt.query != "" {
				address += "?" + tt.query
			}
			signature := carrier.Sign(token, address, tt.form)
			library := vendor.NewRequestValidator(token)
			if !library.ValidateBody(address, []byte(tt.form.Encode()), signature) {
				t.Error("the library refuses the signature")
			}
			in, err := parser(t).ParseSMS(request(twilio.PathSMS, tt.query, tt.form.Encode(), signature))
			if err != nil || in.Text != tt.form.Get("Body") {
				t.Errorf("ParseSMS = %q, %v", in.Text, err)
			}
			wrong := signature[:27] + "A"
			if signature[27] == 'A' || library.ValidateBody(address, []byte(tt.form.Encode()), wrong) {
				wrong = "A" + signature[1:]
			}
			if _, err := parser(t).ParseSMS(request(twilio.PathSMS, tt.query, tt.form.Encode(), wrong)); !errors.Is(err, twilio.ErrForbidden) {
				t.Errorf("a letter of the signature changed: %v, want forbidden", err)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	turn := intake.Ref{Key: intake.Key{Channel: "sms", Address: "00ff", K: 2}, N: 7}
	form := url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"undelivered"}, "ErrorCode": {"30003"}, "AccountSid": {account}}
	for _, entry := range []string{"", "case.7.sms"} {
		address := ours().StatusURL(turn, entry)
		query := address[strings.Index(address, "?")+1:]
		got, err := parser(t).ParseStatus(request(twilio.PathStatus, query, form.Encode(), carrier.Sign(token, address, form)))
		want := twilio.Status{Turn: turn, Entry: entry, MessageSID: "SM1", Receipt: intake.Failed, ErrorCode: "30003"}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("ParseStatus (-want +got):\n%s%v", diff, err)
		}
	}
	form.Set("ErrorCode", "30003; drop\n")
	address := ours().StatusURL(turn, "")
	got, err := parser(t).ParseStatus(request(twilio.PathStatus, address[strings.Index(address, "?")+1:], form.Encode(), carrier.Sign(token, address, form)))
	if err != nil || got.ErrorCode != "" {
		t.Errorf("an error code that is none: %q, %v, want none", got.ErrorCode, err)
	}
}

// FuzzSMS: whatever is posted, the parser agrees with the vendor's library on the
// signature, and what it takes was signed.
func FuzzSMS(f *testing.F) {
	form := url.Values{"MessageSid": {"SM1"}, "AccountSid": {account}, "From": {phone}, "To": {number}, "Body": {"é +"}}
	f.Add(form.Encode(), "", true)
	f.Add(form.Encode(), "bodySHA256=0", true)
	f.Add(form.Encode()+"&Body=2", "a=%zz", true)
	f.Add("a=%", "%23", false)
	f.Add("&&=;=", "", true)
	f.Add(form.Encode(), "\x00", true)
	f.Add(form.Encode(), "a=1#b", true)
	library := vendor.NewRequestValidator(token)
	f.Fuzz(func(t *testing.T, body, query string, sign bool) {
		address := public + twilio.PathSMS
		if query != "" {
			address += "?" + query
		}
		signature := strings.Repeat("A", 28)
		values, err := url.ParseQuery(body)
		if sign && err == nil {
			signature = carrier.Sign(token, address, values)
		}
		in, err := parser(t).ParseSMS(request(twilio.PathSMS, query, body, signature))
		if err != nil {
			if !slices.ContainsFunc([]error{twilio.ErrForbidden, twilio.ErrBadRequest, twilio.ErrUnsupported}, func(known error) bool { return err == known }) {
				t.Errorf("error %v says more than it may", err)
			}
			return
		}
		if !sign {
			t.Fatal("taken without a signature")
		}
		if in.To != number || in.From == "" || in.ID == "" || in.Channel != "sms" || in.Text != values.Get("Body") {
			t.Errorf("taken as %+v", in)
		}
		if !strings.Contains(query, "bodySHA256") && !library.ValidateBody(address, []byte(body), signature) {
			t.Error("taken, and the library refuses it")
		}
	})
}

func BenchmarkSMS(b *testing.B) {
	form := url.Values{"MessageSid": {"SM1"}, "AccountSid": {account}, "From": {phone}, "To": {number}, "Body": {strings.Repeat("é", 160)}, "ToCity": {""}, "ToZip": {""}}
	p, r := parser(b), request(twilio.PathSMS, "", form.Encode(), carrier.Sign(token, public+twilio.PathSMS, form))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.ParseSMS(r); err != nil {
			b.Fatal(err)
		}
	}
}
