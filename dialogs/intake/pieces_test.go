package intake

import (
	"encoding/json"
	"reflect"
	"testing"

	"relais/dialogs/engine"
)

// TestPiecesAreWhatSplitFinds: what a turn commits to when it is written is what is found in
// it when it is read, whatever the texts are.
func TestPiecesAreWhatSplitFinds(t *testing.T) {
	texts := []string{"", "Bonjour", "<b>&\"\\ \n\t\x00", "d\u2028é\U0001F600\uFFFD", "\xff\xfe caf\xe9", "\xed\xa0\x80"}
	contents := []Content{{}, {Reason: Flood, Inbound: &Stored{ID: "1"}}}
	for _, in := range texts {
		for _, out := range texts {
			c := Content{Inbound: &Stored{ID: "1", Text: in}, Reply: &engine.Message{Text: out}, State: State{From: in}}
			kept := c
			kept.Kept = []Kept{{Kind: KeptFile, Name: in + "<", SHA256: "00"}}
			contents = append(contents, c, kept, Content{Inbound: c.Inbound}, Content{Reply: c.Reply})
		}
	}
	for _, c := range contents {
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		got, want := c.pieces(data), split(data)
		for i := range want {
			if got[i].part != want[i].part || got[i].there != want[i].there || string(got[i].text) != string(want[i].text) {
				t.Errorf("%s of %s: %q, want %q", want[i].part, data, got[i].text, want[i].text)
			}
		}
		if salt := make([]byte, saltBytes); !reflect.DeepEqual(sums(salt, got), sums(salt, want)) {
			t.Errorf("%s is committed to otherwise than it is read", data)
		}
	}
}
