package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"relais/dialogs/engine"
	"relais/dialogs/play"
	"relais/locales"
)

// writes sends a text in the widget's frame and returns the answer.
func (p *tab) writes(text string) string {
	p.Helper()
	return p.replied(func() { p.do(chromedp.SendKeys(chromedp.CSS("#message"), text+"\r")) })
}

// chooses clicks the choice with a label and returns the answer.
func (p *tab) chooses(label string) string {
	p.Helper()
	return p.replied(func() { p.clickText("#choices button", label) })
}

// replied does something that the desk answers and returns the answer.
func (p *tab) replied(act func()) string {
	p.Helper()
	before := ask[int](p, `document.querySelectorAll(".desk").length`)
	act()
	p.await("an answer", fmt.Sprintf(`document.querySelectorAll(".desk").length > %d`, before))
	return ask[string](p, `[...document.querySelectorAll(".desk .words")].at(-1).innerText`)
}

// begun opens the widget's frame as a page and waits for the first words.
func begun(t *testing.T, address string, width, height int64, features ...emulation.MediaFeature) *tab {
	t.Helper()
	p := open(t, address, width, height, features...)
	p.await("the first words", `document.querySelector(".desk") !== null`)
	return p
}

const ransom = "tous les pc de la mairie ont un message de rancon en anglais"

func TestWidgetTalks(t *testing.T) {
	sizes := []struct {
		name          string
		width, height int64
		lang          string
		features      []emulation.MediaFeature
	}{
		{"desktop", 1280, 800, "fr", nil},
		{"phone", 390, 844, "fr", nil},
		{"narrow", 320, 568, "fr", nil},
		{"zoomed", 640, 360, "fr", nil},
		{"low", 320, 256, "fr", nil},
		{"english", 390, 844, "en", nil},
		{"dark", 390, 844, "fr", []emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}, {Name: "prefers-reduced-motion", Value: "reduce"}}},
		{"forced", 390, 844, "fr", []emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}},
	}
	desk := talking(t)
	for _, s := range sizes {
		t.Run(s.name, func(t *testing.T) {
			p := begun(t, desk.URL+"/chat/frame?lang="+s.lang, s.width, s.height, s.features...)
			p.accessible()
			p.picture("widget-" + s.name + "-1")
			words := map[string][3]string{
				"fr": {ransom, "Oui", "Dans quelle commune"},
				"en": {"our files are locked and a note asks for bitcoin", "Yes", ""},
			}[s.lang]
			if first := p.writes(words[0]); !strings.Contains(first, "112") || strings.Contains(first, "\n1 ") {
				t.Errorf("the first answer: %q", first)
			}
			p.await("choices", `document.querySelectorAll("#choices button").length === 3`)
			p.accessible()
			p.fits()
			p.picture("widget-" + s.name + "-2")
			p.chooses(words[1])
			if mine := ask[string](p, `[...document.querySelectorAll(".you .words")].at(-1).innerText`); mine != words[1] {
				t.Errorf("the choice is shown as %q, want %q", mine, words[1])
			}
			p.accessible()
			p.fits()
			p.picture("widget-" + s.name + "-3")
			p.do(chromedp.Reload())
			p.await("the conversation is back", `document.querySelectorAll(".you").length === 2`)
			if mine := ask[string](p, `[...document.querySelectorAll(".you .words")].at(-1).innerText`); mine != words[1] {
				t.Errorf("after a reload the choice is shown as %q, want %q", mine, words[1])
			}
			p.quiet()
		})
	}
}

// A screen reader says the conversation in order and word for word: who, what was said,
// and the answers offered, which the text does not repeat. What it says is what the
// conversation file holds.
func TestWidgetIsReadInOrder(t *testing.T) {
	clocks := map[string]*regexp.Regexp{"fr": regexp.MustCompile(`^(?:\d\d:\d\d|[a-zé]+ \d+ [a-zé]+)$`), "en": regexp.MustCompile(`^(?:\d\d:\d\d|[A-Z][a-z]+,? \d+ [A-Z][a-z]+)$`)}
	for lang, name := range clicked {
		t.Run(lang, func(t *testing.T) {
			golden := read(t, name)
			desk := talking(t)
			desk.began = golden.started
			p := begun(t, desk.URL+"/chat/frame?lang="+lang, 390, 844)
			say := func(id string) string {
				text, err := locales.Default().Text(lang, "widget."+id, nil)
				p.must(err)
				return text
			}
			hello := p.lines()
			var want []string
			said := func(who, text string) { want = append(append(want, who), strings.Split(text, "\n")...) }
			said(say("desk"), hello)
			var offered []string
			for _, m := range golden.messages {
				switch m.from {
				case "reporter":
					p.writes(m.text)
					said(say("you"), m.text)
				case "click":
					p.chooses(m.label)
					said(say("you"), m.label)
				default:
					said(say("desk"), m.text)
					offered = m.offered
				}
			}
			var got []string
			for _, line := range p.heard() {
				if !clocks[lang].MatchString(line) && line != say("sent") {
					got = append(got, line)
				}
			}
			whole := append([]string{"heading: " + say("title"), "button: " + say("leave"), "DisclosureTriangle: " + say("more"), say("leave_key"), "log: " + say("log")}, want...)
			for _, label := range offered {
				whole = append(whole, "button: "+label)
			}
			whole = append(whole, "textbox: "+say("message"), "button: "+say("send"))
			if diff := cmp.Diff(whole, got); diff != "" {
				t.Errorf("what is read out (-want +got):\n%s", diff)
			}
		})
	}
}

// clicked are the conversation files that type and click in the web chat, by language.
var clicked = map[string]string{
	"fr": "../conversations/moments/clicks_in_the_web_chat.txt",
	"en": "../conversations/moments/clicks_in_the_web_chat_english.txt",
}

// lines are those of the desk's newest message.
func (p *tab) lines() string {
	p.Helper()
	return ask[string](p, `[...[...document.querySelectorAll(".desk .words")].at(-1).children].map((line) => line.innerText).join("\n")`)
}

// golden is what a conversation file tells of a chat.
type golden struct {
	started  time.Time
	messages []exchange
	known    map[string]string // at its end: the severity, and each fact that it names
}

// exchange is one message of it: what is typed, the id and the label of the choice that is
// clicked, what is answered.
type exchange struct {
	from, text, label string
	offered           []string
}

// read reads a conversation file that types, clicks and is answered.
func read(t *testing.T, name string) golden {
	t.Helper()
	source, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	g := golden{known: map[string]string{}}
	lang := ""
	offers := regexp.MustCompile(`^\d (\S.*)$`)
	for line := range strings.Lines(string(source)) {
		key, value, _ := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		last := len(g.messages) - 1
		switch {
		case key == "started":
			if g.started, err = time.Parse(time.RFC3339, value); err != nil {
				t.Fatal(err)
			}
		case key == "language":
			lang = value
		case key == "reporter", key == "click", key == "bot":
			g.messages = append(g.messages, exchange{from: key, text: value})
		case key == "case":
			for known := range strings.FieldsSeq(value) {
				fact, value, _ := strings.Cut(known, "=")
				g.known[fact] = value
			}
		case strings.HasPrefix(line, "     ") && last >= 0:
			line = strings.TrimSpace(line)
			if found := offers.FindStringSubmatch(line); found != nil {
				g.messages[last].offered = append(g.messages[last].offered, found[1])
			} else {
				g.messages[last].text += "\n" + line
			}
		}
	}
	g.label(t, lang)
	return g
}

// label plays the conversation and finds what each choice that is clicked is called.
func (g golden) label(t *testing.T, lang string) {
	t.Helper()
	player, err := play.New(play.Options{Channel: "web", Lang: lang, Now: g.started})
	if err != nil {
		t.Fatal(err)
	}
	var shown []engine.Option
	for i, m := range g.messages {
		out := play.Outcome{}
		switch m.from {
		case "reporter":
			out, err = player.Say(t.Context(), m.text)
		case "click":
			for _, o := range shown {
				if o.ID == m.text {
					g.messages[i].label = o.Label
				}
			}
			out, err = player.Click(t.Context(), shown, m.text)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range out.Bot {
			shown = said.Options
		}
	}
}

// drawn finds what is drawn by chance for each case: its code, the secret one and the two words.
var drawn = regexp.MustCompile(`\b[A-Z2-9]{3}-[A-Z2-9]{3}\b|code secret \d{4}|(?:dira|says) [A-Z]+ [A-Z]+`)

// same is a text without what is drawn by chance.
func same(text string) string { return drawn.ReplaceAllString(text, "…") }

// heard is what the accessibility tree holds, in order: what can be used with its role,
// what is read as it is.
func (p *tab) heard() []string {
	p.Helper()
	tree := p.tree()
	nodes := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree {
		nodes[n.NodeID] = n
	}
	var lines []string
	var walk func(n *accessibility.Node)
	walk = func(n *accessibility.Node) {
		role, name := word(n.Role), word(n.Name)
		switch role {
		case "heading", "button", "DisclosureTriangle", "log", "textbox", "link":
			lines = append(lines, role+": "+name)
			if role != "log" {
				return
			}
		case "StaticText":
			lines = append(lines, name)
			return
		}
		for _, id := range n.ChildIDs {
			if child := nodes[id]; child != nil {
				walk(child)
			}
		}
	}
	walk(tree[0])
	return lines
}

// tree is what assistive programs are given.
func (p *tab) tree() []*accessibility.Node {
	p.Helper()
	tree, err := chromedp.Call(p.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	p.must(err)
	return tree.Nodes
}

func word(v *accessibility.Value) string {
	var s string
	if v == nil || json.Unmarshal(v.Value, &s) != nil {
		return ""
	}
	return s
}

// What else can be done stands behind one button, and a case that began elsewhere is
// joined by its code and its secret code.
func TestWidgetOptions(t *testing.T) {
	desk := talking(t)
	desk.site.SMS = true
	p := begun(t, desk.URL+"/chat/frame?lang=fr", 320, 568)
	p.click("summary")
	p.accessible()
	p.picture("options")
	p.do(chromedp.KeyEvent(kb.Escape))
	p.await("the menu is closed", `!document.querySelector("#more").open && document.activeElement.tagName === "SUMMARY"`)
	p.click("summary")
	p.replied(func() { p.click("#person") })
	p.await("the word is sent", `document.querySelector(".you .words").innerText === "HUMAIN"`)
	p.click("summary")
	p.click("#join")
	p.await("the focus is in the form", `document.activeElement.id === "code"`)
	p.do(chromedp.KeyEvent("k7m-2qx\t1234\r"))
	p.await("it says that they do not fit", `document.querySelector("#joining-fault").innerText !== ""`)
	p.accessible()
	p.fits()
	p.picture("joining")
	p.do(chromedp.KeyEvent(kb.Escape))
	p.await("back in the conversation", `document.querySelector("#joining").hidden && !document.querySelector("#composer").hidden`)
	p.visit(ask[string](p, `document.querySelector("#languages a").href`))
	p.await("the same conversation in English", `document.documentElement.lang === "en" && document.querySelector(".you") !== null`)
	p.picture("switched")
}

// An answer to be typed that a message spells out is a button as well.
func TestWidgetOffersWhatIsTyped(t *testing.T) {
	desk := talking(t)
	p := begun(t, desk.URL+"/chat/frame?lang=fr", 390, 844)
	p.writes(ransom)
	tests := []struct{ name, text, shown, offered string }{
		{"not knowing", "Quand ? Ex : hier 18h. Vous ne savez pas : ?", "Quand ? Ex : hier 18h. Vous ne savez pas : ?", "Je ne sais pas"},
		{"a list", "S'agit-il de :\n1 Sainte-Colombe (46)\n2 Sainte-Colombe (25)\nRépondez par le chiffre ou le département. Sinon : ?",
			"S'agit-il de :|Répondez par le chiffre ou le département. Sinon : ?", "Sainte-Colombe (46)|Sainte-Colombe (25)|Je ne sais pas"},
		{"going on", "Dossier transmis.\nRépondez OK pour la suite.", "Dossier transmis.|Répondez OK pour la suite.", "OK"},
		{"acts are none", "Maintenant :\n1) Débranchez\n2) Ne payez rien\nDanger : 17 ou 112.", "Maintenant :|1) Débranchez|2) Ne payez rien|Danger : 17 ou 112.", ""},
		{"a question is none", "Pourrez-vous y aller ?", "Pourrez-vous y aller ?", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := ask[int](p, `document.querySelectorAll(".desk").length`)
			desk.says("desk", tt.text)
			p.asks()
			p.await("the message", fmt.Sprintf(`document.querySelectorAll(".desk").length > %d`, before))
			shown := strings.ReplaceAll(p.lines(), "\n", "|")
			offered := ask[string](p, `[...document.querySelectorAll("#choices button")].map((b) => b.innerText).join("|")`)
			if shown != tt.shown || offered != tt.offered {
				t.Errorf("shown %q, offered %q; want %q, %q", shown, offered, tt.shown, tt.offered)
			}
		})
	}
}
