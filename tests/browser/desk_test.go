package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAnAnalystLeadsACase does an analyst's work in the channel by clicking: claims,
// takes over, writes to the mayor after a preview, reads the answer, closes.
func TestAnAnalystLeadsACase(t *testing.T) {
	p := open(t, demo(t), 1440, 900)
	p.answered(func() { p.click(".example:nth-of-type(1)") })
	p.tap(1)
	p.await("a card", `document.querySelector("#messages .post h3") !== null`)
	p.still()
	p.picture("desk-1-card")
	p.press("Prendre en charge")
	p.await("the card names its owner", `document.querySelector("#messages .post").innerText.includes("Suivi par")`)
	p.await("a note for the owner alone", `document.querySelector("#messages .whisper")?.innerText.includes("est à vous")`)
	p.still()
	p.picture("desk-2-claimed")

	p.answered(func() { p.press("Intervenir") })
	p.await("the card says who answers", `document.querySelector("#messages .post").innerText.includes("Répond à la personne")`)
	p.press("Écrire…")
	p.await("the form", `document.querySelector("#window-body textarea") !== null`)
	p.still()
	p.picture("desk-3-write")
	p.accessible()
	const words = "Bonjour, c'est Camille du centre. Ne touchez plus à rien, je vous appelle."
	p.do(chromedp.SendKeys(chromedp.CSS("#window-body textarea"), words))
	p.click("#window-send")
	p.await("the preview", `document.querySelector("#window-send").innerText === "Envoyer"`)
	p.await("the text as it leaves", fmt.Sprintf(`document.querySelector("#window-body").innerText.includes(%q)`, words))
	p.still()
	p.picture("desk-4-preview")
	if got := p.answered(func() { p.click("#window-send") }); got != words {
		t.Errorf("the mayor reads %q, want %q", got, words)
	}
	p.click("#window-close")
	p.await("the preview's form", `!document.querySelector("#window").open || document.querySelector("#window-body textarea") !== null`)
	if ask[bool](p, `document.querySelector("#window").open`) {
		p.click("#window-close")
	}
	p.await("no window", `!document.querySelector("#window").open`)

	p.do(chromedp.SendKeys(chromedp.CSS("#message"), "Merci, je vous attends.\r"))
	p.click("#messages .post .below button")
	p.await("the thread tells of the answer", `document.querySelector("#thread-messages").innerText.includes("Réponse reçue à")`)
	p.await("the thread tells what became of the text", `document.querySelector("#thread-messages").innerText.includes("Message reçu par la personne")`)
	if ask[bool](p, `document.querySelector(".centre").innerText.includes("je vous attends")`) {
		t.Error("the mayor's words stand in the channel")
	}
	p.still()
	p.picture("desk-5-thread")
	p.press("Lire")
	p.await("the timeline", `document.querySelector("#window-body").innerText.includes("Merci, je vous attends.")`)
	p.still()
	p.picture("desk-6-read")
	p.click("#window-close")
	p.await("no window", `!document.querySelector("#window").open`)

	p.press("Plus")
	p.await("what else can be done", `document.querySelector("#window-body").innerText.includes("Clore")`)
	p.still()
	p.picture("desk-7-more")
	p.inWindow("Clore")
	p.await("the form of closing", `document.querySelector("[data-action=cause]") !== null`)
	p.do(chromedp.SendKeys(chromedp.CSS("[data-action=cause]"), "inconnue"))
	ask[bool](p, `document.querySelector("[data-action=complaint]").value = "filed", true`)
	p.still()
	p.picture("desk-8-close")
	p.accessible()
	p.click("#window-send")
	p.await("it is closed", `document.querySelector("#window-body").innerText.includes("clos.")`)
	p.click("#window-close")
	p.await("no window", `!document.querySelector("#window").open`)
	p.await("the card says so", `document.querySelector("#messages .post").innerText.includes("Dossier clos")`)

	p.click("#home")
	p.await("the home tab", `document.querySelector("#window").open && document.querySelector("#window-body").innerText.includes("Mes dossiers")`)
	p.still()
	p.picture("desk-9-home")
	p.click("#window-close")
	p.do(chromedp.SendKeys(chromedp.CSS("#command"), "/relais\r"))
	p.await("the list, to one alone", `[...document.querySelectorAll("#messages .whisper")].at(-1)?.innerText.includes("dossier")`)
	p.still()
	p.picture("desk-10-command")
	p.quiet()
}

// press clicks a button of the newest card.
func (p *tab) press(label string) {
	p.Helper()
	p.clickText("#messages .post .actions button", label)
}

// inWindow clicks a button of the window on top.
func (p *tab) inWindow(label string) {
	p.Helper()
	p.clickText("#window-body button", label)
}

func (p *tab) clickText(selector, label string) {
	p.Helper()
	found := fmt.Sprintf(`[...document.querySelectorAll(%q)].find((b) => b.innerText === %q && !b.disabled)`, selector, label)
	p.await(label, found+` !== undefined`)
	ask[bool](p, `(`+found+`).setAttribute("data-wanted", "yes"), true`)
	p.click("[data-wanted]")
	ask[bool](p, `document.querySelectorAll("[data-wanted]").forEach((b) => b.removeAttribute("data-wanted")), true`)
}

// TestTheDeskOnATelephone looks at what an analyst who was just woken sees: the card,
// the form and its preview fit a telephone's width without scrolling sideways.
func TestTheDeskOnATelephone(t *testing.T) {
	p := open(t, demo(t), 390, 844)
	p.answered(func() { p.click(".example:nth-of-type(1)") })
	p.tap(1)
	p.await("a card", `document.querySelector("#messages .post h3") !== null`)
	fits := func(what string) {
		t.Helper()
		p.still()
		if wide := ask[int](p, `document.documentElement.scrollWidth`); wide > 390 {
			t.Errorf("%s is %d wide on a telephone of 390", what, wide)
		}
	}
	ask[bool](p, `(document.querySelector("#messages .post").scrollIntoView(), true)`)
	fits("the card")
	p.picture("desk-phone-1-card")
	p.answered(func() { p.press("Intervenir") })
	p.await("the card says who answers", `document.querySelector("#messages .post").innerText.includes("Répond à la personne")`)
	p.press("Écrire…")
	p.await("the form", `document.querySelector("#window-body textarea") !== null`)
	fits("the form")
	p.picture("desk-phone-2-write")
	p.do(chromedp.SendKeys(chromedp.CSS("#window-body textarea"), "Bonjour, ne touchez plus à rien."))
	p.click("#window-send")
	p.await("the preview", `document.querySelector("#window-send").innerText === "Envoyer"`)
	fits("the preview")
	p.picture("desk-phone-3-preview")
	p.accessible()
}
