package intake_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/play"
)

func TestLate(t *testing.T) {
	at := time.Date(2026, 11, 21, 2, 7, 0, 0, time.UTC)
	desk := func(seed uint64) *intake.Desk {
		player, err := play.New(play.Options{Seed: seed, Now: at})
		if err != nil {
			t.Fatal(err)
		}
		return player.Desk
	}
	d := desk(1)
	want := intake.Late{At: at, Inbound: intake.Inbound{
		Channel: "sms", ID: "SM1", From: play.DefaultFrom, To: play.DefaultTo, Text: "tous \xff\x00 chiffrés", Mute: true,
		Media: []intake.Media{{URL: "https://api.twilio.com/ME1", Type: "image/jpeg"}},
	}}
	body, err := d.SealLate(want)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(body, []byte("chiffr")) || bytes.Contains(body, []byte(play.DefaultFrom[1:])) {
		t.Errorf("the queue can read %s", body)
	}
	got, err := d.OpenLate(body)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for name, hostile := range map[string][]byte{
		"empty": nil, "no JSON": []byte("aide"), "null": []byte("null"), "of another version": bytes.Replace(body, []byte(`"v":1`), []byte(`"v":2`), 1),
		"under another id": bytes.Replace(body, []byte(`"id":"`), []byte(`"id":"0`), 1), "cut": body[:len(body)/2], "no id": []byte(`{"v":1,"sealed":"AAAA"}`),
	} {
		if _, err := d.OpenLate(hostile); !errors.Is(err, intake.ErrLate) {
			t.Errorf("%s: %v, want %v", name, err, intake.ErrLate)
		}
	}
	if _, err := desk(2).OpenLate(body); !errors.Is(err, intake.ErrLate) {
		t.Errorf("another installation: %v, want %v", err, intake.ErrLate)
	}
}
