package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// mine are the reporter's messages as the widget shows them, with how far they went.
func (p *tab) mine() string {
	p.Helper()
	return ask[string](p, `[...document.querySelectorAll(".you")].map((m) => m.querySelector(".words").innerText + ":" + m.querySelector(".meta span").innerText).join("|")`)
}

// asks makes the widget ask at once what was said, as it does when a network is back.
func (p *tab) asks() {
	p.Helper()
	ask[bool](p, `dispatchEvent(new Event("online"))`)
}

// taken are the reporter's messages as the desk has them.
func (d *talk) taken() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var texts []string
	for _, s := range d.sessions {
		for _, m := range s.messages {
			if m.From == "you" {
				texts = append(texts, m.Text)
			}
		}
	}
	return strings.Join(texts, "|")
}

// What is written without a network leaves when it is back, once and in order, even
// after the page was loaded again.
func TestWidgetWithoutNetwork(t *testing.T) {
	desk := talking(t)
	p := begun(t, desk.URL+"/chat/frame?lang=fr", 390, 844)
	p.do(offline(true))
	for _, text := range []string{"bonjour", ransom} {
		p.do(chromedp.SendKeys(chromedp.CSS("#message"), text+"\r"))
	}
	p.await("it says so", `document.querySelector("#state").innerText.startsWith("Pas de réseau")`)
	p.await("both wait", `[...document.querySelectorAll(".you .meta")].every((m) => m.innerText.includes("En attente"))`)
	if got := desk.taken(); got != "" {
		t.Errorf("without a network the desk has %q", got)
	}
	p.picture("offline")
	p.accessibleNarrow()
	p.do(offline(false))
	p.await("both are sent", `document.querySelectorAll(".you.pending").length === 0 && document.querySelectorAll(".desk").length === 3`)
	p.await("nothing is said of it any more", `document.querySelector("#state").innerText === ""`)
	if got, want := desk.taken(), "bonjour|"+ransom; got != want {
		t.Errorf("the desk has %q, want %q", got, want)
	}

	desk.set(func(d *talk) { d.status = http.StatusServiceUnavailable })
	p.do(chromedp.SendKeys(chromedp.CSS("#message"), "encore là\r"))
	p.await("it says that nothing answers", `document.querySelector("#state").innerText.startsWith("Pas encore de réponse")`)
	p.do(chromedp.Reload())
	p.await("it still waits", `[...document.querySelectorAll(".you.pending")].some((m) => m.innerText.includes("encore là"))`)
	desk.set(func(d *talk) { d.status = 0 })
	p.await("it is sent, below all that was said before", `document.querySelectorAll(".pending").length === 0 && [...document.querySelectorAll(".you .words")].map((m) => m.innerText).join("|") === "bonjour|`+ransom+`|encore là"`)
	if got, want := desk.taken(), "bonjour|"+ransom+"|encore là"; got != want {
		t.Errorf("the desk has %q, want %q", got, want)
	}
}

// An answer that is lost costs nothing: the message is sent again and taken once.
func TestWidgetLosesAnAnswer(t *testing.T) {
	desk := talking(t)
	p := begun(t, desk.URL+"/chat/frame?lang=fr", 390, 844)
	desk.set(func(d *talk) { d.deaf = true })
	p.writes(ransom)
	p.await("it is sent", `document.querySelectorAll(".pending").length === 0`)
	if got := desk.taken(); got != ransom {
		t.Errorf("the desk has %q, want it once", got)
	}
	if got, want := p.mine(), ransom+":Envoyé"; got != want {
		t.Errorf("the widget shows %q, want %q", got, want)
	}
}

// Two tabs are one conversation; its token changes with every answer and is lost to none.
func TestWidgetInTwoTabs(t *testing.T) {
	desk := talking(t)
	desk.rotating = true
	p := begun(t, desk.URL+"/chat/frame?lang=fr", 390, 844)
	p.writes(ransom)
	ctx, cancel := chromedp.NewContext(p.ctx)
	t.Cleanup(cancel)
	other := opened(t, ctx, 390, 844)
	other.visit(desk.URL + "/chat/frame?lang=fr")
	other.await("the same conversation", `document.querySelectorAll(".you").length === 1`)
	for n, text := range []string{"Oui", "Non"} {
		tab, second := p, other
		if n%2 == 0 {
			tab, second = other, p
		}
		tab.await("choices", `document.querySelectorAll("#choices button").length > 1`)
		tab.chooses(text)
		second.await("the other tab shows it", fmt.Sprintf(`[...document.querySelectorAll(".you .words")].at(-1).innerText === %q`, text))
	}
	desk.set(func(d *talk) {
		if len(d.sessions) != 1 {
			t.Errorf("%d sessions, want one", len(d.sessions))
		}
	})
	other.click("#leave")
	p.await("leaving in one ends the other", `!document.querySelector("#ended").hidden && document.querySelectorAll(".message").length === 0`)
	if kept := ask[int](p, `sessionStorage.length`); kept != 0 {
		t.Errorf("%d things are kept", kept)
	}
	p.picture("ended")
	p.accessibleNarrow()
	p.click("summary")
	p.click("#person")
	p.await("asking for a person begins a new conversation", `document.querySelectorAll(".you").length === 1 && document.querySelectorAll(".pending").length === 0`)
	if got := desk.taken(); got != "HUMAIN" {
		t.Errorf("the desk has %q, want the word", got)
	}
}

// Two conversations that begin at once stay two: nobody's words go to the other's case.
func TestWidgetTwiceAtOnce(t *testing.T) {
	desk := talking(t)
	desk.slow = 500 * time.Millisecond
	p := window(t, 390, 844)
	ctx, cancel := chromedp.NewContext(p.ctx)
	t.Cleanup(cancel)
	other := opened(t, ctx, 390, 844)
	for _, tab := range []*tab{p, other} {
		tab.visit(desk.URL + "/chat/frame?lang=fr")
	}
	for _, tab := range []*tab{p, other} {
		tab.await("the first words", `document.querySelector(".desk") !== null`)
	}
	p.writes("on a viré 48300 euros sur un faux rib")
	other.writes(ransom)
	for _, tab := range []*tab{p, other} {
		if n := ask[int](tab, `document.querySelectorAll(".you").length`); n != 1 {
			t.Errorf("a tab shows %d messages of its reporter, want its own", n)
		}
	}
	desk.set(func(d *talk) {
		for _, s := range d.sessions {
			if len(s.messages) != 3 {
				t.Errorf("a session holds %d messages, want the greeting, one message and its answer", len(s.messages))
			}
		}
	})
}

// Where the desk has a stream, words arrive as they are said. Nothing is asked but after an
// analyst's words, once for those that come together, which says that they were shown.
func TestWidgetOnAStream(t *testing.T) {
	desk := talking(t)
	desk.site.Stream = true
	p := begun(t, desk.URL+"/chat/frame?lang=fr", 390, 844)
	p.writes(ransom)
	questions := func() (n int) {
		desk.set(func(d *talk) {
			for _, address := range d.asked {
				if strings.HasPrefix(address, "/chat/messages?") {
					n++
				}
			}
		})
		return n
	}
	before := questions()
	for _, words := range []string{"Bonjour, je lis votre dossier.", "Je vous appelle."} {
		desk.says("analyst", words)
		p.await("the analyst's words", fmt.Sprintf(`[...document.querySelectorAll(".analyst .words")].at(-1)?.innerText === %q`, words))
	}
	p.writes("oui")
	p.await("each message stands once", `document.querySelectorAll(".message").length === 7 && document.querySelectorAll(".pending").length === 0`)
	if got, want := p.mine(), ransom+":Envoyé|oui:Envoyé"; got != want {
		t.Errorf("the widget shows %q, want %q", got, want)
	}
	if asked := questions() - before; asked < 1 || asked > 2 {
		t.Errorf("asked %d times beside the stream, want once or twice for two messages of an analyst", asked)
	}
	p.picture("stream")
}

// The token stands in no address, and a dead one ends the conversation without losing
// what was being sent.
func TestWidgetToken(t *testing.T) {
	desk := talking(t)
	p := begun(t, desk.URL+"/chat/frame?lang=fr", 390, 844)
	p.writes(ransom)
	desk.set(func(d *talk) {
		for token := range d.sessions {
			for _, address := range d.asked {
				if strings.Contains(address, token) {
					t.Errorf("the token stands in %s", address)
				}
			}
			delete(d.sessions, token)
		}
	})
	p.do(chromedp.SendKeys(chromedp.CSS("#message"), "et maintenant ?\r"))
	p.await("the end is said", `!document.querySelector("#ended").hidden`)
	p.click("#again")
	p.await("a new conversation", `document.querySelectorAll(".desk").length === 1`)
	if kept := ask[string](p, `document.querySelector("#message").value`); kept != "et maintenant ?" {
		t.Errorf("in the field stands %q, want what was not sent", kept)
	}
}

// What the desk refuses is said, and goes back to where it can be changed.
func TestWidgetIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status int
		shown  string
	}{
		{"a message it does not take", http.StatusRequestEntityTooLarge, `document.querySelector(".refused .meta")?.innerText.includes("Pas envoyé") && document.querySelector("#message").value === "essai"`},
		{"too many at once", http.StatusTooManyRequests, `document.querySelector("#state").innerText.startsWith("Beaucoup de messages")`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			desk := talking(t)
			p := begun(t, desk.URL+"/chat/frame?lang=fr", 320, 568)
			desk.set(func(d *talk) { d.status = tt.status })
			p.do(chromedp.SendKeys(chromedp.CSS("#message"), "essai\r"))
			p.await("it is said", tt.shown)
			p.accessible()
			p.picture(fmt.Sprintf("refused-%d", tt.status))
		})
	}
}

// Markup, scripts and addresses in a message are the text they are. The desk's own links
// can be followed, no others.
func TestWidgetMarkupIsText(t *testing.T) {
	desk := talking(t)
	desk.site.Accent = "#7a1f5c"
	p := begun(t, desk.URL+"/chat/frame?lang=fr", 390, 844)
	for _, hostile := range []string{
		`<img src=x onerror=document.title=1><script>document.title=2</script>`,
		`</textarea><svg onload=document.title=3> {{7*7}} ${7*7}`,
		`javascript:alert(1) data:text/html,x https://exemple.fr/x`,
	} {
		p.writes(hostile)
		if shown := ask[string](p, `[...document.querySelectorAll(".you .words")].at(-1).innerText`); shown != hostile {
			t.Errorf("the widget shows %q, want %q", shown, hostile)
		}
	}
	desk.says("analyst", "Je suis au\n1 rue du Pont\n2 rue du Port")
	p.asks()
	p.await("what a person writes is shown as it is", `document.querySelector(".analyst")?.innerText.includes("1 rue du Pont") === true && document.querySelector("#choices").hidden`)
	desk.says("desk", "Votre dossier : "+desk.URL+"/l/abc123.\nhttp://exemple.fr javascript:alert(1) et https://www.17cyber.gouv.fr.")
	p.asks()
	p.await("the desk's own link", `document.querySelector(".open") !== null`)
	links := ask[string](p, `[...document.querySelectorAll(".log a")].map((a) => a.href + " " + a.innerText + " " + a.target + " " + a.rel).join("|")`)
	want := "https://www.17cyber.gouv.fr/ https://www.17cyber.gouv.fr _blank noopener noreferrer|" + desk.URL + "/l/abc123 Ouvrir ce lien _blank noopener noreferrer"
	if links != want {
		t.Errorf("links: %s\nwant: %s", links, want)
	}
	if n := ask[int](p, `document.querySelectorAll(".log img, .log script, .log svg").length`); n != 0 {
		t.Errorf("%d elements came out of a message", n)
	}
	if colour := ask[string](p, `getComputedStyle(document.querySelector(".you .words")).backgroundColor`); colour != "rgb(122, 31, 92)" {
		t.Errorf("what one wrote stands on %s, want the site's colour", colour)
	}
	p.picture("links")
	p.accessibleNarrow()
	p.quiet()
}

// How soon one can write is a measure, not a promise: no time is held to.
func TestWidgetFirstPaint(t *testing.T) {
	p := begun(t, talking(t).URL+"/chat/frame?lang=fr", 390, 844)
	t.Logf("measured: first aid is painted after %s ms, the conversation is ready after %s ms", ask[string](p, `performance.getEntriesByName("first-contentful-paint")[0].startTime.toFixed()`),
		ask[string](p, `performance.getEntriesByType("resource").filter((r) => r.name.endsWith("/chat/session")).at(-1).responseEnd.toFixed()`))
}
