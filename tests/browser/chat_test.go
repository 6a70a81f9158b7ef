package browser

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
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
	for lang, name := range clicked {
		t.Run(lang, func(t *testing.T) {
			golden := read(t, name)
			p := begun(t, address+"/chat/frame?lang="+lang, 390, 844)
			p.plays(golden.messages[:8], func() {})
			before := p.text("#log")
			p.do(chromedp.Reload())
			p.await("the conversation is back", `document.querySelector(".you") !== null && document.querySelector("#state").innerText === ""`)
			if after := strings.ReplaceAll(p.text("#log"), "\nEnvoyé", ""); after != strings.ReplaceAll(strings.ReplaceAll(before, "\nEnvoyé", ""), "\nSent", "") {
				t.Errorf("after a reload stands\n%s\nbefore\n%s", after, before)
			}
			p.picture("chat-" + lang)
			p.accessibleNarrow()
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
	other.accessibleNarrow()
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

// plays types and clicks in the widget what a conversation file says, and holds what is
// shown to it. between is done before each message.
func (p *tab) plays(messages []exchange, between func()) {
	p.Helper()
	for _, m := range messages {
		switch m.from {
		case "reporter":
			between()
			p.writes(m.text)
		case "click":
			between()
			p.chooses(m.label)
		default:
			if shown := p.lines(); same(shown) != same(m.text) {
				p.Errorf("the desk says\n%s\nwant\n%s", shown, m.text)
			}
			if buttons := ask[[]string](p, `[...document.querySelectorAll("#choices button")].map((b) => b.innerText)`); len(m.offered) > 0 && !slices.Equal(buttons, m.offered) {
				p.Errorf("offered are %q, want %q", buttons, m.offered)
			}
		}
	}
}

// knows fails unless the desk knows what the conversation file says, and nothing else.
func (h *house) knows(g golden) {
	h.t.Helper()
	if diff := cmp.Diff(g.known, h.known()); diff != "" {
		h.t.Errorf("the case (-file +here):\n%s", diff)
	}
}

// A conversation in the widget makes the case that its file says: each fact, the severity.
func TestWidgetMakesTheCase(t *testing.T) {
	for lang, name := range clicked {
		t.Run(lang, func(t *testing.T) {
			golden := read(t, name)
			h := opens(t, golden.started)
			p := begun(t, h.URL+"/chat/frame?lang="+lang, 390, 844)
			p.plays(golden.messages, func() { h.passes(every) })
			h.knows(golden)
			p.quiet()
		})
	}
}

// every is how much time lies between two messages of a conversation file.
const every = 30 * time.Second

// Without scripts the same desk answers, on a page of forms: the same words, and the
// same case.
func TestChatWithoutScript(t *testing.T) {
	for lang, name := range clicked {
		t.Run(lang, func(t *testing.T) {
			golden := read(t, name)
			h := opens(t, golden.started)
			p := window(t, 320, 568)
			scripts := func(off bool) {
				_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
				p.must(err)
			}
			looked := func(name string) { // by scripts of our own
				p.picture("plain-" + lang + "-" + name)
				scripts(false)
				p.accessible()
				p.fits()
				scripts(true)
			}
			say := func(id string) string {
				text, err := h.Desk.Texts.Text(lang, id, nil)
				p.must(err)
				return text
			}
			scripts(true)
			p.do(chromedp.Navigate(h.URL + "/chat?lang=" + lang))
			if heard := strings.Join(p.heard(), "\n"); !strings.Contains(heard, "112") || !strings.Contains(heard, "textbox: "+say("widget.message")) {
				t.Errorf("the page begins with\n%s", heard)
			}
			looked("begins")
			sent := 0
			for _, m := range golden.messages {
				switch m.from {
				case "reporter":
					h.passes(every)
					p.posts(m.text)
					sent++
				case "click":
					h.passes(every)
					p.clickText(".choices button", m.label)
					sent++
				default:
					p.becomes("the answer", fmt.Sprintf(`document.querySelectorAll(".you").length === %d`, sent))
					if shown := p.lines(); same(m.text) != same(shown) {
						t.Errorf("the page says\n%s\nwant\n%s", shown, m.text)
					}
					if buttons := ask[[]string](p, `[...document.querySelectorAll(".choices button")].map((b) => b.innerText)`); !slices.Equal(buttons, append([]string{}, m.offered...)) {
						t.Errorf("offered are %q, want %q", buttons, m.offered)
					}
					if location, err := chromedp.Run(p.ctx, chromedp.Location()); err != nil || strings.Contains(location, "token") {
						t.Errorf("the page stands at %s, %v", location, err)
					}
					if sent == 2 {
						looked("chooses")
					}
				}
			}
			looked("ends")
			h.knows(golden)

			// What else the page can show.
			p.do(chromedp.Click(chromedp.CSS(".join summary")))
			looked("join")
			p.do(chromedp.SendKeys(chromedp.CSS("#code"), "K7M-2QX"), chromedp.SendKeys(chromedp.CSS("#pin"), "1234"), chromedp.Click(chromedp.CSS(".joining button")))
			p.becomes("it says that they do not fit", `document.querySelector(".notice") !== null`)
			if said := p.text(".notice"); said != say("widget.join_no") {
				t.Errorf("a wrong code is answered with %q", said)
			}
			looked("join-fault")
			p.quiet()
			h.passes(48 * time.Hour)
			p.posts("x")
			p.becomes("it says that the session ended", fmt.Sprintf(`document.querySelector(".notice")?.innerText === %q && document.querySelector("#text").value === "x"`, say("widget.ended")))
			looked("ended")
			p.do(chromedp.Navigate(h.URL + "/chat?lang=" + lang))
			p.posts(map[string]string{"fr": "on a viré 48300 euros sur un faux rib à 9h", "en": "we wired 48300 euros to a false account at 9:00"}[lang])
			p.becomes("the minutes", `document.querySelector(".money") !== null`)
			p.do(chromedp.Click(chromedp.CSS(".money summary")))
			looked("money")

			// The case goes on in another session by a link, which serves once.
			p.language(lang)
			p.posts(map[string]string{"fr": "LIEN", "en": "LINK"}[lang])
			p.becomes("the word is sent", `document.querySelectorAll(".you").length === 2`)
			h.falls()
			p.do(chromedp.Click(chromedp.CSS("[value=look]")))
			p.becomes("the link", `document.querySelector(".desk .open") !== null`)
			looked("link")
			link := ask[string](p, `document.querySelector(".desk .open").href`)
			p.do(chromedp.Navigate(link), chromedp.Click(chromedp.CSS("form button")))
			p.becomes("the case goes on here", `document.querySelector(".composer") !== null && document.querySelector(".desk") !== null`)
			if said := p.text(".log"); !strings.Contains(said, map[string]string{"fr": "continue ici", "en": "goes on here"}[lang]) {
				t.Errorf("the link leads to\n%s", said)
			}
			if location, err := chromedp.Run(p.ctx, chromedp.Location()); err != nil || location != h.URL+"/chat" {
				t.Errorf("the page stands at %s, %v", location, err)
			}
			looked("joined")
			p.do(chromedp.Navigate(link))
			if said := p.text("main"); !strings.Contains(said, say("link.gone")) {
				t.Errorf("the link again: %s", said)
			}
			looked("joined-again")
		})
	}
}

// A chat on a phone that is watched is told nothing that opens the case, until another
// device is named; nor does it show that once the phone writes again.
func TestChatOnAWatchedPhone(t *testing.T) {
	golden := read(t, "../conversations/moments/chat_watched_moves.txt")
	secret := regexp.MustCompile(`code secret \d{4}`)
	t.Run("widget", func(t *testing.T) {
		h := opens(t, golden.started)
		p := begun(t, h.URL+"/chat/frame?lang=fr", 320, 568)
		const back = "je suis revenue sur mon téléphone"
		at := slices.IndexFunc(golden.messages, func(m exchange) bool { return m.text == back })
		p.plays(golden.messages[:at], func() { h.passes(every) })
		if shown := p.text("#log"); !secret.MatchString(shown) {
			t.Errorf("on the other device stands no code\n%s", shown)
		}
		h.passes(every)
		p.do(chromedp.SendKeys(chromedp.CSS("#message"), back+kb.Enter))
		p.await("the answer, and nothing of what was said apart", fmt.Sprintf(`(() => {
			const said = [...document.querySelectorAll("#log .words")].map((words) => words.innerText);
			return said.at(-2) === %q && !said.some((text) => text.includes("code secret") || text.includes("ma soeur"));
		})()`, back))
		p.plays(golden.messages[at+1:], func() { h.passes(every) })
		h.knows(golden)
		p.picture("watched-widget")
		p.do(chromedp.Reload())
		p.await("the conversation is back", `document.querySelector(".you") !== null && document.querySelector("#state").innerText === ""`)
		if shown := p.text("#log"); secret.MatchString(shown) {
			t.Errorf("on the phone that is watched stands\n%s", shown)
		}
		p.picture("watched-widget-again")
		p.accessibleNarrow()
		p.quiet()
	})
	t.Run("without script", func(t *testing.T) {
		h := opens(t, golden.started)
		p := window(t, 320, 568)
		_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		p.must(err)
		p.do(chromedp.Navigate(h.URL + "/chat?lang=fr"))
		for _, m := range golden.messages {
			if m.from == "reporter" {
				h.passes(every)
				p.posts(m.text)
				p.becomes("the answer", fmt.Sprintf(`[...document.querySelectorAll(".you .words")].at(-1)?.innerText === %q`, m.text))
			} else if shown := p.lines(); same(shown) != same(m.text) {
				t.Errorf("the page says\n%s\nwant\n%s", shown, m.text)
			}
		}
		h.knows(golden)
		if shown := p.text(".log"); secret.MatchString(shown) {
			t.Errorf("on the phone that is watched stands\n%s", shown)
		}
		p.picture("watched-plain")
		p.quiet()
	})
}

// The program answers the page of forms as the handler does.
func TestChatWithoutScriptOnTheDemo(t *testing.T) {
	golden := read(t, clicked["fr"])
	p := window(t, 320, 568)
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.must(err)
	p.do(chromedp.Navigate(demo(t) + "/chat?lang=fr"))
	p.posts(golden.messages[0].text)
	p.becomes("the answer", `document.querySelectorAll(".you").length === 1`)
	p.clickText(".choices button", golden.messages[2].label)
	p.becomes("the next answer", `document.querySelectorAll(".you").length === 2`)
	if shown := p.lines(); shown != golden.messages[3].text {
		t.Errorf("the page says\n%s\nwant\n%s", shown, golden.messages[3].text)
	}
	p.quiet()
}

// posts writes into the page of forms and sends. A page that has just come goes to its last message and takes the keyboard with it,
// now and then in the middle of a word: whoever writes sees that and writes it anew.
func (p *tab) posts(text string) {
	p.Helper()
	p.until("the words stand in the box", func() bool {
		p.do(chromedp.SendKeys(chromedp.CSS("#text"), text))
		return ask[bool](p, fmt.Sprintf(`(() => {
			const box = document.querySelector("#text"), whole = box.value === %q;
			if (!whole) box.value = "";
			return whole;
		})()`, text))
	})
	p.do(chromedp.Click(chromedp.CSS(".composer button")))
}

// becomes waits for something of a page that is to come: until it is there, asking is an error.
func (p *tab) becomes(what, expression string) {
	p.Helper()
	p.until(what, func() bool {
		there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression))
		return err == nil && there
	})
}

// Since when money is gone stands above the conversation, with what to read aloud: it is
// no alarm, is not read out each minute, and comes back after a reload.
func TestMoneyMinute(t *testing.T) {
	address := demo(t)
	for _, size := range [][2]int64{{1280, 800}, {1280, 720}, {640, 400}, {375, 667}, {320, 568}} {
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
		p.await("the choices", `document.querySelectorAll("#choices button").length > 1`)
		p.picture(fmt.Sprintf("money-%dx%d-1", size[0], size[1]))
		p.accessible()
		p.readable(size)
		p.click("#money summary")
		if script := p.text("#script"); !strings.Contains(script, "48 300 euros") || !strings.Contains(script, "rappel de fonds") {
			t.Errorf("to be read aloud: %q", script)
		}
		p.picture(fmt.Sprintf("money-%dx%d-2", size[0], size[1]))
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

// readable checks a message and its choices in a window of any size: it begins in view, one
// can always write, and the question stands before the eyes of whoever goes to its answers.
func (p *tab) readable(size [2]int64) {
	p.Helper()
	const seen = `((e) => { const r = e.getBoundingClientRect(), above = document.querySelector("header").getBoundingClientRect().bottom,
		below = document.querySelector("#composer").getBoundingClientRect().top; return r.top >= above - 1 && r.bottom <= below + 1 })`
	if !ask[bool](p, seen+`(document.querySelector(".desk:last-of-type .words p"))`) {
		p.Errorf("%dx%d: the message does not begin in view", size[0], size[1])
	}
	if !ask[bool](p, `document.querySelector("#composer").getBoundingClientRect().bottom <= innerHeight`) {
		p.Errorf("%dx%d: where one writes is cut", size[0], size[1])
	}
	p.picture(fmt.Sprintf("readable-%dx%d", size[0], size[1]))
	if !ask[bool](p, `(document.querySelector("#choices button").focus(), `+seen+`(document.querySelector(".question")) && `+seen+`(document.activeElement))`) {
		p.Errorf("%dx%d: the question is out of sight of its answers", size[0], size[1])
	}
	p.picture(fmt.Sprintf("readable-%dx%d-choices", size[0], size[1]))
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
	p.accessibleNarrow()
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
