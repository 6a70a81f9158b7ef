package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// resize gives the window another size.
func (p *tab) resize(width, height int64) {
	p.Helper()
	p.do(chromedp.EmulateViewport(width, height))
}

// fits fails if the page is wider than the window, or anything on it is cut off.
func (p *tab) fits() {
	p.Helper()
	if over := ask[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		p.Errorf("the page is %d pixels wider than the window", over)
	}
	cut := ask[[]string](p, `[...document.querySelectorAll("button, select, h1, h2, h3, .words, .travel, .block")]
		.filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 0)
		.filter((e) => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > document.documentElement.clientWidth + 1 })
		.map((e) => e.outerHTML.slice(0, 120))`)
	for _, element := range cut {
		p.Errorf("cut off: %s", element)
	}
}

// A presenter without a mouse reaches everything, in the order it is read.
func TestKeyboard(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	var order []string
	for range 40 {
		p.do(chromedp.KeyEvent(kb.Tab))
		at := ask[string](p, `document.activeElement.id || document.activeElement.innerText`)
		order = append(order, at)
		if at == "messages" {
			break
		}
		if seen := ask[string](p, `getComputedStyle(document.activeElement).outlineStyle`); seen == "none" {
			t.Errorf("nothing shows that %q is focused", at)
		}
	}
	reached := strings.Join(order, " | ")
	for _, want := range []string{"flow-toggle", "restart", "Samedi 02:07", "Lundi 09:00", "sender", "texts", "message", "channel", "messages"} {
		if !strings.Contains(reached, want) {
			t.Errorf("the tabulator does not reach %q: %s", want, reached)
		}
	}
	p.do(chromedp.Focus(chromedp.CSS("#message")))
	p.answered(func() { p.do(chromedp.KeyEvent("jsp"), chromedp.KeyEvent(kb.Enter)) })
	if focused := ask[string](p, `document.activeElement.id`); focused != "message" {
		t.Errorf("after Enter the focus is on %q, want the message field", focused)
	}
	p.quiet()
}

// Markup and scripts in a message are the text they are.
func TestMarkupIsText(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	hostile := `<img src=x onerror=document.title=1> *gras* <!channel> {{.hello}}`
	p.write(hostile)
	if shown := p.text(".text.mine .words"); shown != hostile {
		t.Errorf("the phone shows %q, want %q", shown, hostile)
	}
	if n := ask[int](p, `document.querySelectorAll("#texts img, #texts script").length`); n != 0 {
		t.Errorf("%d elements came out of a message", n)
	}
	p.quiet()
}

// A new phone is a new conversation, and the old one is still there.
func TestStartAgain(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	p.write("tous les pc de la mairie ont un message de rancon")
	number := ask[string](p, `document.querySelector("#sender").value`)
	p.click("#restart")
	p.await("an empty phone", `document.querySelector(".hint") !== null && document.querySelectorAll("#texts .words").length === 0`)
	if now := ask[string](p, `document.querySelector("#sender").value`); now == number {
		t.Errorf("the number is %s as before", now)
	}
	p.do(chromedp.Reload())
	p.await("the page is ready", `document.documentElement.dataset.ready === "yes"`)
	ask[bool](p, fmt.Sprintf(`{const s = document.querySelector("#sender"); s.value = %q; s.dispatchEvent(new Event("change")); true}`, number))
	p.await("the first conversation", `document.querySelectorAll("#texts .words").length === 2`)
	p.quiet()
}
