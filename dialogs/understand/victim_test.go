package understand

import "testing"

// TestShopsWhereACardWasUsed: where somebody else bought with a card is not for whom the message is.
func TestShopsWhereACardWasUsed(t *testing.T) {
	r := New()
	for text, want := range map[string]string{
		"on m'a débité dans des magasins":                     "unset",
		"des achats dans plusieurs boutiques avec ma carte":   "unset",
		"je suis un particulier, il a payé dans des magasins": "individual",
		"notre magasin a été débité":                          "company",
		"je tiens un magasin, ma caisse est bloquée":          "company",
	} {
		got := factOf(r.Read(text, nil, ""), "victim")
		if got == "" {
			got = "unset"
		}
		if got != want {
			t.Errorf("Read(%q) tells victim %q, want %q", text, got, want)
		}
	}
}
