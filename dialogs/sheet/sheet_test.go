package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/load"
	"relais/locales"
	localesload "relais/locales/load"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// small is a set of two dialogs that holds every word of the dialog language. The
// sheet's own words are the real ones.
func small(t *testing.T) content {
	t.Helper()
	dir := os.DirFS(filepath.Join("testdata", "small", "locales"))
	set, err := load.Read(os.DirFS(filepath.Join("testdata", "small", "dialogs")))
	if err != nil {
		t.Fatal(err)
	}
	var languages []locales.Language
	for _, tag := range []string{"fr", "en"} {
		messages, err := localesload.Messages(dir, "messages."+tag+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range locales.Default().Messages(tag) {
			if strings.HasPrefix(m.ID, "desk.sheet.") || slices.Contains([]string{"sum.whole", "sum.cents", "notice.ago.minutes", "notice.payment", "notice.script", "notice.to_show.text", "notice.emergency.text"}, m.ID) {
				messages = append(messages, m)
			}
		}
		slices.SortFunc(messages, func(a, b locales.Message) int { return strings.Compare(a.ID, b.ID) })
		languages = append(languages, locales.Language{Tag: tag, Messages: messages})
	}
	return content{
		set: set, texts: locales.New(languages), commune: "Le Bourg (01)", among: "1 Le Bourg (01)\n2 Le Bourg (02)",
		words: func(lang string) (map[string][]string, error) { return localesload.Words(dir, "words."+lang+".yaml") },
	}
}

func TestGolden(t *testing.T) {
	today := "2026-12-02" // the day after leak must be reviewed
	for _, tt := range []struct {
		file string
		o    options
	}{
		{"leak.fr.sms.txt", options{dialog: "leak", lang: "fr", channel: "sms", today: today}},
		{"leak.fr.words.txt", options{dialog: "leak", lang: "fr", channel: "web", today: today, allWords: true}},
		{"leak.en.voice.txt", options{dialog: "leak", lang: "en", channel: "voice", today: "2026-12-01"}},
		{"leak.fr.sms.html", options{dialog: "leak", lang: "fr", channel: "sms", today: today, html: true}},
		{"home.fr.sms.txt", options{dialog: "home", lang: "fr", channel: "sms", today: today}},
		{"list.fr.txt", options{lang: "fr", channel: "sms", today: today}},
		{"grades.fr.txt", options{lang: "fr", channel: "sms", today: today, grades: true}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			var out, errs bytes.Buffer
			if code := small(t).print(tt.o, &out, &errs); code != 0 {
				t.Fatalf("exit %d: %s", code, errs.String())
			}
			got := out.String()
			if tt.o.grades {
				// What follows comes from the directory, which changes by itself.
				got, _, _ = strings.Cut(got, "\n## "+newSheet(small(t), tt.o, nil).w("grades.warnings"))
			}
			path := filepath.Join("testdata", tt.file)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got (go test ./dialogs/sheet -update rewrites it):\n%s", diff)
			}
		})
	}
}

// TestNothingIsLeftOut holds the sheet of every dialog there is, in every language
// and on every channel, against the dialog and its texts.
func TestNothingIsLeftOut(t *testing.T) {
	c, err := here()
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]map[string][]string{} // each file of words once, not once a page
	fromFile := c.words
	c.words = func(lang string) (map[string][]string, error) {
		if words, ok := read[lang]; ok {
			return words, nil
		}
		words, err := fromFile(lang)
		read[lang] = words
		return words, err
	}
	for i := range c.set.Dialogs {
		d := &c.set.Dialogs[i]
		for _, lang := range c.texts.Tags() {
			for _, channel := range channels {
				t.Run(d.ID+"/"+lang+"/"+channel, func(t *testing.T) {
					for _, html := range []bool{false, true} {
						var out, errs bytes.Buffer
						o := options{dialog: d.ID, lang: lang, channel: channel, today: "2026-11-22", html: html}
						if code := c.print(o, &out, &errs); code != 0 {
							t.Fatalf("exit %d: %s", code, errs.String())
						}
						holds(t, c, d, o, out.String())
					}
				})
			}
		}
	}
}

func holds(t *testing.T, c content, d *engine.Dialog, o options, page string) {
	t.Helper()
	words, err := c.words(o.lang)
	if err != nil {
		t.Fatal(err)
	}
	s := newSheet(c, o, words)
	unescape := strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&#43;", "+", "&lt;", "<", "&gt;", ">", "&amp;", "&", "\n> ", "\n", "\n    > ", "\n")
	flat := strings.Join(strings.Fields(unescape.Replace(page)), " ")
	want := func(what, text string) {
		if text = strings.Join(strings.Fields(text), " "); !strings.Contains(flat, text) {
			t.Errorf("html %v: %s is missing: %s", o.html, what, text)
		}
	}
	for i := range d.Steps {
		step := &d.Steps[i]
		id := d.ID + "." + step.ID
		if !o.html {
			want("step", ". "+step.ID+" — ")
		}
		want("step", step.ID)
		if speaks(step) {
			want("text of "+id, s.say(c.texts.OnChannel(o.lang, id, o.channel)))
		}
		for _, choice := range step.Choices {
			label := s.say(id + ".choice." + choice.ID)
			if o.html {
				want("choice of "+id, "<b>"+strconv.Itoa(choice.Key)+"</b> "+label)
			} else {
				want("choice of "+id, "- "+strconv.Itoa(choice.Key)+" "+label+" ("+choice.ID+") → ")
			}
			for _, w := range words[id+"."+choice.ID][:min(fewWords, len(words[id+"."+choice.ID]))] {
				want("accepted word of "+id, w)
			}
		}
		for _, source := range step.Sources {
			want("source of "+id, source)
		}
		if step.Grade == "D" {
			want("mark of "+id, s.w("sign")+" · "+strings.Join(step.Sources, " · "))
		}
		if c.texts.Has(o.lang, id+".help") {
			want("help of "+id, s.say(id+".help"))
		}
		for _, w := range ways(step) {
			want("way from "+id, "→ "+s.target(w))
		}
	}
	for _, l := range d.Severity {
		want("reason", s.say("severity.because."+l.Because))
	}
	for _, in := range c.set.Interrupts {
		if in.Tell != "" && (len(in.Within) == 0 || slices.Contains(in.Within, d.ID)) {
			want("interrupt", s.say(c.texts.OnChannel(o.lang, "start."+in.Tell, o.channel)))
		}
	}
	for _, a := range c.set.Answers {
		if a.Incident == d.ID {
			want("answer", s.say(c.texts.OnChannel(o.lang, "answers."+a.ID, o.channel)))
		}
	}
	if s.err != nil {
		t.Error(s.err)
	}
	if strings.Contains(page, "<no value>") {
		t.Error("a value is missing")
	}
}

func TestGradesHoldEveryWarning(t *testing.T) {
	c, err := here()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := c.print(options{lang: "fr", channel: "sms", today: "2030-01-01", grades: true}, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	var want []string
	for n := range directory.Notices() {
		want = append(want, n.Warning)
	}
	for _, d := range c.set.Dialogs {
		want = append(want, d.ID+".yaml ("+d.ReviewBy+")")
		for _, step := range d.Steps {
			if step.Grade == "D" {
				want = append(want, d.ID+"."+step.ID+" : ")
			}
		}
	}
	for _, a := range c.set.Answers {
		want = append(want, "answers."+a.ID)
		if a.Grade != "D" {
			want = want[:len(want)-1]
		}
	}
	for _, w := range append(want, directory.DueForReview("2030-01-01")...) {
		if !strings.Contains(out.String(), w) {
			t.Errorf("the list lacks %q", w)
		}
	}
}

// TestEveryLabelInEveryLanguage: the loader leaves desk texts to their page.
func TestEveryLabelInEveryLanguage(t *testing.T) {
	texts := locales.Default()
	for _, tag := range texts.Tags() {
		for _, m := range texts.Messages(texts.Tags()[0]) {
			if strings.HasPrefix(m.ID, "desk.sheet.") && !texts.Has(tag, m.ID) {
				t.Errorf("messages.%s.yaml: no text %s", tag, m.ID)
			}
		}
	}
}

func TestFlagsInAnyOrder(t *testing.T) {
	now := time.Date(2026, time.November, 22, 9, 0, 0, 0, time.UTC)
	want := options{dialog: "leak", lang: "en", channel: "voice", today: "2026-11-22", html: true}
	for _, args := range []string{
		"leak -lang en -channel voice -html",
		"-lang en -channel voice -html leak",
		"-lang en leak -html -channel=voice",
		"--html -lang=en leak --channel voice",
	} {
		t.Run(args, func(t *testing.T) {
			var errs bytes.Buffer
			got, code := parse(strings.Fields(args), now, &errs)
			if code != -1 || got != want {
				t.Errorf("parse(%q) = %+v, %d (%s), want %+v", args, got, code, errs.String(), want)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		name, args, want string
		code             int
	}{
		{"no such dialog", "leek -lang fr", `no dialog "leek" (there are home, leak, start)`, 2},
		{"no such language", "leak -lang de", `"de" is no language (fr, en)`, 2},
		{"no such channel", "leak -channel fax", `"fax" is no channel (sms, voice, web, slack)`, 2},
		{"no such flag", "leak -colour", "not defined: -colour", 2},
		{"two dialogs", "leak home", `not "leak" and "home"`, 2},
		{"no such day", "leak -today tomorrow", `"tomorrow" is not a date`, 2},
		{"a page of nothing", "-html", "-html wants a dialog (there are home", 2},
		{"grades of one dialog", "leak -grades", "-grades lists every dialog", 2},
		{"help is no fault", "-h", "-channel", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			o, code := parse(strings.Fields(tt.args), time.Unix(0, 0), &errs)
			if code < 0 {
				code = small(t).print(o, &out, &errs)
			}
			if code != tt.code || !strings.Contains(errs.String(), tt.want) || out.Len() > 0 {
				t.Errorf("%q: exit %d, %q, printed %q; want exit %d and %q", tt.args, code, errs.String(), out.String(), tt.code, tt.want)
			}
		})
	}
}

func TestTextMissing(t *testing.T) {
	c := small(t)
	c.texts = locales.New([]locales.Language{{Tag: "fr"}})
	var out, errs bytes.Buffer
	code := c.print(options{dialog: "leak", lang: "fr", channel: "sms", today: "2026-11-22"}, &out, &errs)
	if code != 1 || !strings.Contains(errs.String(), "messages.fr.yaml: no text") || out.Len() > 0 {
		t.Errorf("exit %d, %q, printed %q; want exit 1, the text missing and nothing printed", code, errs.String(), out.String())
	}
}

// TestOrder: a step stands after those that lead to it, in the order of the choices.
func TestOrder(t *testing.T) {
	step := func(id string, next ...string) engine.Step {
		s := engine.Step{ID: id}
		for i, n := range next {
			s.Choices = append(s.Choices, engine.Choice{Key: i + 1, ID: n, Goto: n})
		}
		return s
	}
	end := engine.Step{ID: "end", End: "done"}
	for _, tt := range []struct {
		name  string
		steps []engine.Step
		want  string // steps with their depth
	}{
		{"a line", []engine.Step{end, step("a", "b"), step("b", "end")}, "a0 b0 end0"},
		{"both ways meet", []engine.Step{step("a", "c", "b"), step("b", "end"), step("c", "end"), end}, "a0 c1 b1 end0"},
		{"one way leaves", []engine.Step{step("a", "b", "end"), step("b", "return"), end}, "a0 b1 end1"},
		{"a loop back", []engine.Step{step("a", "b"), step("b", "a", "end"), end}, "a0 b0 end0"},
		{"a step the engine comes to", []engine.Step{step("a", "end"), end, step("lost", "end")}, "a0 end0 lost0"},
		{"a deeper way", []engine.Step{step("a", "b", "end"), step("b", "c", "end"), step("c", "end"), end}, "a0 b1 c2 end0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := flowOf(&engine.Dialog{Start: "a", Steps: tt.steps})
			depth := f.depths()
			var got []string
			for _, id := range f.order {
				got = append(got, id+strconv.Itoa(depth[id]))
			}
			if g := strings.Join(got, " "); g != tt.want {
				t.Errorf("order %q, want %q", g, tt.want)
			}
		})
	}
}

// The table of doors prints every row with its reason and its source, in each language.
func TestDoorsPrintsEveryRow(t *testing.T) {
	c, err := here()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range c.texts.Tags() {
		var out, errs strings.Builder
		if code := c.print(options{lang: lang, channel: "sms", doors: true}, &out, &errs); code != 0 {
			t.Fatalf("%s: exit %d: %s", lang, code, errs.String())
		}
		for row := range directory.Rows() {
			reason, err := c.texts.Text(lang, "doors."+row.ID, nil)
			if err != nil || !strings.Contains(out.String(), "\n"+row.ID+" · ") || !strings.Contains(out.String(), reason) {
				t.Errorf("%s: row %q is not printed with its reason (%v)", lang, row.ID, err)
			}
		}
		if strings.Contains(out.String(), "    \n") || strings.Contains(out.String(), " ()") {
			t.Errorf("%s: an empty line or source:\n%s", lang, out.String())
		}
	}
}
