package browser

import (
	"os"
	"strings"
	"testing"
)

// A short night on AWS, played by the real bootstraps: the same page, three turns and
// one card. The clock is the machine's, and the page says so.
func TestOnAWS(t *testing.T) {
	// The program builds the functions: it needs the cache of Go, which is in the home.
	address := launched(t, "../..", os.Getenv("HOME"), "-aws")
	p := open(t, address, 1280, 800)
	if fixed := p.text("#clock-fixed"); !strings.Contains(fixed, "réelle") {
		t.Errorf("of the clock the page says %q", fixed)
	}
	if offered := ask[int](p, `[...document.querySelectorAll(".steps button")].filter((b) => b.offsetParent !== null).length`); offered != 0 {
		t.Errorf("%d buttons move a clock that cannot be moved", offered)
	}
	if first := p.write("rançon sur tous les ecrans et ca continue sur les autres"); !strings.Contains(first, "112") {
		t.Errorf("the first answer names no emergency number: %q", first)
	}
	p.tap(1)
	p.tap(2)
	p.await("a card", `document.querySelector("#messages .post h3") !== null`)
	p.await("the card is brought up to date", `document.querySelector("#messages .changes") !== null`)
	if cards := ask[int](p, `document.querySelectorAll("#messages .post").length`); cards != 1 {
		t.Errorf("%d cards for one case, want 1", cards)
	}
	p.still()
	p.picture("aws-1280")
	p.accessible()
	p.quiet()

	chat := begun(t, address+"/chat/frame?lang=fr", 390, 844)
	if first := chat.writes(ransom); !strings.Contains(first, "112") {
		t.Errorf("the first answer in the chat names no emergency number: %q", first)
	}
	chat.chooses("Oui")
	chat.quiet()
}
