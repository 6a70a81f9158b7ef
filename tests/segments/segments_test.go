// Package segments holds gsm7.Segments against Twilio's own calculator, the npm
// package sms-segments-calculator. It needs Node and "npm ci" in this folder, so
// it runs nothing unless asked:
//
//	go test ./tests/segments -segments [-segments.texts file]
package segments

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"

	"relais/locales/gsm7"
)

var (
	run   = flag.Bool("segments", false, "compare gsm7.Segments with the calculator in node_modules")
	texts = flag.String("segments.texts", "", "also compare the texts of this `file`, one JSON string a line")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if !*run {
		return
	}
	os.Exit(m.Run())
}

type count struct {
	encoding string
	segments int
}

// calculator returns the calculator's count of each text.
func calculator(t *testing.T, texts []string) []count {
	t.Helper()
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatalf("texts: %v", err)
	}
	node := exec.Command("node", "oracle.js")
	node.Stdin = bytes.NewReader(input)
	var complaint bytes.Buffer
	node.Stderr = &complaint
	output, err := node.Output()
	if err != nil {
		t.Fatalf("node oracle.js: %v\n%s", err, complaint.Bytes())
	}
	var rows [][2]any
	if err := json.Unmarshal(output, &rows); err != nil {
		t.Fatalf("node oracle.js: %v", err)
	}
	if len(rows) != len(texts) {
		t.Fatalf("node oracle.js: %d counts for %d texts", len(rows), len(texts))
	}
	counts := make([]count, len(rows))
	for i, row := range rows {
		counts[i] = count{row[0].(string), int(row[1].(float64))}
	}
	return counts
}

// The calculator takes the capital C cedilla for a letter of the alphabet, as the
// standard prints it; gsm7 refuses it with the small one. Everywhere else the two
// must agree on the whole Basic Multilingual Plane.
func TestSameAlphabet(t *testing.T) {
	var letters []string
	for r := rune(1); r <= 0xFFFF; r++ {
		if utf8.ValidRune(r) {
			letters = append(letters, string(r))
		}
	}
	for i, c := range calculator(t, letters) {
		_, ok := gsm7.Septets(letters[i])
		want := c.encoding == "GSM-7" && letters[i] != "Ç"
		if ok != want {
			t.Errorf("Septets(%q): in the alphabet %t, calculator says %s", letters[i], ok, c.encoding)
		}
	}
	if c := calculator(t, []string{"Ç", "ç"}); c[0].encoding != "GSM-7" || c[1].encoding != "UCS-2" {
		t.Errorf("the calculator counts Ç as %s and ç as %s, want GSM-7 and UCS-2: the exception above is out of date",
			c[0].encoding, c[1].encoding)
	}
}

func TestSameCountOnRandomTexts(t *testing.T) {
	const seed, perAlphabet = 20260302, 600
	chance := rand.New(rand.NewPCG(seed, 0))
	alphabets := [][]rune{
		[]rune("abcdefghijklmnopqrstuvwxyz 0123456789éèàù'\n"),
		[]rune("ab €[]{}\\~^|\f"),
		[]rune("ab\r\n€é"),
		[]rune("abêâœ’« éàç€["),
		[]rune("aê🔥📞"),
		[]rune("жукéè東京"),
		[]rune("aÇç"),
	}
	var drawn []string
	for _, alphabet := range alphabets {
		for range perAlphabet {
			var text strings.Builder
			for range lengthNearABound(chance) {
				text.WriteRune(alphabet[chance.IntN(len(alphabet))])
			}
			drawn = append(drawn, text.String())
		}
	}
	compare(t, drawn)
}

// lengthNearABound draws a length that is often one where the count changes.
func lengthNearABound(chance *rand.Rand) int {
	bounds := []int{0, 35, 67, 70, 76, 80, 134, 153, 160, 201, 306, 459, 800}
	if chance.IntN(3) == 0 {
		return chance.IntN(900)
	}
	return max(0, bounds[chance.IntN(len(bounds))]+chance.IntN(5)-2)
}

// The calculator keeps what a reader sees as one sign in one segment, where the
// standard only keeps a surrogate pair together; so it may count more, never less.
func TestNeverMoreThanTheCalculatorOnJoinedSigns(t *testing.T) {
	signs := []string{"👨‍👩‍👧", "🇫🇷", "👍🏽", "e\u0301", "a", "ê"}
	chance := rand.New(rand.NewPCG(7, 7))
	var drawn []string
	for range 500 {
		var text strings.Builder
		for range chance.IntN(120) {
			text.WriteString(signs[chance.IntN(len(signs))])
		}
		if text.Len() > 0 {
			drawn = append(drawn, text.String())
		}
	}
	for i, c := range calculator(t, drawn) {
		if got := gsm7.Segments(drawn[i]); got > c.segments {
			t.Errorf("Segments(%q) = %d, calculator says %d", drawn[i], got, c.segments)
		}
	}
}

func TestSameCountOnTheGivenTexts(t *testing.T) {
	given := []string{
		"Débranchez le câble réseau. N'éteignez rien.",
		"Coupez réseau et Wi-Fi sur chaque PC touché. N'éteignez rien, n'effacez rien.",
		"l’été « ok » – fini…",
	}
	if *texts != "" {
		more, err := readTexts(*texts)
		if err != nil {
			t.Fatalf("texts: %v", err)
		}
		given = append(given, more...)
	}
	compare(t, given)
	t.Logf("%d texts compared", len(given))
}

func readTexts(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var read []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var text string
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, len(read)+1, err)
		}
		read = append(read, text)
	}
	return read, lines.Err()
}

// compare asks the calculator about the small c cedilla in place of the capital:
// it costs the same there and here, and only there is the capital GSM-7. An
// empty text is no segment here and one there.
func compare(t *testing.T, drawn []string) {
	t.Helper()
	asked := make([]string, len(drawn))
	for i, text := range drawn {
		asked[i] = strings.ReplaceAll(text, "Ç", "ç")
	}
	for i, c := range calculator(t, asked) {
		want := c.segments
		if drawn[i] == "" {
			want = 0
		}
		if got := gsm7.Segments(drawn[i]); got != want {
			t.Errorf("Segments(%q) = %d, calculator says %d (%s)", drawn[i], got, want, c.encoding)
		}
	}
}
