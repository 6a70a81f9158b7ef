package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// offering is a page of others that offers the chat, on another site than the desk.
type offering struct {
	head   string // before the chat's script
	policy string // Content-Security-Policy; DESK stands for the desk's origin
}

const pageBody = `<main><h1>Chambre de commerce d'Exempleville</h1>
<p>Bienvenue. <a href="#" id="first">Nos services</a></p></main>`

// shown serves the page, which the desk lets hold its frame, and opens it.
func (o offering) shown(t *testing.T, desk *talk, width, height int64, features ...emulation.MediaFeature) *tab {
	t.Helper()
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if o.policy != "" {
			w.Header().Set("Content-Security-Policy", strings.ReplaceAll(o.policy, "DESK", desk.URL))
		}
		fmt.Fprintf(w, `<!doctype html><html lang="fr"><head><title>Exempleville</title><link rel="icon" href="data:,">%s</head><body>%s<script src="%s/chat/widget.js" async></script></body></html>`, o.head, pageBody, desk.URL)
	}))
	t.Cleanup(served.Close)
	// Another name of this machine is another site: Chromium keeps the two apart.
	address := strings.Replace(served.URL, "127.0.0.1", "localhost", 1)
	desk.set(func(d *talk) { d.site.Frames = append(d.site.Frames, address) })
	p := window(t, width, height, features...)
	p.do(chromedp.Navigate(address))
	p.until("the button", func() bool { return slices.Contains(p.heard(), "button: "+opener) })
	return p
}

const opener = "Aide cyber d'urgence"

// until waits for something that the page itself cannot see.
func (p *tab) until(what string, holds func() bool) {
	p.Helper()
	for range 400 {
		if holds() {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	p.picture("failed-" + strings.ReplaceAll(p.Name(), "/", "-"))
	p.Fatalf("%s: waited in vain\n%s", what, strings.Join(p.heard(), "\n"))
}

// pressOpener clicks the chat's button, which stands in a corner.
func (p *tab) pressOpener() {
	p.Helper()
	size := ask[[]float64](p, `[innerWidth, innerHeight]`)
	p.do(chromedp.MouseClickXY(size[0]-80, size[1]-40))
}

// frame is the conversation in the page, which the page itself cannot reach.
func (p *tab) frame(desk *talk) *tab {
	p.Helper()
	var found target.ID
	p.until("the frame", func() bool {
		all, err := chromedp.Targets(p.ctx)
		p.must(err)
		for _, one := range all {
			if one.Type == "iframe" && strings.HasPrefix(one.URL, desk.URL) {
				found = one.TargetID
				return true
			}
		}
		return false
	})
	ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(found))
	p.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	p.Cleanup(cancel)
	f := &tab{T: p.T, ctx: ctx}
	f.must(chromedp.Do(ctx))
	f.must(chromedp.Listen(ctx, f.hear))
	f.await("the first words", `document.querySelector(".desk") !== null`)
	return f
}

// Before the first click the page fetched one script and stored nothing. Afterwards it
// holds a conversation that it cannot read.
func TestWidgetOnAPage(t *testing.T) {
	sizes := []size{{"desktop", 1280, 800}, {"phone", 390, 844}, {"narrow", 320, 568}}
	for _, s := range sizes {
		t.Run(s.name, func(t *testing.T) {
			desk := talking(t)
			p := offering{}.shown(t, desk, s.width, s.height)
			p.picture("host-" + s.name + "-1")
			desk.set(func(d *talk) {
				if !slices.Equal(d.asked, []string{"/chat/widget.js"}) {
					t.Errorf("before the first click the desk was asked for %v", d.asked)
				}
			})
			if kept := ask[int](p, `document.cookie.length + localStorage.length + sessionStorage.length`); kept != 0 {
				t.Errorf("the page keeps %d things", kept)
			}
			p.fits()
			p.pressOpener()
			f := p.frame(desk)
			f.writes(ransom)
			f.await("choices", `document.querySelectorAll("#choices button").length === 3`)
			f.accessible()
			p.picture("host-" + s.name + "-2")
			if seen := ask[string](p, `document.documentElement.outerHTML + [...document.querySelectorAll("*")].map((e) => e.shadowRoot?.innerHTML ?? "").join()`); strings.Contains(seen, "Débranchez") || strings.Contains(seen, "iframe") {
				t.Errorf("the page can read %q", seen)
			}
			if n := ask[int](p, `frames.length + document.querySelectorAll("iframe").length`); n != 0 {
				t.Errorf("the page reaches %d frames", n)
			}
			p.quiet()
			f.quiet()
		})
	}
}

// Whoever has no mouse opens, talks, chooses, closes, and is back where he was.
func TestWidgetByKeyboard(t *testing.T) {
	desk := talking(t)
	p := offering{}.shown(t, desk, 1280, 800)
	p.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab))
	p.picture("keyboard-1")
	p.do(chromedp.KeyEvent(kb.Enter))
	f := p.frame(desk)
	f.await("the field has the focus", `document.hasFocus() && document.activeElement.id === "message"`)
	f.replied(func() { p.do(chromedp.KeyEvent(ransom), chromedp.KeyEvent(kb.Enter)) })
	f.await("choices", `document.querySelectorAll("#choices button").length === 3`)
	p.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)), chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	if at := ask[string](f, `document.activeElement.innerText`); at != "Non" {
		t.Fatalf("two steps back from the field stands %q, want the second choice", at)
	}
	p.picture("keyboard-2")
	if shown := ask[string](f, `getComputedStyle(document.activeElement).outlineStyle`); shown == "none" {
		t.Error("nothing shows where the focus is")
	}
	f.replied(func() { p.do(chromedp.KeyEvent(kb.Enter)) })
	f.await("the field has the focus again", `document.activeElement.id === "message"`)

	var order []string
	ask[bool](f, `document.getElementById("title").focus(), true`)
	for range 5 {
		p.do(chromedp.KeyEvent(kb.Tab))
		order = append(order, ask[string](f, `document.activeElement.getAttribute("aria-label") ?? document.activeElement.innerText`))
	}
	if got, want := strings.Join(order, " | "), "Quitter vite | Options | Réduire | Conversation | Oui"; got != want {
		t.Errorf("the order is %s, want %s", got, want)
	}
	p.do(chromedp.KeyEvent(kb.Escape))
	p.until("the button is back and has the focus", func() bool { return p.focused() == "button: "+opener })
	desk.says("analyst", "Bonjour, je lis votre dossier.")
	p.until("the button tells of a new message", func() bool { return slices.Contains(p.heard(), "button: "+opener+", nouveau message") })
	p.picture("keyboard-3")
	p.do(chromedp.KeyEvent(kb.Enter))
	f.await("the analyst's words", `document.querySelector(".analyst")?.innerText.includes("je lis votre dossier")`)
	p.picture("keyboard-4")
	p.quiet()
	f.quiet()
}

// The button is held to what the conversation is: as it waits, as it tells of something
// new, and where it can only lead away.
func TestWidgetButtonIsAccessible(t *testing.T) {
	for _, s := range []struct {
		size
		features []emulation.MediaFeature
	}{
		{size{"desktop", 1280, 800}, nil}, {size{"narrow", 320, 568}, nil},
		{size{"dark", 390, 844}, []emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}},
	} {
		t.Run(s.name, func(t *testing.T) {
			desk := talking(t)
			desk.bare = true
			p := offering{}.shown(t, desk, s.width, s.height, s.features...)
			p.accessible()
			p.pressOpener()
			f := p.frame(desk)
			f.writes(ransom)
			p.accessible()
			f.accessible()
			f.click("#close")
			p.until("the button is back", func() bool { return p.focused() == "button: "+opener })
			desk.says("analyst", "Bonjour, je lis votre dossier.")
			f.asks()
			p.until("the button tells of a new message", func() bool { return slices.Contains(p.heard(), "button: "+opener+", nouveau message") })
			p.accessible()
			p.fits()
			desk.set(func(d *talk) { d.site.Frames = nil })
			p.do(chromedp.Reload())
			p.until("the button", func() bool { return slices.Contains(p.heard(), "button: "+opener) })
			p.pressOpener()
			p.until("a link", func() bool { return slices.Contains(p.heard(), "link: L'ouvrir dans un nouvel onglet") })
			p.accessible()
			p.fits()
			p.picture("button-" + s.name)
		})
	}
}

// A page that breaks what it can breaks neither the button nor the conversation.
func TestWidgetOnAHostilePage(t *testing.T) {
	hostile := offering{
		policy: "default-src 'self'; script-src 'unsafe-inline' DESK; style-src 'unsafe-inline'; frame-src DESK; connect-src 'none'; img-src data:; require-trusted-types-for 'script'",
		head: `<style>* { all: unset; display: none !important } html, body { display: block !important; color: red; font: 40px serif; direction: rtl; text-transform: uppercase; line-height: 3; transform: rotate(1deg) }</style>
<script>
const broken = () => { throw new Error("broken by the page") };
window.fetch = broken; window.Promise = broken; window.JSON = { parse: broken, stringify: broken }; window.XMLHttpRequest = broken;
for (const name of ["forEach", "map", "filter", "push", "slice", "indexOf", "includes", "join"]) Array.prototype[name] = broken;
Array.prototype[Symbol.iterator] = broken;
Object.keys = Object.entries = Object.assign = broken;
Object.prototype.surprise = "surprise";
window.setInterval = window.requestAnimationFrame = broken;
Element.prototype.querySelectorAll = Document.prototype.querySelectorAll = broken;
</script>`,
	}
	desk := talking(t)
	p := hostile.shown(t, desk, 1280, 800)
	p.picture("hostile-1")
	p.pressOpener()
	f := p.frame(desk)
	f.writes(ransom)
	f.await("choices", `document.querySelectorAll("#choices button").length === 3`)
	p.picture("hostile-2")
	f.accessible()
	f.quiet()
}

// Where frames are forbidden the conversation opens in a tab of its own; where the desk
// does not know the site, a link to it is what is left.
func TestWidgetWhereFramesAreForbidden(t *testing.T) {
	tests := []struct {
		name, policy string
		listed, tab  bool
	}{
		{"by the page", "default-src 'self'; script-src DESK; style-src 'self'; img-src data:", true, true},
		{"by the desk", "", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			desk := talking(t)
			desk.bare = true
			p := offering{policy: tt.policy}.shown(t, desk, 1280, 800)
			if !tt.listed {
				desk.set(func(d *talk) { d.site.Frames = nil })
			}
			if tt.policy == "" {
				p.accessible()
			}
			p.pressOpener()
			if !tt.tab {
				p.until("a link", func() bool { return slices.Contains(p.heard(), "link: L'ouvrir dans un nouvel onglet") })
				p.picture("forbidden")
				p.accessible()
				p.do(chromedp.KeyEvent(kb.Escape))
				p.until("the button is back", func() bool { return p.focused() == "button: "+opener })
				return
			}
			p.until("a tab", func() bool {
				all, err := chromedp.Targets(p.ctx)
				p.must(err)
				return slices.ContainsFunc(all, func(one *target.Info) bool {
					return one.Type == "page" && strings.HasPrefix(one.URL, desk.URL+"/chat/frame")
				})
			})
		})
	}
}

// focused is the role and name of what has the focus, shadow trees included.
func (p *tab) focused() string {
	p.Helper()
	for _, n := range p.tree() {
		if word(n.Role) == "RootWebArea" {
			continue
		}
		for _, property := range n.Properties {
			if property.Name == "focused" && string(property.Value.Value) == "true" {
				return word(n.Role) + ": " + word(n.Name)
			}
		}
	}
	return ""
}

// Leaving is one click: nothing of it stays, and going back does not show it again.
func TestWidgetLeaves(t *testing.T) {
	desk := talking(t)
	p := window(t, 390, 844)
	p.do(chromedp.Navigate(desk.URL + "/chat/frame.css")) // where one was before
	p.visit(desk.URL + "/chat/frame?lang=fr")
	p.await("the first words", `document.querySelector(".desk") !== null`)
	p.writes(ransom)
	p.click("#leave")
	p.until("another page", func() bool {
		history, err := chromedp.Run(p.ctx, chromedp.NavigationEntries())
		return err == nil && strings.HasPrefix(history.Entries[history.CurrentIndex].URL, "https://fr.wikipedia.org/")
	})
	history, err := chromedp.Run(p.ctx, chromedp.NavigationEntries())
	p.must(err)
	for _, entry := range history.Entries {
		if strings.Contains(entry.URL, "/chat/frame?") {
			t.Errorf("the way back leads to %s", entry.URL)
		}
	}
	p.until("the session is dead", func() bool {
		desk.mu.Lock()
		defer desk.mu.Unlock()
		return len(desk.sessions) == 0
	})
	p.do(chromedp.Navigate(desk.URL + "/chat/frame.css"))
	if kept := ask[int](p, `document.cookie.length + localStorage.length + sessionStorage.length`); kept != 0 {
		t.Errorf("%d things are kept", kept)
	}
}
