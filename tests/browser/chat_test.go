package browser

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// within is the frame of the page whose address holds a text, seen from beside its own
// scripts.
func (p *tab) within(address string) *tab {
	p.Helper()
	var found cdp.FrameID
	p.until("the frame "+address, func() bool {
		found = p.framed(address)
		return found != ""
	})
	world, err := chromedp.Call(p.ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: found})
	p.must(err)
	return &tab{T: p.T, ctx: p.ctx, world: world.ExecutionContextID}
}

// The person writes in the chat on a chamber's site; the case stands in the channel as
// any other.
func TestChatOnTheDemo(t *testing.T) {
	p := open(t, demo(t), 1280, 800)
	p.click("#by-chat")
	site := p.within("/page/chamber")
	site.until("the chamber", func() bool { return ask[bool](site, `document.readyState === "complete"`) })
	p.still()
	p.picture("chat-demo-1")
	p.accessible()
	corner := ask[[]float64](p, `(({right, bottom}) => [right - 80, bottom - 40])(document.querySelector("#site").getBoundingClientRect())`)
	p.do(chromedp.MouseClickXY(corner[0], corner[1]))
	chat := p.within("/chat/frame")
	chat.until("the greeting", func() bool {
		return ask[bool](chat, `document.querySelector(".desk")?.innerText.includes("112") === true && document.activeElement.id === "message"`)
	})
	p.picture("chat-demo-2")
	p.do(chromedp.KeyEvent("on a viré 48300 euros sur un faux rib ce matin\r"))
	chat.until("an answer", func() bool { return ask[int](chat, `document.querySelectorAll(".desk").length`) == 2 })
	p.await("the stations light", `["message", "log"].every((station) => document.querySelector(`+"`[data-station=${station}].reached .live`"+`)?.innerText.trim())`)
	if first := ask[string](chat, `[...document.querySelectorAll(".desk .words")].at(-1).innerText`); !strings.Contains(first, "banque") {
		t.Errorf("the first answer does not name the bank: %q", first)
	}
	for turn, choice := range []string{"Entreprise", "Oui"} {
		chat.until(choice, func() bool {
			return ask[bool](chat, fmt.Sprintf(`(() => { const b = [...document.querySelectorAll("#choices button")].find((b) => b.innerText === %q); b?.click(); return b !== undefined })()`, choice))
		})
		chat.until("the next answer", func() bool { return ask[int](chat, `document.querySelectorAll(".desk").length`) == turn+3 })
		p.await("a card", `document.querySelector("#messages .post h3") !== null`)
		if *pictures != "" {
			p.still()
			p.picture(fmt.Sprintf("chat-demo-turn-%d", turn))
		}
	}
	if shown := p.text(".centre"); strings.Contains(shown, "faux rib") {
		t.Errorf("the words stand in the channel: %s", shown)
	}
	p.still()
	p.picture("chat-demo-3")
	p.accessible()
	p.quiet()

	// Whoever leaves quickly leaves the chat; the demo goes on, and begins anew.
	ask[bool](chat, `document.querySelector("#leave").click(), true`)
	p.await("nothing is kept", `sessionStorage.getItem("relais") === null`)
	p.until("the conversation is gone", func() bool { return p.framed("/chat/frame") == "" })
	p.picture("chat-demo-4")
}

// framed is the frame of the page whose address holds a text; empty: there is none.
func (p *tab) framed(address string) cdp.FrameID {
	p.Helper()
	all, err := chromedp.Call(p.ctx, page.GetFrameTree, cdp.Empty{})
	p.must(err)
	var found cdp.FrameID
	var look func(tree *page.FrameTree)
	look = func(tree *page.FrameTree) {
		if strings.Contains(tree.Frame.URL, address) {
			found = tree.Frame.ID
		}
		for _, child := range tree.ChildFrames {
			look(child)
		}
	}
	look(all.FrameTree)
	return found
}

// With the real desk behind it the widget shows what the conversation file says, and
// shows it again after a reload.
func TestChat(t *testing.T) {
	address := demo(t)
	golden := read(t, "../conversations/moments/clicks_in_the_web_chat.txt")
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			p := begun(t, address+"/chat/frame?lang="+lang, 390, 844)
			if lang == "en" {
				if first := p.writes("our files are locked and a note asks for bitcoin"); !strings.Contains(first, "112") {
					t.Errorf("the first answer names no emergency number: %q", first)
				}
			} else {
				for _, m := range golden.messages[:4] {
					switch m.from {
					case "reporter":
						p.writes(m.text)
					case "click":
						p.chooses("Autre")
					default:
						if shown := p.lines(); shown != m.text {
							t.Errorf("the desk says\n%s\nwant\n%s", shown, m.text)
						}
						if buttons := ask[[]string](p, `[...document.querySelectorAll("#choices button")].map((b) => b.innerText)`); !slices.Equal(buttons, m.offered) {
							t.Errorf("offered are %q, want %q", buttons, m.offered)
						}
					}
				}
			}
			before := p.text("#log")
			p.do(chromedp.Reload())
			p.await("the conversation is back", `document.querySelector(".you") !== null && document.querySelector("#state").innerText === ""`)
			if after := strings.ReplaceAll(p.text("#log"), "\nEnvoyé", ""); after != strings.ReplaceAll(strings.ReplaceAll(before, "\nEnvoyé", ""), "\nSent", "") {
				t.Errorf("after a reload stands\n%s\nbefore\n%s", after, before)
			}
			p.accessible()
			p.picture("chat-" + lang)
			p.click("#leave")
			p.until("the page is left", func() bool {
				now, err := chromedp.Run(p.ctx, chromedp.NavigationEntries())
				return err == nil && !strings.HasPrefix(now.Entries[now.CurrentIndex].URL, address)
			})
		})
	}
}

// evaluated makes an expression run where the tab looks.
func (p *tab) evaluated(params *runtime.EvaluateParams) {
	if p.world != 0 {
		params.ContextID = p.world
	}
}

// A case begun in one browser goes on in another, by its code and its secret code.
func TestChatJoins(t *testing.T) {
	address := demo(t)
	p := begun(t, address+"/chat/frame?lang=fr", 390, 844)
	p.writes(ransom)
	given := regexp.MustCompile(`Dossier (\S+), code secret (\d{4})`).FindStringSubmatch(p.writes("CODE"))
	if given == nil {
		t.Fatalf("the word CODE was answered with %q", p.lines())
	}
	other := begun(t, address+"/chat/frame?lang=fr", 390, 844)
	join := func(pin string) {
		ask[bool](other, `document.querySelector("#code").value = document.querySelector("#pin").value = "", true`)
		other.do(chromedp.SendKeys(chromedp.CSS("#code"), given[1]), chromedp.SendKeys(chromedp.CSS("#pin"), pin+"\r"))
	}
	other.click("summary")
	other.click("#join")
	wrong := "0000"
	if given[2] == wrong {
		wrong = "1111"
	}
	join(wrong)
	other.await("a wrong secret code opens nothing", `document.querySelector("#joining-fault").innerText !== "" && document.querySelector(".you") === null`)
	join(given[2])
	other.await("the case goes on here", `[...document.querySelectorAll(".desk .words")].at(-1).innerText.includes("continue ici") && document.querySelector("#joining").hidden`)
	other.picture("joined")
	other.accessible()
	other.chooses("Oui")
	p.asks()
	p.await("what is said in one is read in the other", `[...document.querySelectorAll(".you .words")].at(-1).innerText === "Oui"`)
	p.picture("joined-first")
}

// A case begun in one browser goes on in another, by a link that is opened there and
// works once; with script the conversation goes on by itself, without on the page of forms.
func TestChatGoesOnByALink(t *testing.T) {
	address := demo(t)
	p := begun(t, address+"/chat/frame?lang=fr", 390, 844)
	p.writes(ransom)
	p.writes("LIEN")
	p.await("the link", `document.querySelector(".desk .open") !== null`)
	link := ask[string](p, `[...document.querySelectorAll(".desk .open")].at(-1).href`)
	other := window(t, 390, 844)
	other.do(chromedp.Navigate(link))
	other.picture("link-join")
	other.accessible()
	other.fits()
	if heard := strings.Join(other.heard(), "\n"); !strings.Contains(heard, "button: Go on here") {
		t.Errorf("the page of the link:\n%s", heard)
	}
	other.do(chromedp.Click(chromedp.CSS("form button")))
	other.until("the case goes on here", func() bool { // a page gone is an error, and not yet the next one
		there, err := chromedp.Run(other.ctx, chromedp.Evaluate[bool](`[...document.querySelectorAll(".desk .words")].at(-1)?.innerText.includes("continue ici") === true`))
		return err == nil && there
	})
	if at := ask[string](other, `location.href + " " + history.length`); strings.Contains(at, link[strings.LastIndex(link, "/")+1:]) {
		t.Errorf("the link stands in the address: %s", at)
	}
	other.picture("link-joined")
	other.chooses("Oui")
	p.asks()
	p.await("what is said in one is read in the other", `[...document.querySelectorAll(".you .words")].at(-1).innerText === "Oui"`)
	late := window(t, 390, 844)
	late.do(chromedp.Navigate(link))
	if said := ask[string](late, `document.body.innerText`); !strings.Contains(said, "does not work, or no longer") || strings.Contains(said, "Go on here") {
		t.Errorf("the link again:\n%s", said)
	}
}

// Without scripts the same desk answers, on a page of forms: the same words, and the
// same case.
func TestChatWithoutScript(t *testing.T) {
	address := demo(t)
	golden := read(t, "../conversations/moments/clicks_in_the_web_chat.txt")
	p := window(t, 320, 568)
	scripts := func(off bool) {
		_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		p.must(err)
	}
	looked := func() { // by scripts of our own
		scripts(false)
		p.accessible()
		p.fits()
		scripts(true)
	}
	scripts(true)
	p.do(chromedp.Navigate(address + "/chat?lang=fr"))
	p.picture("plain-1")
	if heard := strings.Join(p.heard(), "\n"); !strings.Contains(heard, "112") || !strings.Contains(heard, "textbox: Votre message") {
		t.Errorf("the page begins with\n%s", heard)
	}
	sent := 0
	for _, m := range golden.messages {
		switch m.from {
		case "reporter":
			p.do(chromedp.SendKeys(chromedp.CSS("#text"), m.text), chromedp.Click(chromedp.CSS(".composer button")))
			sent++
		case "click":
			label := map[string]string{"something_else": "Autre", "unknown": "Je ne sais pas", "yes": "Oui", "company": "Entreprise"}[m.text]
			p.clickText(".choices button", label)
			sent++
		default:
			p.until("the answer", func() bool { // a page gone is an error, and not yet the next one
				there, err := chromedp.Run(p.ctx, chromedp.Evaluate[int](`document.querySelectorAll(".you").length`))
				return err == nil && there == sent
			})
			if shown := p.lines(); m.text != shown && sent < 4 { // later ones hold what is drawn by chance
				t.Errorf("the page says\n%s\nwant\n%s", shown, m.text)
			}
			if buttons := ask[[]string](p, `[...document.querySelectorAll(".choices button")].map((b) => b.innerText)`); !slices.Equal(buttons, append([]string{}, m.offered...)) && len(m.offered) > 0 {
				t.Errorf("offered are %q, want %q", buttons, m.offered)
			}
			if sent == 2 {
				p.picture("plain-2")
				looked()
			}
		}
		if location, err := chromedp.Run(p.ctx, chromedp.Location()); err != nil || strings.Contains(location, "token") {
			t.Errorf("the page stands at %s, %v", location, err)
		}
	}
	p.picture("plain-3")
	looked()
	p.quiet()
}

// Since when money is gone stands above the conversation, with what to read aloud: it is
// no alarm, is not read out each minute, and comes back after a reload.
func TestMoneyMinute(t *testing.T) {
	address := demo(t)
	for _, size := range [][2]int64{{1280, 800}, {320, 568}} {
		p := begun(t, address+"/chat/frame?lang=fr", size[0], size[1])
		if ask[bool](p, `!document.querySelector("#money").hidden`) {
			t.Error("something is counted before anything was said")
		}
		p.writes("on a viré 48300 euros sur un faux rib à 1h20")
		counted := regexp.MustCompile(`^Argent parti depuis 4[67][\s\x{a0}]min`)
		shown := func(when string) {
			p.await("the minutes "+when, `!document.querySelector("#money").hidden`)
			if text := p.text("#money"); !counted.MatchString(text) {
				t.Errorf("%s: %q", when, text)
			}
		}
		shown("at first")
		if live := ask[bool](p, `document.querySelector("#gone").closest("[aria-live], [role=status], [role=log], [role=alert]") !== null`); live {
			t.Error("each minute is read out")
		}
		p.picture(fmt.Sprintf("money-%d-1", size[0]))
		p.accessible()
		p.click("#money summary")
		if script := p.text("#script"); !strings.Contains(script, "48 300 euros") || !strings.Contains(script, "rappel de fonds") {
			t.Errorf("to be read aloud: %q", script)
		}
		p.picture(fmt.Sprintf("money-%d-2", size[0]))
		p.accessible()
		p.fits()
		p.do(chromedp.Reload())
		p.await("the conversation is back", `document.querySelector(".you") !== null`)
		shown("after a reload")
		p.chooses("Entreprise")
		shown("before the call")
		p.chooses("Oui")
		p.await("the bank was called", `document.querySelector("#money").hidden`)
		p.quiet()
	}
}

// Shift three times leaves, from the field too; a capital letter, another key between or a
// pause does not.
func TestLeavingByAKey(t *testing.T) {
	address := demo(t)
	p := begun(t, address+"/chat/frame?lang=fr", 1280, 800)
	shift := func() { p.do(chromedp.KeyEvent(kb.Shift)) }
	p.do(chromedp.Focus(chromedp.CSS("#message")))
	if heard := strings.Join(p.heard(), "\n"); !strings.Contains(heard, "touche Maj, trois fois") {
		t.Errorf("nobody is told of the key:\n%s", heard)
	}
	p.picture("leave-key-1")
	shift()
	shift()
	p.await("once more", `document.querySelector("#state").innerText.includes("Encore une fois")`)
	p.picture("leave-key-2")
	p.accessible()
	p.do(chromedp.KeyEvent("A"))
	p.await("thought better of", `document.querySelector("#state").innerText === "" && document.querySelector("#message").value === "A"`)
	if ask[bool](p, `document.querySelector("#message").hasAttribute("aria-describedby")`) {
		t.Error("the key is told more than once")
	}
	shift()
	shift()
	p.do(chromedp.KeyEvent(kb.ArrowLeft))
	shift()
	if ask[int](p, `document.querySelectorAll(".desk").length`) == 0 {
		t.Error("another key between is not seen")
	}
	p.do(chromedp.KeyEvent(kb.ArrowLeft))
	shift()
	shift()
	shift()
	p.until("the page is left", func() bool {
		now, err := chromedp.Run(p.ctx, chromedp.NavigationEntries())
		return err == nil && !strings.HasPrefix(now.Entries[now.CurrentIndex].URL, address)
	})
}
