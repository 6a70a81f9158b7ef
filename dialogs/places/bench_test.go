package places

import "testing"

// The benchmarks measure what a turn pays: a name in microseconds, a search with
// wrong letters within 2 ms.
func BenchmarkFind(b *testing.B) {
	for _, bb := range []struct {
		name, text string
		expected   bool
	}{
		{"exact", "Villefranche-de-Rouergue", true},
		{"homonyms", "sainte colombe", true},
		{"postal code", "81000", true},
		{"name and department", "albi dans le tarn", true},
		{"cued in a sentence", "bonjour, ici la mairie de Figeac, on a un message de rançon sur tous les écrans depuis ce matin", false},
		{"no place in a sentence", "on a cliqué sur un lien et maintenant tous les fichiers du serveur sont illisibles, que faire ?", false},
		{"one wrong letter", "toulousse", true},
		{"two wrong letters", "montbelliar", true},
		{"wrong letters in a sentence", "la comune de villefranche de rouerge", true},
		{"nothing near", "xqzvkwj bnmpqrt", true},
		{"cued with wrong letters", "bonjour ici la mairie de Castelnaudari, plus rien ne marche", false},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(bb.text, bb.expected)
			}
		})
	}
}

// BenchmarkTables reports what the tables add to the program; nothing of it is
// copied or parsed when a program starts.
func BenchmarkTables(b *testing.B) {
	size := len(communes) + len(former) + len(names) + len(near) + len(postal) + len(departments) +
		len(regions) + len(territories) + len(vocabulary) + len(frenchWords)
	for b.Loop() {
		Lookup("81004")
	}
	b.ReportMetric(float64(size), "bytes-embedded")
}
