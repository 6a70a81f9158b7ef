package browser

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// whereabouts is what has the focus, on the page or in the conversation on it.
func whereabouts(p, f *tab) string {
	p.Helper()
	if ask[bool](f, `document.hasFocus()`) {
		return "chat: " + ask[string](f, `document.activeElement.getAttribute("aria-label") ?? (document.activeElement === document.body ? "" : document.activeElement.innerText)`)
	}
	return "page: " + ask[string](p, `document.activeElement === document.body ? "" : document.activeElement.innerText`)
}

// Opened, the chat has the focus in its field. From there the tabulator leads through all of
// it and out to the page, and back in.
func TestWidgetFocusOrder(t *testing.T) {
	desk := talking(t)
	p := offering{}.shown(t, desk, 1280, 800)
	p.pressOpener()
	f := p.frame(desk)
	f.await("the field has the focus", `document.hasFocus() && document.activeElement.id === "message"`)
	f.replied(func() { p.do(chromedp.KeyEvent(ransom), chromedp.KeyEvent(kb.Enter)) })
	f.await("choices", `document.querySelectorAll("#choices button").length === 3`)
	back := chromedp.KeyModifiers(chromedp.ModifierShift)
	chat := []string{"Quitter vite", "Options", "Réduire", "Conversation", "Oui", "Non", "Je ne sais pas", "Votre message", "Envoyer"}
	for i, name := range chat {
		chat[i] = "chat: " + name
	}

	ask[bool](f, `document.getElementById("message").focus(), true`)
	var order []string
	for at := whereabouts(p, f); strings.HasPrefix(at, "chat: ") && len(order) < 20; at = whereabouts(p, f) {
		order = append(order, at)
		p.do(chromedp.KeyEvent(kb.Tab, back))
	}
	slices.Reverse(order)
	if want := chat[:8]; !slices.Equal(order, want) {
		t.Errorf("back from the field stand %q, want %q", order, want)
	}
	if at := whereabouts(p, f); at != "page: Nos services" {
		t.Errorf("before the chat stands %q, want the page's last link", at)
	}
	order = nil
	p.do(chromedp.KeyEvent(kb.Tab))
	for at := whereabouts(p, f); strings.HasPrefix(at, "chat: ") && len(order) < 20; at = whereabouts(p, f) {
		order = append(order, at)
		p.do(chromedp.KeyEvent(kb.Tab))
	}
	if !slices.Equal(order, chat) {
		t.Errorf("forward from the page stand %q, want %q", order, chat)
	}
}

// Shift three times leaves with the focus in the page as in the chat, and from one to the
// other; the session ends and the page shows another. A capital letter typed into the page
// does not, and before the chat was opened the key does nothing.
func TestWidgetLeavesByAKeyFromThePage(t *testing.T) {
	shift := chromedp.KeyEvent(kb.Shift)
	for _, tt := range []struct {
		name  string
		focus func(p, f *tab)
		press func(p, f *tab)
	}{
		{"in the page", func(p, f *tab) { p.click("#first") }, func(p, f *tab) { p.do(shift, shift, shift) }},
		{"in the chat", func(p, f *tab) { p.toField(f) }, func(p, f *tab) { p.do(shift, shift, shift) }},
		{"begun in the chat", func(p, f *tab) { p.toField(f) }, func(p, f *tab) {
			p.do(shift, shift)
			f.await("once more", `document.querySelector("#state").innerText.includes("Encore une fois")`)
			p.do(chromedp.Focus(chromedp.CSS("#first")))
			p.do(shift)
		}},
		{"with the panel closed", func(p, f *tab) { f.click("#close") }, func(p, f *tab) { p.do(shift, shift, shift) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			desk := talking(t)
			p := offering{head: `<script>addEventListener("keydown", (e) => e.stopImmediatePropagation())</script>`}.shown(t, desk, 1280, 800)
			p.do(shift, shift, shift)
			p.pressOpener()
			f := p.frame(desk)
			f.writes(ransom)
			tt.focus(p, f)
			p.do(shift, shift, chromedp.KeyEvent("A"), shift) // and one more key between
			p.do(chromedp.KeyEvent("b"))
			f.await("still there", `document.querySelectorAll(".desk").length === 2 && document.querySelector("#state").innerText === ""`)
			tt.press(p, f)
			p.until("another page", func() bool {
				now, err := chromedp.Run(p.ctx, chromedp.NavigationEntries())
				return err == nil && strings.HasPrefix(now.Entries[now.CurrentIndex].URL, "https://fr.wikipedia.org/")
			})
			p.until("the session is dead", func() bool {
				desk.mu.Lock()
				defer desk.mu.Unlock()
				return len(desk.sessions) == 0
			})
		})
	}
}

// toField puts the focus in the field of the conversation on a page.
func (p *tab) toField(f *tab) {
	p.Helper()
	f.click("#message")
	f.await("the field has the focus", `document.hasFocus() && document.activeElement.id === "message"`)
}
