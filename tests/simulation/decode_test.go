package simulation

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
)

// TestDecodersAgree: what turns seal and queues carry is written by the standard library's
// encoder and read by another, quicker decoder: what both read of it is the same.
func TestDecodersAgree(t *testing.T) {
	contents, packets := 0, 0
	for seed := uint64(1); seed <= 60; seed++ {
		w := setUp(seed)
		w.run()
		for _, p := range w.carrier.people {
			log := w.log(p.key())
			for j, turn := range log.Turns {
				if len(turn.Sealed) == 0 {
					continue
				}
				_, data, err := w.open(turn)
				if err != nil {
					t.Fatal(err)
				}
				var want intake.Content
				if err := json.Unmarshal(data, &want); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, log.Contents[j]); diff != "" {
					t.Errorf("seed %d turn %d (-encoding/json +ours):\n%s", seed, turn.N, diff)
				}
				contents++
				for _, e := range turn.Outbox {
					if e.Kind != intake.ToQueue {
						continue
					}
					var want intake.Packet
					if err := json.Unmarshal(e.Body, &want); err != nil {
						t.Fatal(err)
					}
					got, err := intake.ParsePacket(e.Body)
					if diff := cmp.Diff(want, got); diff != "" || err != nil {
						t.Errorf("seed %d turn %d: %v (-encoding/json +ours):\n%s", seed, turn.N, err, diff)
					}
					packets++
				}
			}
		}
	}
	if contents < 200 || packets < 100 {
		t.Errorf("%d contents and %d packets are too few to tell", contents, packets)
	}
}
