package understand

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs/engine"
)

// line is one line of a file of testdata: what is expected and the text.
type line struct {
	kind, want, text string
	number           int
}

// lines reads testdata/name: fields columns joined by "|", # opens a comment.
func lines(t testing.TB, name string, fields int) []line {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []line
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		if text := s.Text(); text != "" && !strings.HasPrefix(text, "# ") {
			parts := strings.SplitN(text, " | ", fields)
			if len(parts) != fields {
				t.Fatalf("%s:%d: want %d columns in %q", name, n, fields, text)
			}
			l := line{want: parts[fields-2], text: parts[fields-1], number: n}
			if fields == 3 {
				l.kind = parts[0]
			}
			out = append(out, l)
		}
	}
	return out
}

// knownMisses are lines of testdata that are read wrongly today, as file:text.
func knownMisses(t testing.TB) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "known_misses.txt"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, l := range strings.Split(string(b), "\n") {
		if l != "" && !strings.HasPrefix(l, "# ") {
			out[l] = true
		}
	}
	return out
}

// score reads every line with read, fails for wrong ones that are not known misses and
// for known misses that are right by now, and checks the share of right ones.
func score(t *testing.T, file string, fields int, level float64, read func(l line) string) {
	t.Helper()
	known := knownMisses(t)
	right, all := 0, 0
	for _, l := range lines(t, file, fields) {
		all++
		key := file + ": " + l.text
		if l.kind != "" {
			key = file + ": " + l.kind + ": " + l.text
		}
		got := read(l)
		if got == l.want {
			right++
			if known[key] {
				t.Errorf("%s:%d: %q is read rightly: take it out of known_misses.txt", file, l.number, key)
			}
			continue
		}
		if !known[key] {
			t.Errorf("%s:%d: %s %q = %q, want %q", file, l.number, l.kind, l.text, got, l.want)
		}
	}
	share := float64(right) / float64(all)
	t.Logf("%s: %d of %d right, %.1f %%", file, right, all, 100*share)
	if share < level {
		t.Errorf("%s: %.1f %% right, want at least %.1f %%", file, 100*share, 100*level)
	}
}

func paris(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// question is the open question of a kind of answers.txt.
func question(t testing.TB, kind string) *engine.Question {
	z := paris(t)
	q := &engine.Question{Dialog: "trial", Step: "trial", Lang: "fr", Zone: z,
		Now: time.Date(2026, 3, 10, 9, 30, 0, 0, z), Same: "+33600000001"}
	choose := func(ids ...string) {
		q.Kind = engine.AskChoice
		for i, id := range ids {
			q.Choices = append(q.Choices, engine.Choice{Key: i + 1, ID: id})
		}
	}
	switch kind {
	case "yes_no", "consent", "done_or_not":
		choose("yes", "no", "unknown")
		q.Act, q.Consent = kind == "done_or_not", kind == "consent"
	case "choice":
		choose("1", "2", "3")
	case "org_type":
		choose("commune", "other_public", "company", "association", "individual", "unknown")
	case "time_seen":
		q.Kind = engine.AskTime
	case "phone":
		q.Kind = engine.AskPhone
	case "count", "amount":
		q.Kind = engine.AskCount
	case "place":
		q.Kind = engine.AskPlace
	default:
		q.Kind = engine.AskText
	}
	return q
}

func TestAnswers(t *testing.T) {
	r := New()
	score(t, "answers.txt", 3, 0.97, func(l line) string {
		return r.Labels(l.text, l.kind, question(t, l.kind), "fr")
	})
}

// TestChosen reads answers to choices whose options are of several kinds at once, or fewer than are
// offered.
func TestChosen(t *testing.T) {
	tests := []struct{ name, choices, text, want string }{
		{"ways that are services too", "telephone,guichet,internet", "par le site", "internet"},
		{"of two and both", "clients,salaries,les_deux", "les deux", "les_deux"},
		{"of three and no answer", "poste,serveur,tablette,unknown", "les trois", "all"},
		{"of three, the third", "poste,serveur,tablette", "le trois", "3"},
		{"everybody is no option", "public,prive,unknown", "tout le monde peut le voir", "public"},
		{"a number of its own", "encore,fini,unknown", "ça continue à l'heure où je vous parle", "encore"},
	}
	r := New()
	for _, tt := range tests {
		open := &engine.Question{Kind: engine.AskChoice, Now: time.Date(2026, 3, 10, 14, 30, 0, 0, paris(t)), Zone: paris(t)}
		for i, id := range strings.Split(tt.choices, ",") {
			open.Choices = append(open.Choices, engine.Choice{Key: i + 1, ID: id})
		}
		if got := r.Labels(tt.text, "choice", open, "fr"); got != tt.want {
			t.Errorf("%s: %q of %s = %s, want %s", tt.name, tt.text, tt.choices, got, tt.want)
		}
	}
}

// TestReachedAt: a number is that of who writes where they ask to be called at it, and not where it
// merely stands in a message.
func TestReachedAt(t *testing.T) {
	tests := []struct{ text, want string }{
		{"tout est chiffré, rappelez-moi au 06 39 98 00 01", "+33639980001"},
		{"on a un virus, je suis joignable au 0639980001 merci", "+33639980001"},
		{"we are hacked, call me back on +33 6 39 98 00 01", "+33639980001"},
		{"un écran me dit d'appeler le 09 70 73 00 01", ""},
		{"mon portable 06 39 98 00 01 a été volé", ""},
		{"rappelez-moi au 3639", ""},
	}
	r := New()
	for _, tt := range tests {
		if got := factOf(r.Read(tt.text, nil, "fr"), "callback"); got != tt.want {
			t.Errorf("Read(%q) tells callback %q, want %q", tt.text, got, tt.want)
		}
	}
}

// What was learnt from must be read rightly, but for what rules settle otherwise.
func TestIncidentsLearnt(t *testing.T) {
	r := New()
	right, all := 0, 0
	files, err := filepath.Glob("lines/incident_*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no lines: %v", err)
	}
	for _, name := range files {
		for _, l := range lines(t, filepath.Join("..", name), 2) {
			all++
			got := r.Read(l.text, nil, "fr").Incident
			if got == l.want || got == "" && (l.want == "not_incident" || l.want == "unknown") {
				right++
			}
		}
	}
	if share := float64(right) / float64(all); share < 0.97 {
		t.Errorf("%d of %d learnt lines read rightly, %.1f %%, want 97 %%", right, all, 100*share)
	}
}

func TestSignals(t *testing.T) {
	r := New()
	score(t, "signals.txt", 2, 0.97, func(l line) string {
		return signalled(r.Read(l.text, nil, "fr"))
	})
}

// Somebody near is no danger, and neither is a plain answer; who strikes, what kills, and the wish
// to die are one, told in passing as well. Nothing was learnt from the lines.
func TestSignalsNear(t *testing.T) {
	r := New()
	score(t, "signals_near.txt", 2, 1, func(l line) string {
		return signalled(r.Read(l.text, nil, "fr"))
	})
}

// TestSignalsUnseen reads lines that nothing was learnt from. A signal missed fails; one
// too many may happen to a few.
func TestSignalsUnseen(t *testing.T) {
	r := New()
	tooMany, all := 0, 0
	for _, file := range []string{"signals_dev.txt", "signals_fourth.txt"} {
		for _, l := range lines(t, file, 2) {
			all++
			got := signalled(r.Read(l.text, nil, "fr"))
			if got == l.want {
				continue
			}
			tooMany++
			for _, want := range strings.Split(l.want, "&") {
				if want != "-" && !slices.Contains(strings.Split(got, "&"), want) {
					t.Errorf("%s:%d: %q = %s, misses %s", file, l.number, l.text, got, want)
				}
			}
		}
	}
	if tooMany > falseSignals {
		t.Errorf("%d of %d lines have a signal too many, at most %d", tooMany, all, falseSignals)
	}
}

const falseSignals = 4

// TestLanguage reads what tells its language, and what does not.
func TestLanguage(t *testing.T) {
	r := New()
	tests := []struct{ name, text, want string }{
		{"French", "tous nos fichiers sont bloqués", "fr"},
		{"French in haste", "jsp koi fer avec lordi", "fr"},
		{"English", "somebody is in our network", "en"},
		{"Spanish", "buenas tardes, me han robado la cuenta de correo", "es"},
		{"German", "hallo, auf unserem rechner läuft nichts mehr", "de"},
		{"Italian", "salve, il nostro sito non risponde più da stamattina", "it"},
		{"Portuguese", "boa noite, não consigo abrir os meus ficheiros", "pt"},
		{"Arabic", "من فضلكم ساعدوني", "ar"},
		{"Russian", "помогите, нас взломали", "ru"},
		{"nothing to tell by", "ok", ""},
		{"a key", "2", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := r.Read(tt.text, nil, "fr").Language; got != tt.want {
				t.Errorf("Read(%q).Language = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestCommands(t *testing.T) {
	r := New()
	score(t, "commands.txt", 2, 0.98, func(l line) string {
		return orDash(r.Read(l.text, question(t, "choice"), "fr").Command)
	})
}

func TestQuestions(t *testing.T) {
	r := New()
	score(t, "questions.txt", 2, 0.95, func(l line) string {
		return orDash(r.Read(l.text, question(t, "yes_no"), "fr").Asked)
	})
}

func TestFacts(t *testing.T) {
	r := New()
	score(t, "facts.txt", 2, 0.95, func(l line) string {
		return toldAll(r.Read(l.text, nil, "fr"))
	})
}

func joined(s []string) string { return orDash(strings.Join(s, "&")) }

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// Who is in despair decides what is answered: a worried parent is not told "vous comptez".
func TestDistressed(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"who writes", "j'ai envie de mourir", "reporter"},
		{"who writes, after somebody was named", "ma femme m'a quitté, je veux mourir", "reporter"},
		{"who writes, of somebody's deed", "il a mes photos je vais me tuer", "reporter"},
		{"nobody is named", "envie d'en finir", "reporter"},
		{"a daughter", "ma fille veut mourir", "somebody_else"},
		{"a pronoun", "mon collègue a tout validé et il dit qu'il va se pendre", "somebody_else"},
		{"told by who writes", "je crois que ma mère veut se suicider", "somebody_else"},
		{"English", "my son says he wants to die", "somebody_else"},
		{"English, who writes", "my husband left and I want to die", "reporter"},
		{"no despair", "ma fille a perdu son téléphone", ""},
	}
	r := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			out := r.Read(tt.text, nil, "fr")
			for _, x := range out.Told {
				if x.Fact == "distressed" {
					got = x.Value
				}
			}
			if got != tt.want {
				t.Errorf("%q: distressed %q, want %q; %v", tt.text, got, tt.want, out.Why)
			}
		})
	}
}

// Of two incidents told in one message the other one is kept as second.
func TestTwoIncidents(t *testing.T) {
	r := New()
	for _, tt := range []struct{ text, one, other string }{
		{"on a un ransomware et en plus la comptable a payé un faux rib", "transfer_fraud", "ransomware"},
		{"ransomware sur le serveur, et on nous a volé un ordinateur hier", "ransomware", "device_loss"},
		{"our files are encrypted and someone used our bank card", "ransomware", "card_fraud"},
	} {
		out := r.Read(tt.text, nil, "fr")
		if got := [2]string{out.Incident, out.Second}; got != [2]string{tt.one, tt.other} && got != [2]string{tt.other, tt.one} {
			t.Errorf("%q = %v, want %s and %s", tt.text, got, tt.one, tt.other)
		}
	}
}

// Whether money has left, and whether it goes on, decides what is said first. The
// levels are what is reached: they may only rise.
func TestMotion(t *testing.T) {
	r := New()
	right, all := map[string]int{}, map[string]int{}
	for _, l := range lines(t, "motion.txt", 3) {
		told := r.Read(l.text, nil, "fr").Told
		gone := slices.Contains(told, engine.Told{Fact: "paid", Value: "yes"}) || slices.Contains(told, engine.Told{Fact: "money", Value: "gone"})
		yes, no := slices.Contains(told, engine.Told{Fact: "spreading", Value: "yes"}), slices.Contains(told, engine.Told{Fact: "spreading", Value: "no"})
		ok := false
		switch l.want {
		case "gone", "held":
			ok = gone == (l.want == "gone")
		case "yes", "no", "-":
			ok = yes == (l.want == "yes") && no == (l.want == "no")
		}
		kind := l.kind + " " + l.want
		all[kind]++
		if ok {
			right[kind]++
		} else {
			t.Logf("%s missed: %s", kind, l.text)
		}
		if !ok && (l.want == "held" || l.want == "-") {
			t.Errorf("motion.txt:%d: told what is not said: %q", l.number, l.text)
		}
	}
	for kind, least := range map[string]int{"money gone": motionGone, "spreading yes": motionYes, "spreading no": motionNo} {
		if right[kind] < least {
			t.Errorf("%s: %d of %d right, want at least %d", kind, right[kind], all[kind], least)
		}
	}
}

const (
	motionGone = 36
	motionYes  = 18
	motionNo   = 6
)
