package handler_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"relais/functions/chat/handler"
)

// fields reads what the first form of a page would bring back.
var hidden = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)">`)

func fields(page string) url.Values {
	brought := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page, 4) {
		brought.Set(m[1], m[2])
	}
	return brought
}

// submit sends a form with what the page brought and more.
func (b *bench) submit(page said, more ...string) said {
	b.t.Helper()
	f := fields(page.body)
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return b.ask("POST", handler.Path, f.Encode(), header{"content-type": "application/x-www-form-urlencoded", "origin": "null"})
}

func TestThePageWithoutScript(t *testing.T) {
	b := open(t)
	page := b.ask("GET", handler.Path, "", header{"accept-language": "fr"})
	if page.status != 200 || !strings.Contains(page.body, "17cyber.gouv.fr") || strings.Index(page.body, "17cyber.gouv.fr") > strings.Index(page.body, "<textarea") {
		t.Fatalf("%d, no first aid before the form:\n%s", page.status, page.body)
	}
	if !strings.Contains(page.body, "<title>Page d&#39;aide</title>") || strings.Contains(page.body, "<script") || page.headers["cache-control"] != "no-store" ||
		!strings.Contains(page.headers["content-security-policy"], "default-src 'none'") {
		t.Errorf("%v\n%s", page.headers, page.body)
	}
	first := b.submit(page, "text", "tous les pc ont un message de rancon <script>alert(1)</script>")
	if first.status != 200 || !strings.Contains(first.body, "&lt;script&gt;") || strings.Contains(first.body, "<script") || !strings.Contains(first.body, `name="choice" value="1"`) {
		t.Fatalf("%d\n%s", first.status, first.body)
	}
	token := fields(first.body).Get("token")
	if token == "" || strings.Contains(b.logs.String(), token) {
		t.Fatal("no token in the form, or one in the log")
	}
	b.now = b.now.Add(time.Minute)
	second := b.submit(first, "choice", "1")
	if next := fields(second.body).Get("token"); second.status != 200 || next == "" || next == token {
		t.Fatalf("%d, token %q after %q", second.status, next, token)
	}
	if twice := b.submit(first, "choice", "1"); twice.status != 200 || strings.Count(twice.body, `class="message you"`) != 2 {
		t.Errorf("pressed twice: %d, %d messages", twice.status, strings.Count(twice.body, `class="message you"`))
	}
	b.now = b.now.Add(time.Minute)
	third := b.submit(second, "text", "aide")
	if third.status != 200 || strings.Count(third.body, `class="message you"`) != 3 {
		t.Fatalf("%d\n%s", third.status, third.body)
	}
	// Gone back to a page that lay open: it says so, and the newest one goes on.
	if old := b.submit(first, "text", "encore"); old.status != 401 || !strings.Contains(old.body, "encore") || !strings.Contains(old.body, "La conversation est fermée") {
		t.Errorf("an old page: %d", old.status)
	}
	if look := b.submit(third, "do", "look"); look.status != 200 || strings.Count(look.body, `class="message you"`) != 3 {
		t.Errorf("looking: %d", look.status)
	} else if gone := b.submit(look, "do", "leave"); gone.status != 200 || !strings.Contains(gone.body, `http-equiv="refresh"`) || strings.Contains(gone.body, "rancon") {
		t.Errorf("leaving: %d\n%s", gone.status, gone.body)
	} else if after := b.submit(look, "text", "encore"); after.status != 401 {
		t.Errorf("after leaving: %d", after.status)
	}
}

func TestFormsThatAreRefused(t *testing.T) {
	b := open(t)
	good := "token=&id=AAAAAAAAAAAA&after=0&lang=fr&text=au+secours"
	kind := header{"content-type": "application/x-www-form-urlencoded"}
	tests := []struct {
		name, body string
		headers    header
		status     int
	}{
		{"as the page sends it", good, kind, 200},
		{"T49 another site", good, header{"content-type": kind["content-type"], "origin": "https://evil.example"}, 403},
		{"T47 a field more", good + "&role=analyst", kind, 400},
		{"a field twice", good + "&text=b", kind, 400},
		{"T48 after", "token=&id=AAAAAAAAAAAA&after=-1&lang=fr&text=a", kind, 400},
		{"no id", "token=&text=a", kind, 400},
		{"T64 parts", good, header{"content-type": "multipart/form-data; boundary=a"}, 415},
		{"too much", good + strings.Repeat("a", 33<<10), kind, 413},
		{"a token of nobody", "token=AAAA&id=AAAAAAAAAAAA&after=0&lang=fr&text=a", kind, 401},
		{"leaving without a session", "token=&id=AAAAAAAAAAAA&after=0&lang=fr&do=leave", kind, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := b.ask("POST", handler.Path, tt.body, tt.headers); got.status != tt.status {
				t.Errorf("%d, want %d", got.status, tt.status)
			}
		})
	}
}

// TestJoiningByBrowser: the same case by the API and by the page.
func TestJoiningByBrowser(t *testing.T) {
	b := open(t)
	begun := b.session()
	b.write(begun.Token, "11111111-aaaa", "tous les pc ont un message de rancon")
	b.now = b.now.Add(time.Minute)
	told := b.write(begun.Token, "22222222-bbbb", "CODE")
	pair := regexp.MustCompile(`Dossier ([A-Z0-9]{3}-[A-Z0-9]{3}), code secret ([0-9]{4})`).FindStringSubmatch(told.texts())
	if pair == nil {
		t.Fatalf("no code in %s", told.texts())
	}
	code, pin := pair[1], pair[2]
	other := b.session()
	join := func(code, pin string) said {
		return b.ask("POST", handler.PathJoin, `{"code":"`+code+`","pin":"`+pin+`"}`, bearer(other.Token))
	}
	wrong := "0000"
	if pin == wrong {
		wrong = "1111"
	}
	known, unknown := join(code, wrong), join("AAA-BBB", pin)
	if known.status != 404 || unknown.status != 404 || known.body != unknown.body {
		t.Errorf("a wrong PIN: %d %s; a code of nobody: %d %s", known.status, known.body, unknown.status, unknown.body)
	}
	joined := join(code, pin)
	if joined.status != 200 || !strings.Contains(joined.texts(), "continue ici") || strings.Contains(joined.texts(), "rancon") {
		t.Fatalf("%d %s", joined.status, joined.body)
	}
	b.now = b.now.Add(time.Minute)
	if reply := b.write(other.Token, "33333333-cccc", "aide"); reply.status != 200 || len(reply.Messages) != 2 {
		t.Errorf("%d %s", reply.status, reply.body)
	}
	page := b.submit(b.ask("GET", handler.Path, ""), "do", "join", "code", code, "pin", pin)
	if page.status != 200 || !strings.Contains(page.body, "continue ici") {
		t.Errorf("%d\n%s", page.status, page.body)
	}
	if no := b.submit(b.ask("GET", handler.Path, ""), "do", "join", "code", code, "pin", wrong); no.status != 200 || !strings.Contains(no.body, "ne vont pas ensemble") {
		t.Errorf("%d\n%s", no.status, no.body)
	}
}

// TestGoingOnByALink: a one-time link lets a session go on, by the API and by the page
// without script; used or forged it says so.
func TestGoingOnByALink(t *testing.T) {
	b := open(t)
	b.Player.Desk.Links = origin
	begun := b.session()
	b.write(begun.Token, "11111111-aaaa", "tous les pc ont un message de rancon")
	given := func(id string) string {
		t.Helper()
		b.now = b.now.Add(5 * time.Minute)
		b.write(begun.Token, id, "LIEN")
		b.now = b.now.Add(time.Minute)
		if _, err := b.Player.Desk.Tick(t.Context(), b.now); err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(`/l/([A-Za-z0-9_-]{22})`).FindAllStringSubmatch(b.read(begun.Token, "0").texts(), -1)
		if found == nil {
			t.Fatal("no link")
		}
		return found[len(found)-1][1]
	}
	link := given("22222222-bbbb")
	follow := func(token, link string) said {
		return b.ask("POST", handler.PathJoin, `{"link":"`+link+`"}`, bearer(token))
	}
	other, third := b.session(), b.session()
	for range 2 {
		if joined := follow(other.Token, link); joined.status != 200 || !strings.Contains(joined.texts(), "continue ici") {
			t.Fatalf("%d %s", joined.status, joined.body)
		}
	}
	used, forged := follow(third.Token, link), follow(third.Token, strings.Repeat("A", 22))
	if used.status != 404 || used.body != forged.body {
		t.Errorf("used: %d %s; forged: %d %s", used.status, used.body, forged.status, forged.body)
	}
	if self := follow(begun.Token, given("33333333-cccc")); self.status != 200 {
		t.Errorf("where it was asked for: %d", self.status)
	}
	link = given("44444444-dddd")
	form := func(link string) said {
		return b.ask("POST", handler.Path, "do=follow&id=AAAAAAAAAAAA&lang=fr&link="+link, header{"content-type": "application/x-www-form-urlencoded", "origin": "null"})
	}
	if page := form(link); page.status != 200 || !strings.Contains(page.body, "continue ici") || fields(page.body).Get("token") == "" {
		t.Errorf("%d\n%s", page.status, page.body)
	}
	if page := form(link); page.status != 200 || !strings.Contains(page.body, "Ce lien ne marche pas, ou plus") || strings.Contains(page.body, "continue ici") {
		t.Errorf("used: %d\n%s", page.status, page.body)
	}
}
