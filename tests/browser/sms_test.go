package browser

import (
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"relais/infra/env"
)

// The button to go on by SMS sends one word and gets the code, the secret code and the number
// to text; both, texted there from the phone, let the case go on by SMS, signed and answered
// as the carrier does it, and what is said there stands in the chat.
func TestChatGoesOnBySMS(t *testing.T) {
	for lang, words := range map[string]struct {
		first, sms, yes, joined string
		given                   *regexp.Regexp
	}{
		"fr": {ransom, "SMS", "oui", "Votre dossier", regexp.MustCompile(`Dossier (\S+), code secret (\d{4})\..*envoyez (\S+ \d{4}) au ([\d ]+\d) depuis votre téléphone`)},
		"en": {"our files are locked and a note asks for bitcoin", "SMS", "yes", "Your case", regexp.MustCompile(`File (\S+), secret code (\d{4})\..*send (\S+ \d{4}) to ([\d ]+\d) from your phone`)},
	} {
		t.Run(lang, func(t *testing.T) {
			address := demo(t)
			p := begun(t, address+"/chat/frame?lang="+lang, 390, 844)
			p.writes(words.first)
			var mu sync.Mutex
			var posted []string
			_, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{})
			p.must(err)
			p.must(chromedp.Listen(p.ctx, func(event any) {
				if e, ok := event.(*network.EventRequestWillBeSent); ok && e.Request.Method == "POST" {
					mu.Lock()
					defer mu.Unlock()
					posted = append(posted, e.Request.URL)
					for _, entry := range e.Request.PostDataEntries {
						posted = append(posted, string(entry.Bytes))
					}
				}
			}))
			p.click("summary")
			answer := p.replied(func() { p.click("#sms") })
			given := words.given.FindStringSubmatch(answer)
			if given == nil || given[3] != given[1]+" "+given[2] {
				t.Fatalf("the button was answered with %q", answer)
			}
			if said := ask[string](p, `[...document.querySelectorAll(".you .words")].at(-1).innerText`); said != words.sms {
				t.Errorf("the chat shows %q for the button, want %q", said, words.sms)
			}
			if open := ask[bool](p, `document.querySelector("#more").open || document.activeElement.id !== "message"`); open {
				t.Error("the menu is open, or the focus is not in the field")
			}
			p.accessible()
			p.picture("sms-" + lang)
			mu.Lock()
			sent := strings.Join(posted, "\n")
			mu.Unlock()
			if !strings.Contains(sent, address+"/chat/messages") || !strings.Contains(sent, `"text":"`+words.sms+`"`) || strings.Contains(sent, given[2]) {
				t.Errorf("what left is %s", sent)
			}

			phone := open(t, address, 1280, 800)
			if number := "+33" + strings.ReplaceAll(given[4], " ", "")[1:]; number != env.DemoNumber {
				t.Errorf("the chat says to text %s, the demo's number is %s", number, env.DemoNumber)
			}
			if wrong := phone.write(given[1] + " " + map[bool]string{true: "1111", false: "0000"}[given[2] == "0000"]); strings.Contains(wrong, given[1]) {
				t.Errorf("a wrong secret code is answered with %q", wrong)
			}
			if joined := phone.write(given[3]); !strings.HasPrefix(joined, words.joined+" "+given[1]) {
				t.Errorf("the code is answered with %q", joined)
			}
			p.asks()
			before := ask[int](p, `document.querySelectorAll(".you").length`)
			next := phone.write(words.yes)
			p.asks()
			p.await("what was texted stands in the chat", `[...document.querySelectorAll(".you .words")].at(-1).innerText === "`+words.yes+`"`)
			if after := ask[int](p, `document.querySelectorAll(".you").length`); after != before+1 {
				t.Errorf("%d messages of the reporter stand in the chat, want one more than %d", after, before)
			}
			if last := p.lines(); !strings.Contains(next, strings.Split(last, "\n")[0]) {
				t.Errorf("the phone reads %q, the chat %q", next, last)
			}
			p.quiet()
			phone.quiet()
		})
	}
}
