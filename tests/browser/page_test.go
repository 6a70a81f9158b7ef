package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
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

// A case that turns out to be another region's is pointed to where it went.
func TestMovesToAnotherRegion(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	answer := p.write("tous les pc de la mairie ont un message de rancon")
	for turn := 0; turn < 8 && !strings.Contains(answer, "Dans quelle commune"); turn++ {
		answer = reply(p, answer)
	}
	p.write("Lisieux 14")
	p.await("the page points to Normandy", `!document.querySelector("#elsewhere").hidden && document.querySelector("#elsewhere").innerText.includes("Normandie")`)
	p.picture("elsewhere-1280")
	p.accessible()
	p.click("#elsewhere")
	p.await("its card", `document.querySelector("#channel-name").innerText.includes("normandie") && document.querySelector("#messages .post h3") !== null`)
	p.quiet()
}

// A picture is shown and acknowledged.
func TestPicture(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	p.write("tous les pc de la mairie ont un message de rancon")
	p.answered(func() { p.click("#picture") })
	if n := ask[int](p, `document.querySelectorAll(".text.mine .photo").length`); n != 1 {
		t.Errorf("the phone shows %d pictures, want 1", n)
	}
	p.quiet()
}

// What a text offers as choices becomes chips; acts are numbered too, and are none.
func TestChoices(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	tests := []struct{ name, text, want string }{
		{"a line each", "C'est fait ?\n1 Oui\n2 Non\n3 Je ne sais pas", "1 Oui|2 Non|3 Je ne sais pas"},
		{"after acts", "Maintenant :\n1) Débranchez\n2) Ne payez rien\nC'est fait ?\n1 Oui\n2 Non", "1 Oui|2 Non"},
		{"acts alone", "Maintenant : 1) ne touchez plus 2) débranchez 3) ne payez rien. Danger : 17 ou 112.", ""},
		{"in one line", "On continue ? 1 oui, 2 plus tard, 3 ?", "1 oui|2 plus tard|3 Je ne sais pas"},
		{"a typed answer", "Dans quelle commune ? Ex : Albi 81. Vous ne savez pas : ?", "? Je ne sais pas"},
		{"the short line of a yes or no", "C'est fait ? OUI, NON ou ?", "OUI |NON |? Je ne sais pas"},
		{"a word to go on", "Dossier transmis.\nRépondez OK pour la suite.", "OK "},
		{"a typed answer, said in words", "Combien d'ordinateurs ? Un nombre, ou ? si vous ne savez pas.", "? Je ne sais pas"},
		{"a list that may be left", "Plusieurs communes possibles :\n1 Sainte-Colombe (46)\n2 Sainte-Colombe (25)\nRépondez par le chiffre. Sinon : ?",
			"1 Sainte-Colombe (46)|2 Sainte-Colombe (25)|? Je ne sais pas"},
		{"a question is not an answer", "Pourrez-vous y aller ?", ""},
		{"numbers and hours", "La plainte doit partir avant mardi à 2h00, 72 h après. Appelez le 3018.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ask[string](p, fmt.Sprintf(`import("/page/phone.js").then((m) => m.choices(%q).map((c) => c.key + " " + c.label).join("|"))`, tt.text))
			if got != tt.want {
				t.Errorf("choices of %q: %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// Slack's marks become elements; what is no mark stays as it is written.
func TestMarks(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	tests := []struct{ name, mrkdwn, want string }{
		{"bold and italic", "*Fait :* _peut-être_", "<b>Fait :</b> <i>peut-être</i>"},
		{"bold in the middle of a word is none", "2*3*4 snake_case_name", "2*3*4 snake_case_name"},
		{"a lone star", "* rien", "* rien"},
		{"escaped markup is text", "&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"},
		{"raw markup is text", "a < b", "a &lt; b"},
		{"code holds marks", "`*x*`", "<code>*x*</code>"},
		{"a link", "<https://cnil.fr|CNIL>", `<a href="https://cnil.fr" target="_blank" rel="noopener noreferrer">CNIL</a>`},
		{"a link that runs code is its words", "<javascript:alert(1)|ici>", "ici"},
		{"a mention", "<!channel>", `<span class="mention">@channel</span>`},
		{"an emoji", ":warning: :unknown_one:", "⚠️ :unknown_one:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ask[string](p, fmt.Sprintf(`import("/page/blocks.js").then((m) => { const e = document.createElement("p"); e.append(...m.mrkdwn(%q)); return e.innerHTML })`, tt.mrkdwn))
			if got != tt.want {
				t.Errorf("mrkdwn %q: %s, want %s", tt.mrkdwn, got, tt.want)
			}
		})
	}
}

// When the stream breaks the page says so, and goes on when it is back.
func TestSaysThatItIsCutOff(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	p.do(offline(true))
	ask[bool](p, `{document.querySelector("#message").value = "bonjour"; document.querySelector("#composer").requestSubmit(); true}`)
	p.await("the page says that the text was not sent", `document.querySelector(".notice.shown") !== null && document.querySelector("#message").value === "bonjour"`)
	p.do(offline(false))
	p.answered(func() { p.do(chromedp.Focus(chromedp.CSS("#message")), chromedp.KeyEvent(kb.Enter)) })
}

// offline cuts the browser off the network, or connects it again.
func offline(yes bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		rules := []*network.Conditions{{Offline: yes, DownloadThroughput: -1, UploadThroughput: -1}}
		// The page is told, and would notice.
		state := network.OverrideNetworkStateParams{Offline: yes, DownloadThroughput: -1, UploadThroughput: -1}
		if _, err := cdp.Call(ctx, tab, network.OverrideNetworkState, state); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: rules})
		return err
	})
}
