package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"relais/dialogs/intake"
)

// held keeps every wait of a page of at least a second, but the one that says that a message
// waits, until the test lets it pass: no time passes by itself.
const heldWaits = `
const real = setTimeout, clear = clearTimeout;
window.held = [];
window.setTimeout = (then, ms = 0, ...more) => {
	if (ms < 1000 || ms === 1500) return real(then, ms, ...more);
	const wait = {then, ms};
	held.push(wait);
	return wait;
};
window.clearTimeout = (wait) => { if (typeof wait === "object") held = held.filter((other) => other !== wait); else clear(wait); };`

// A conversation in a page that is in sight, in a panel that can be closed, of which the
// test holds the waits.
type patient struct {
	*tab
	h *house
}

func (p patient) inside(expression string) string {
	return fmt.Sprintf(`(() => { const inside = document.querySelector("iframe").contentWindow; return %s })()`, expression)
}

// pauses fails unless the widget now waits so long before it asks again.
func (p patient) pauses(want time.Duration, why string) {
	p.Helper()
	got := ""
	p.until(fmt.Sprintf("a pause of %v %s (it is %s)", want, why, got), func() bool {
		got = ask[string](p.tab, p.inside(`JSON.stringify(inside.held.map(({ ms }) => ms))`))
		return got == fmt.Sprintf("[%d]", want.Milliseconds())
	})
}

// asksNothing fails unless the widget waits for nothing but a reason to ask.
func (p patient) asksNothing(why string) {
	p.Helper()
	before := p.questions()
	p.until("no pause "+why, func() bool { return ask[int](p.tab, p.inside(`inside.held.length`)) == 0 })
	time.Sleep(200 * time.Millisecond)
	if asked := p.questions() - before; asked > 0 {
		p.Errorf("%s it asked %d times", why, asked)
	}
}

// pass lets the pause end, and waits for the question after it.
func (p patient) pass() {
	p.Helper()
	before := p.questions()
	p.letGo()
	p.until("a question", func() bool { return p.questions() == before+1 })
}

// letGo ends the pause.
func (p patient) letGo() { ask[bool](p.tab, p.inside(`(inside.held.shift().then(), true)`)) }

// questions is how often the desk was asked what is new.
func (p patient) questions() (n int) {
	p.h.mu.Lock()
	defer p.h.mu.Unlock()
	for _, asked := range p.h.asked {
		if strings.HasPrefix(asked, "GET /chat/messages") {
			n++
		}
	}
	return n
}

// The pause between two questions is the desk's: it grows while nothing is said, is short
// again once something is, is longer where the panel is closed; a page out of sight asks
// nothing until it is back, and one that has ended nothing any more.
func TestWidgetAsksLessWhenIdle(t *testing.T) {
	h := opens(t, time.Date(2027, 3, 16, 9, 5, 0, 0, time.UTC))
	p := patient{window(t, 390, 844), h}
	_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: heldWaits})
	p.must(err)
	p.do(chromedp.Navigate(h.URL + "/around"))
	p.until("the first words", func() bool {
		return ask[bool](p.tab, p.inside(`inside.document.querySelector(".desk") !== null`))
	})
	tell := func(what string) {
		ask[bool](p.tab, p.inside(`(inside.postMessage({relais: "`+what+`"}, "*"), true)`))
	}
	sight := func(hidden bool) {
		ask[bool](p.tab, p.inside(fmt.Sprintf(`(Object.defineProperty(inside.document, "hidden", {value: %v, configurable: true}), inside.document.dispatchEvent(new Event("visibilitychange")), true)`, hidden)))
	}
	write := func(text string) {
		ask[bool](p.tab, p.inside(fmt.Sprintf(`(inside.document.querySelector("#message").value = %q, inside.document.querySelector("#composer").requestSubmit(), true)`, text)))
		p.until("it is taken", func() bool {
			return ask[bool](p.tab, p.inside(`inside.document.querySelectorAll(".pending").length === 0 && inside.document.querySelectorAll(".desk").length > 1`))
		})
	}

	atOnce := func(shown func()) {
		before := p.questions()
		shown()
		p.until("a question at once", func() bool { return p.questions() == before+1 })
	}
	goesAndComes := func(how string) {
		sight(true)
		p.letGo()
		p.asksNothing(how)
		atOnce(func() { sight(false) })
	}

	p.pauses(2*time.Second, "at first")
	write(ransom)
	p.pauses(2*time.Second, "after a message")
	h.passes(3 * time.Minute)
	p.pass()
	p.pauses(10*time.Second, "after three quiet minutes")
	h.passes(13 * time.Minute)
	p.pass()
	p.pauses(30*time.Second, "after a quiet quarter of an hour")
	p.pass()
	p.pauses(30*time.Second, "later")
	write("oui")
	p.pauses(2*time.Second, "once something is said again")

	tell("hidden")
	p.pass()
	p.pauses(30*time.Second, "with the panel closed")
	h.passes(3 * time.Minute)
	p.pass()
	p.pauses(50*time.Second, "with the panel closed, three quiet minutes later")
	h.passes(13 * time.Minute)
	p.pass()
	p.pauses(time.Minute, "with the panel closed for a long time")
	atOnce(func() { tell("shown") })
	p.pauses(30*time.Second, "with the panel open again")

	goesAndComes("out of sight")
	p.pauses(30*time.Second, "in sight again")
	tell("hidden")
	p.pass()
	p.pauses(time.Minute, "closed")
	goesAndComes("closed and out of sight")
	p.pauses(time.Minute, "closed and in sight again")

	h.passes(intake.LinkValidity + 48*time.Hour) // longer than a session lives
	p.letGo()
	p.until("the end is said", func() bool { return ask[bool](p.tab, p.inside(`!inside.document.querySelector("#ended").hidden`)) })
	p.asksNothing("after the end")
	p.quietBut("401")
}

// quietBut is quiet but for complaints that hold a text.
func (p *tab) quietBut(expected string) {
	p.Helper()
	p.mu.Lock()
	var others []string
	for _, fault := range p.faults {
		if !strings.Contains(fault, expected) {
			others = append(others, fault)
		}
	}
	p.faults = others
	p.mu.Unlock()
	p.quiet()
}
