package browser

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// size is a window and what it stands for.
type size struct {
	name          string
	width, height int64
}

// mayor answers the desk's questions the way a small town's mayor might at night:
// the first line whose words stand in the question decides. What is not listed is
// answered with the first choice.
var mayor = []struct{ asked, answer string }{
	{"commune", "Sainte-Colombe 46"},
	{"Combien", "5"},
	{"Quand", "cette nuit à 2h"},
	{"box Internet", "2"},
	{"encore", "2"},
	{"service vital", "2"},
}

// The night of a mayor: he texts on Saturday at 02:07 while the centre is closed,
// is led through, and the analysts find one card on Monday.
func TestNight(t *testing.T) {
	address := demo(t)
	p := open(t, address, 1280, 800)
	p.picture("empty-1280")
	p.click(`[data-time="02:07"]`)
	p.await("the clock stands at 02:07", `document.querySelector("#now-hour").innerText === "02:07"`)

	first := p.write("tous les pc de la mairie ont un message de rancon en anglais")
	if !strings.Contains(first, "112") {
		t.Errorf("the first answer names no emergency number: %q", first)
	}
	if travelled := p.text(".text.theirs .travel"); !regexp.MustCompile(`^[12]\x{a0}segments? · GSM-7 · distribué\x{a0}✓ 02:0\d$`).MatchString(travelled) {
		t.Errorf("under the answer stands %q", travelled)
	}
	p.picture("first-answer-1280")

	answer := first
	for turn := 0; turn < 30 && !strings.Contains(answer, "Vous avez fait l'essentiel"); turn++ {
		answer = reply(p, answer)
		if strings.Contains(answer, "Commune notée") {
			p.still()
			p.picture("night")
		}
	}
	if !strings.Contains(p.text("#texts"), "transmis") {
		t.Errorf("nobody told the mayor that the centre has the case:\n%s", p.text("#texts"))
	}

	p.await("a card", `document.querySelector("#messages .post h3")?.innerText.includes("Fichiers bloqués")`)
	card := p.text("#messages .post")
	for _, want := range []string{"mairie", "Lot", "fermé"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %q:\n%s", want, card)
		}
	}
	for _, never := range []string{"Sainte-Colombe", "06 39", "+336", "tous les pc"} {
		if strings.Contains(card, never) {
			t.Errorf("the card shows %q:\n%s", never, card)
		}
	}
	if cards := ask[int](p, `document.querySelectorAll("#messages .post").length`); cards != 1 {
		t.Errorf("%d cards for one case, want 1", cards)
	}
	if changes := p.text("#messages .changes"); !strings.Contains(changes, "sur place") {
		t.Errorf("under the card stands %q", changes)
	}
	p.still()
	p.picture("night-end")
	p.accessible()

	p.click(`[data-weekday="1"]`)
	p.await("it is Monday 09:00", `document.querySelector("#now").innerText.replace(/\s+/g, " ").includes("lundi 30 novembre") && document.querySelector("#now-hour").innerText === "09:00"`)
	p.still()
	p.picture("monday-1280")

	p.quiet()

	// The same night on other screens.
	for _, s := range []size{{"1920", 1920, 1080}, {"1024", 1024, 768}, {"tablet", 800, 1100}, {"phone", 390, 844}, {"small", 360, 640}, {"zoomed", 640, 400}} {
		shown(t, p, s)
	}
}

// reply gives the mayor's answer to a question and returns what comes back.
func reply(p *tab, asked string) string {
	p.Helper()
	for _, line := range mayor {
		if !strings.Contains(asked, line.asked) {
			continue
		}
		if len(line.answer) == 1 && ask[int](p, `document.querySelectorAll("#chips button").length`) > 1 {
			return p.tap(int(line.answer[0] - '0'))
		}
		return p.write(line.answer)
	}
	if ask[int](p, `document.querySelectorAll("#chips button").length`) == 0 {
		p.Fatalf("a question without choices that the mayor does not know: %q", asked)
	}
	return p.tap(1)
}

// shown looks at the night, as it stands, in a window of another size.
func shown(t *testing.T, p *tab, s size) {
	t.Run(s.name, func(t *testing.T) {
		again := &tab{T: t, ctx: p.ctx}
		again.resize(s.width, s.height)
		again.do(chromedp.Reload())
		again.await("the page is ready", `document.documentElement.dataset.ready === "yes"`)
		again.await("the card", `document.querySelector("#messages .post h3") !== null`)
		again.fits()
		again.still()
		again.picture("night-" + s.name)
		if s.width < 900 {
			ask[bool](again, `document.querySelector(".centre").scrollIntoView(), true`)
			again.picture("card-" + s.name)
		}
		again.accessible()
	})
}

func TestDarkAndStill(t *testing.T) {
	p := open(t, demo(t)+"/?lang=en", 1280, 800,
		emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"}, emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"})
	if heading := p.text("#person-title"); heading != "The person" {
		t.Errorf("the phone's heading is %q", heading)
	}
	p.accessible()
	p.answered(func() { p.click(".example:nth-of-type(1)") })
	p.await("a chip", `document.querySelectorAll("#chips button").length > 1`)
	p.tap(1)
	p.await("a card", `document.querySelector("#messages .post h3") !== null`)
	p.still()
	p.tap(1)
	p.await("the card changes", `document.querySelector("#messages .fresh") !== null`)
	if fresh, all := ask[int](p, `document.querySelectorAll("#messages .fresh").length`), ask[int](p, `document.querySelectorAll("#messages .block").length`); fresh >= all {
		t.Errorf("%d of %d blocks of the card glow, want those that changed", fresh, all)
	}
	p.click("#messages .below button")
	p.do(chromedp.SendKeys(chromedp.CSS("#note"), "Je rappelle lundi.\r"))
	p.await("the note stands in the thread", `document.querySelector("#thread-messages").innerText.includes("Je rappelle lundi.")`)
	p.await("the card counts it", `/^\d+\u00a0messages?$/.test(document.querySelector("#messages .below button").innerText)`)
	p.await("whoever wrote it is told that it stays here", `document.querySelector("#thread-messages .whisper") !== null`)
	p.still()
	p.picture("dark-1280")
	p.accessible()
	p.quiet()
}
