package handler_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/functions/chat/handler"
	"relais/functions/chat/widget"
)

var night = time.Date(2026, 3, 2, 21, 40, 0, 0, time.UTC)

const origin = "https://relais.example"

// bench is a handler with a desk in memory behind it.
type bench struct {
	*handler.Handler
	*play.Player
	t    *testing.T
	now  time.Time
	logs bytes.Buffer
}

func open(t *testing.T) *bench {
	t.Helper()
	player, err := play.New(play.Options{Now: night, Channel: intake.ChannelWeb, Desks: []string{"76"}})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{Player: player, t: t, now: night}
	b.Handler = &handler.Handler{
		Desk: player.Desk, Clock: func() time.Time { return b.now }, Log: slog.New(slog.NewJSONHandler(&b.logs, nil)), Origins: []string{origin},
		Sites: map[string]widget.Site{"": {}, "cci31": {ID: "cci31", Frames: []string{"https://www.cci.example"}}}, Widget: widget.New(player.Desk.Texts),
	}
	player.Desk.Territory.Numbers[intake.Site("")] = "76"
	return b
}

// said is what the API answers.
type said struct {
	Token    string `json:"token"`
	Rotate   int    `json:"rotate"`
	Error    string `json:"error"`
	After    string `json:"after"`
	Poll     int    `json:"poll"`
	Lang     string `json:"lang"`
	Messages []struct {
		N       string    `json:"n"`
		From    string    `json:"from"`
		ID      string    `json:"id"`
		At      time.Time `json:"at"`
		Text    string    `json:"text"`
		Choices []struct{ Key, Label string }
	} `json:"messages"`
	Money *struct {
		Seconds int
		Script  string
	} `json:"money"`
	status  int
	headers map[string]string
	body    string
}

func (s said) texts() string {
	var all []string
	for _, m := range s.Messages {
		all = append(all, m.From+": "+m.Text)
	}
	return strings.Join(all, "\n")
}

type header map[string]string

// ask asks the handler as API Gateway does.
func (b *bench) ask(method, path, body string, headers ...header) said {
	b.t.Helper()
	r := events.APIGatewayV2HTTPRequest{RawPath: path, Headers: map[string]string{}, Body: body}
	r.RawPath, r.RawQueryString, _ = strings.Cut(path, "?")
	r.RequestContext.HTTP.Method, r.RequestContext.HTTP.SourceIP = method, "192.0.2.7"
	if body != "" {
		r.Headers["content-type"] = "application/json"
	}
	for _, more := range headers {
		for name, value := range more {
			r.Headers[name] = value
		}
	}
	response, err := b.Handle(b.t.Context(), r)
	if err != nil {
		b.t.Fatal(err)
	}
	s := said{status: response.StatusCode, headers: response.Headers, body: response.Body}
	if strings.HasPrefix(response.Headers["content-type"], "application/json") {
		if err := json.Unmarshal([]byte(response.Body), &s); err != nil {
			b.t.Fatalf("%s: %v", response.Body, err)
		}
	}
	return s
}

func bearer(token string) header { return header{"authorization": "Bearer " + token} }

func (b *bench) session() said {
	b.t.Helper()
	s := b.ask("POST", handler.PathSession, `{"lang":"fr"}`)
	if s.status != 201 || s.Token == "" || s.Rotate != 900 {
		b.t.Fatalf("session: %d %s", s.status, s.body)
	}
	return s
}

func (b *bench) write(token, id, text string) said {
	b.t.Helper()
	body, _ := json.Marshal(map[string]string{"id": id, "text": text})
	return b.ask("POST", handler.PathMessages, string(body), bearer(token))
}

func (b *bench) read(token string, after string) said {
	b.t.Helper()
	return b.ask("GET", handler.PathMessages+"?after="+after, "", bearer(token))
}

func TestAConversation(t *testing.T) {
	b := open(t)
	begun := b.session()
	if len(begun.Messages) != 1 || !strings.Contains(begun.Messages[0].Text, "Débranchez") || begun.Lang != "fr" || begun.Poll != 2 {
		t.Errorf("begun: %s", begun.body)
	}
	b.now = b.now.Add(time.Second)
	first := b.write(begun.Token, "11111111-aaaa", "tous les pc ont un message de rancon")
	if first.status != 200 || len(first.Messages) != 2 || first.Messages[0].From != "you" || first.Messages[0].ID != "11111111-aaaa" ||
		first.Messages[1].From != "desk" || len(first.Messages[1].Choices) == 0 || first.Messages[1].Choices[0].Key != "1" {
		t.Fatalf("first: %s", first.body)
	}
	if text := first.Messages[1].Text; strings.Contains(text, "1 Oui") || strings.Contains(text, "Je ne sais pas") {
		t.Errorf("the choices stand in the text too: %q", text)
	}
	b.now = b.now.Add(time.Second)
	if again := b.write(begun.Token, "11111111-aaaa", "tous les pc ont un message de rancon"); again.body != first.body {
		t.Errorf("sent again:\n%s\n%s", first.body, again.body)
	}
	if first.After != "" {
		t.Errorf("a message without a place tells none, but %q", first.After)
	}
	shown := b.read(begun.Token, begun.After)
	second := b.ask("POST", handler.PathMessages, fmt.Sprintf(`{"id":"22222222-bbbb","text":"1","after":%q}`, shown.After), bearer(begun.Token))
	if second.status != 200 || len(second.Messages) != 2 || second.Messages[0].Text != "1" || second.After == shown.After {
		t.Errorf("second: %s", second.body)
	}
	all := b.read(begun.Token, "0")
	if len(all.Messages) != 5 || all.After != second.After {
		t.Errorf("all: %s", all.body)
	}
	told := map[string]bool{}
	for i, m := range all.Messages {
		if told[m.N] || i > 0 && m.At.Before(all.Messages[i-1].At) {
			t.Errorf("message %d does not come after the one before: %s", i, all.body)
		}
		told[m.N] = true
	}
	if none := b.read(begun.Token, all.After); len(none.Messages) != 0 || none.After != all.After || none.Poll != 2 {
		t.Errorf("nothing new: %s", none.body)
	}
	b.now = b.now.Add(time.Hour)
	if quiet := b.read(begun.Token, all.After); quiet.Poll != 30 {
		t.Errorf("after an hour it is worth asking each %d s", quiet.Poll)
	}
	if logs := b.logs.String(); strings.Contains(logs, "rancon") || strings.Contains(logs, begun.Token) {
		t.Errorf("the log says too much: %s", logs)
	}
}

// TestRotation: T46, and that a lost answer locks nobody out.
func TestRotation(t *testing.T) {
	b := open(t)
	old := b.session().Token
	b.write(old, "11111111-aaaa", "tous les pc ont un message de rancon")
	b.now = b.now.Add(15 * time.Minute)
	next := b.read(old, "0")
	if next.Token == "" || next.Token == old || next.Rotate != 900 {
		t.Fatalf("no new token: %s", next.body)
	}
	b.now = b.now.Add(10 * time.Minute) // the answer was lost
	if lost := b.read(old, "0"); lost.status != 200 || lost.Token != next.Token {
		t.Fatalf("after a lost answer: %d, token %q, want %q", lost.status, lost.Token, next.Token)
	}
	if used := b.read(next.Token, "0"); used.status != 200 || used.Token != "" {
		t.Fatalf("the new token: %s", used.body)
	}
	b.now = b.now.Add(time.Minute)
	if other := b.read(old, "0"); other.status != 200 || other.Token != next.Token {
		t.Errorf("another tab, within a minute: %d", other.status)
	}
	b.now = b.now.Add(time.Second)
	if stolen := b.read(old, "0"); stolen.status != 401 || stolen.Error != "session" {
		t.Errorf("the old token later: %d %s", stolen.status, stolen.body)
	}
	if own := b.read(next.Token, "0"); own.status != 401 {
		t.Errorf("the new token after the old one was used: %d", own.status)
	}
	head, err := b.Player.Desk.Log.Turns(t.Context(), b.key(), 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	content, err := b.Player.Desk.Content(head[len(head)-1])
	if err != nil || content.Act == nil || content.Act.Kind != intake.NewsRevoked {
		t.Errorf("the analysts are not told: %+v, %v", content.Act, err)
	}
}

// key is the only log there is.
func (b *bench) key() intake.Key {
	b.t.Helper()
	due, err := b.Player.Desk.Log.Due(b.t.Context(), b.now.Add(1000*time.Hour), 10)
	if err != nil || len(due) == 0 {
		b.t.Fatalf("no log is due: %v", err)
	}
	return due[0].Key
}

func TestTokensThatOpenNothing(t *testing.T) {
	b := open(t)
	token := b.session().Token
	b.ask("POST", handler.PathEnd, "", bearer(token))
	dead := b.read(token, "0")
	if dead.status != 401 {
		t.Fatalf("after the end: %d", dead.status)
	}
	long := b.session().Token
	b.now = b.now.Add(24*time.Hour + time.Second)
	for name, headers := range map[string]header{
		"T45 ended": bearer(token), "T45 of the browser's own making": bearer(strings.Repeat("A", 64)), "none": {}, "empty": bearer(""),
		"cut": bearer(token[:63]), "T44 in a cookie": {"cookie": "token=" + token}, "another scheme": {"authorization": "Basic " + token},
		"nobody came for a day": bearer(long), "T25 no base64": bearer("é\x00" + token[3:]),
	} {
		got := b.ask("GET", handler.PathMessages+"?after=0", "", headers)
		if got.status != 401 || got.body != dead.body {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	if ended := b.ask("POST", handler.PathEnd, "", bearer("nothing")); ended.status != 204 {
		t.Errorf("ending what is none: %d", ended.status)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	b := open(t)
	token := b.session().Token
	message := `{"id":"11111111-aaaa","text":"au secours"}`
	tests := []struct {
		name, method, path, body string
		headers                  header
		status                   int
	}{
		{"another path", "GET", "/chat/../", "", nil, 404},
		{"a path that is longer", "POST", "/chat/session/", `{}`, nil, 404},
		{"another method", "DELETE", handler.PathMessages, "", nil, 405},
		{"T49 an odd method", "OPTIONS", handler.PathMessages, "", nil, 405},
		{"T49 another site", "POST", handler.PathMessages, message, header{"origin": "https://evil.example"}, 403},
		{"T49 a look-alike", "POST", handler.PathMessages, message, header{"origin": origin + ".evil.example"}, 403},
		{"T49 http", "POST", handler.PathMessages, message, header{"origin": "http://relais.example"}, 403},
		{"T49 null", "POST", handler.PathMessages, message, header{"origin": "null"}, 403},
		{"T49 no origin", "POST", handler.PathMessages, message, nil, 200},
		{"our own", "POST", handler.PathMessages, message, header{"origin": origin}, 200},
		{"T47 a field more", "POST", handler.PathMessages, `{"id":"11111111-aaaa","text":"a","role":"analyst"}`, nil, 400},
		{"T47 a field more in a session", "POST", handler.PathSession, `{"lang":"fr","region":"11"}`, nil, 400},
		{"T63 a field twice", "POST", handler.PathMessages, `{"id":"11111111-aaaa","text":"a","text":"b"}`, nil, 400},
		{"T63 more after it", "POST", handler.PathMessages, message + `{}`, nil, 400},
		{"T63 depth", "POST", handler.PathMessages, strings.Repeat("[", 10000), nil, 400},
		{"a list", "POST", handler.PathMessages, `{"id":["11111111-aaaa"],"text":"a"}`, nil, 400},
		{"T64 another type", "POST", handler.PathMessages, message, header{"content-type": "text/plain"}, 415},
		{"T64 compressed", "POST", handler.PathMessages, message, header{"content-encoding": "gzip"}, 415},
		{"too much", "POST", handler.PathMessages, `{"id":"11111111-aaaa","text":"` + strings.Repeat("a", 33<<10) + `"}`, nil, 413},
		{"T25 no UTF-8", "POST", handler.PathMessages, "{\"id\":\"11111111-aaaa\",\"text\":\"\xff\"}", nil, 400},
		{"no text", "POST", handler.PathMessages, `{"id":"11111111-aaaa","text":" "}`, nil, 400},
		{"no id", "POST", handler.PathMessages, `{"text":"a"}`, nil, 400},
		{"an id with more in it", "POST", handler.PathMessages, `{"id":"1111 1111","text":"a"}`, nil, 400},
		{"T48 after below 0", "GET", handler.PathMessages + "?after=-1", "", nil, 400},
		{"T48 after with an exponent", "GET", handler.PathMessages + "?after=1e30", "", nil, 400},
		{"T48 after NaN", "GET", handler.PathMessages + "?after=NaN", "", nil, 400},
		{"T48 after a quote", "GET", handler.PathMessages + "?after=%27", "", nil, 400},
		{"T48 after too great", "GET", handler.PathMessages + "?after=9007199254740992", "", nil, 400},
		{"T48 an operator", "GET", handler.PathMessages + "?after[$gt]=1", "", nil, 400},
		{"T48 after in a message", "POST", handler.PathMessages, `{"id":"11111111-aaaa","text":"a","after":-1}`, nil, 400},
		{"another parameter", "GET", handler.PathMessages + "?token=" + token, "", nil, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := b.ask(tt.method, tt.path, tt.body, bearer(token), tt.headers)
			if got.status != tt.status {
				t.Errorf("%d %s, want %d", got.status, got.body, tt.status)
			}
			if got.headers["access-control-allow-origin"] != "" || got.headers["set-cookie"] != "" || got.headers["cache-control"] != "no-store" ||
				got.headers["x-content-type-options"] != "nosniff" || got.headers["referrer-policy"] != "no-referrer" {
				t.Errorf("headers %v", got.headers)
			}
			if got.status == 405 && got.headers["allow"] != "GET, POST" {
				t.Errorf("allow: %q", got.headers["allow"])
			}
		})
	}
}

// TestLanguage is T38: a language is one of ours, or the default.
func TestLanguage(t *testing.T) {
	tests := []struct{ name, lang, accept, want string }{
		{"asked for", "en", "fr", "en"},
		{"with a country", "en-GB", "fr", "en"},
		{"the browser's", "", "en-GB,en;q=0.9,fr;q=0.5", "en"},
		{"none of ours", "de", "de, *;q=0.1", "fr"},
		{"a path", "../../etc/passwd", "", "fr"},
		{"an encoded path", "fr%2f..", "", "fr"},
		{"a null", `FR\u0000`, "", "fr"},
		{"far too long", strings.Repeat("fr-", 100), "", "fr"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := open(t).ask("POST", handler.PathSession, `{"lang":"`+tt.lang+`"}`, header{"accept-language": tt.accept})
			if got.status != 201 || got.Lang != tt.want {
				t.Errorf("%d, %q, want %q", got.status, got.Lang, tt.want)
			}
		})
	}
}

// TestBounds is T54: who opens sessions without end is stopped, his neighbours are not.
func TestBounds(t *testing.T) {
	b := open(t)
	opened := 0
	for range 100 {
		if b.ask("POST", handler.PathSession, `{}`).status == 201 {
			opened++
		}
	}
	last := b.ask("POST", handler.PathSession, `{}`)
	if opened != 60 || last.status != 429 || last.Error != "often" {
		t.Errorf("%d opened, then %d %s", opened, last.status, last.body)
	}
	b.now = b.now.Add(10 * time.Minute)
	if later := b.ask("POST", handler.PathSession, `{}`); later.status != 201 {
		t.Errorf("later: %d", later.status)
	}
}

// broken is a store that answers nothing.
type broken struct{ intake.Tokens }

func (broken) Token(context.Context, string) (intake.Token, error) {
	return intake.Token{}, errors.New("no answer")
}

func TestTheStoreIsDown(t *testing.T) {
	b := open(t)
	token := b.session().Token
	b.Player.Desk.Tokens = broken{b.Player.Store}
	for _, got := range []said{b.write(token, "11111111-aaaa", "au secours"), b.read(token, "0"), b.ask("POST", handler.PathSession, `{}`)} {
		if got.status != 503 || len(got.Messages) != 1 || !strings.Contains(got.Messages[0].Text, "17cyber.gouv.fr") || strings.Contains(got.body, "gardé") {
			t.Errorf("%d %s", got.status, got.body)
		}
	}
}

// TestMarkup is T31: what is written comes back as it is, in JSON that no browser reads
// as a page.
func TestMarkup(t *testing.T) {
	b := open(t)
	const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} </textarea>`
	body, _ := json.Marshal(map[string]string{"id": "11111111-aaaa", "text": hostile})
	got := b.ask("POST", handler.PathMessages, string(body), bearer(b.session().Token))
	if got.Messages[0].Text != hostile || strings.Contains(got.body, "<script") || !strings.HasPrefix(got.headers["content-type"], "application/json") {
		t.Errorf("%v %s", got.headers, got.body)
	}
}

// TestFiles: T50, a page that is not on the list shows no frame.
func TestFiles(t *testing.T) {
	b := open(t)
	tests := []struct{ path, kind, ancestors string }{
		{"/chat/widget.js", "text/javascript", ""},
		{"/chat/frame", "text/html", "frame-ancestors 'self'"},
		{"/chat/frame?site=cci31", "text/html", "frame-ancestors 'self' https://www.cci.example"},
		{"/chat/frame?site=unknown&lang=en", "text/html", "frame-ancestors 'self'"},
		{"/chat/frame.js", "text/javascript", ""},
		{"/chat/frame.css", "text/css", ""},
		{"/chat/config?lang=en", "application/json", ""},
	}
	for _, tt := range tests {
		got := b.ask("GET", tt.path, "")
		if got.status != 200 || !strings.HasPrefix(got.headers["content-type"], tt.kind) || !strings.HasSuffix(got.headers["content-security-policy"], tt.ancestors) {
			t.Errorf("%s: %d %v", tt.path, got.status, got.headers)
		}
	}
	for _, path := range []string{"/chat/widget.go", "/chat/../handler.go", "/chat/frame.html", "/chat/"} {
		if got := b.ask("GET", path, ""); got.status != 404 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// TestTheMoneyMinute: since when money is gone is told while minutes count, to the
// minute or not at all, until somebody has called for it.
func TestTheMoneyMinute(t *testing.T) {
	b := open(t) // 22:40 in Paris
	token := b.session().Token
	says := func(id, text string) said {
		t.Helper()
		body, err := json.Marshal(map[string]string{"id": "00000000-" + id, "text": text})
		if err != nil {
			t.Fatal(err)
		}
		return b.ask("POST", handler.PathMessages, string(body), bearer(token))
	}
	if s := says("1", "on a viré 48300 euros sur un faux rib ce soir"); s.Money != nil {
		t.Errorf("\"ce soir\" is counted to the second: %+v", s.Money)
	}
	says("2", "3")
	says("3", "non")
	s := says("4", "à 21h10")
	if s.Money == nil || s.Money.Seconds != 90*60 || !strings.Contains(s.Money.Script, "48 300") || !strings.Contains(s.Money.Script, "90 minutes") {
		t.Fatalf("after the hour: %+v\n%s", s.Money, s.texts())
	}
	b.now = b.now.Add(6 * time.Minute)
	if s := b.ask("GET", handler.PathMessages+"?after=0", "", bearer(token)); s.Money == nil || s.Money.Seconds != 96*60 {
		t.Errorf("after a reload: %+v", s.Money)
	}
	b.now = night.Add(22*time.Hour + 29*time.Minute)
	if s := b.ask("GET", handler.PathMessages, "", bearer(token)); s.Money == nil {
		t.Error("nothing is counted before a day is over")
	} else {
		token = s.Token
	}
	b.now = b.now.Add(time.Minute)
	if s := b.ask("GET", handler.PathMessages, "", bearer(token)); s.Money != nil {
		t.Errorf("a day after: %+v", s.Money)
	}
}

// TestTheMoneyMinuteEnds with the call to the bank.
func TestTheMoneyMinuteEnds(t *testing.T) {
	b := open(t)
	page := b.submit(b.ask("GET", handler.Path, "", header{"accept-language": "fr"}), "text", "on a viré 48300 euros sur un faux rib à 22h10")
	if !strings.Contains(page.body, "Argent parti il y a 30 minutes.") || !strings.Contains(page.body, "rappel de fonds") {
		t.Fatalf("the page does not say since when:\n%s", page.body)
	}
	page = b.submit(page, "text", "3")
	if page = b.submit(page, "text", "oui"); strings.Contains(page.body, "Argent parti il y a") {
		t.Errorf("the bank was called, and the page counts on:\n%s", page.body)
	}
}
