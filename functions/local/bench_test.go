package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"relais/infra/env"
	"relais/infra/standin/carrier"
)

// BenchmarkSignedTurn is a whole turn: the carrier's signed request through the
// gateway, the handler and the desk to a commit that is on disk, and the answer.
// Each request opens a case of its own, from 32 senders at once.
func BenchmarkSignedTurn(b *testing.B) {
	const base = "http://127.0.0.1:1717"
	h, err := open(b.Context(), options{data: b.TempDir()}, env.Config{}, strings.TrimPrefix(base, "http://"), slog.New(slog.NewJSONHandler(io.Discard, nil)))
	if err != nil {
		b.Fatal(err)
	}
	defer h.close()
	var sent atomic.Int64
	b.SetParallelism(16)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := sent.Add(1)
			form := url.Values{
				"AccountSid": {demoAccount}, "MessageSid": {fmt.Sprintf("SM%032x", n)}, "NumMedia": {"0"},
				"From": {fmt.Sprintf("+336%08d", n)}, "To": {env.DemoNumber}, "Body": {"tous les pc de la mairie ont un message de rancon"},
			}
			r := httptest.NewRequest(http.MethodPost, base+"/twilio/sms", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Twilio-Signature", carrier.Sign(demoToken, base+"/twilio/sms", form))
			w := httptest.NewRecorder()
			h.routes.ServeHTTP(w, r)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<Message") {
				b.Errorf("answer %d %s", w.Code, w.Body)
				return
			}
		}
	})
}
