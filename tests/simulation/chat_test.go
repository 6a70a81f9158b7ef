package simulation

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	lambda "github.com/aws/aws-lambda-go/events"

	"relais/dialogs/dossier"
	"relais/dialogs/intake"
	"relais/functions/chat/handler"
	"relais/functions/chat/links"
	"relais/tests/checker"
)

// chat is what happens beside the phones: browsers, whoever joins a case and tries to,
// one-time links and what is left and fetched by them.
type chat struct {
	w         *world
	on        bool
	watched   bool // the phone of the first person is read along
	visitors  []*visitor
	said      []checker.Said
	read      []string // texts that browsers showed, and said so since
	pair      pair     // the newest that somebody was told
	right     []pair
	tries     []*try
	links     []link
	ways      []way
	followers map[string]intake.Key // link to go on by → who it let in
	given     []left                // files that were left, and taken
	handed    []dossier.Handed
	followed  map[string]int               // token → how often it was used
	files     map[string][]byte            // sealed, by name
	rows      map[string]reference         // of codes, by name, as they stand
	sessions  map[string]string            // name of a session → address of its conversation
	refusals  map[string]map[string]string // what was refused → answer → of whom
}

func newChat(w *world) *chat {
	return &chat{
		w: w, followed: map[string]int{}, files: map[string][]byte{}, rows: map[string]reference{}, sessions: map[string]string{},
		refusals: map[string]map[string]string{}, followers: map[string]intake.Key{},
	}
}

// pair opens a case.
type pair struct{ code, pin string }

func (p pair) wrong() pair {
	last := p.pin[3] - '0'
	return pair{p.code, p.pin[:3] + string('0'+(last+1)%10)}
}

// nobodys is a pair that nobody was given.
var nobodys = pair{"AAA-BBB", "4821"}

// try is one time that a pair was given, by a browser or a phone.
type try struct {
	pair
	by           intake.Key // log of the conversation that is to go on
	id           string     // the same again is the same try
	begun, ended time.Time
	open         int  // wrong ones that were answered before it began
	yes, no      bool // how it was answered; neither: it was not
}

// reference is what is kept of a code.
type reference struct {
	Cases []struct{ Key intake.Key }
	Wrong []string
	Tries int
}

// link is a one-time link that somebody was given.
type link struct {
	token string
	at    time.Time
	way   bool // to go on by
}

// way is one time that a link to go on by was presented.
type way struct {
	link
	by    intake.Key // log of the conversation that is to go on
	begun time.Time
}

// left is a file that was handed over by a link.
type left struct {
	token, name, digest string
	data                []byte
	harmful             bool
}

// visitor is somebody with a browser.
type visitor struct {
	c       *chat
	id      int
	mark    string // stands in what this visitor writes and nowhere else
	token   string
	since   time.Time // the token was given out
	old     []string  // those before it
	name    string    // of the session
	after   string
	shown   []string // texts up to there
	sent    int
	left    bool // it has ended its session
	exposed bool // somebody else has presented a token of it
	ended   time.Time
	wants   []string
	done    int
}

// What visitors do.
var (
	visits = []string{
		"write", "write", "write", "read", "read", "join", "join", "join", "join twice", "join wrongly", "join nobody's", "ask", "look", "fetch", "fetch",
		"leave a file", "leave a file", "leave twice", "leave many", "old token", "forge", "quit", "go on", "go on", "go on twice",
	}
	visiting = [][]string{
		visits,
		guessing: {"join wrongly", "join wrongly", "join nobody's", "join wrongly", "join wrongly twice", "join wrongly", "join wrongly", "join", "read"},
		handing: {
			"write", "be given", "leave a file", "be given", "fetch", "be given", "leave twice", "be given", "look", "fetch", "be given", "leave a file", "fetch", "forge link", "quit",
		},
		filling: {
			"write", "be given", "leave many", "be given", "fetch", "be given", "leave many", "be given", "fetch", "be given", "leave many", "be given", "fetch",
			"be given", "leave many", "be given", "fetch", "be given", "leave many", "be given", "fetch", "be given", "leave many", "be given", "fetch",
		},
		rotating:   {"write", "read", "join", "read", "write", "old token", "read"},
		following:  {"write", "ask for a link", "read", "go on", "read", "go on", "ask for a link", "write", "read", "go on twice", "go on", "look", "read"},
		sheltering: {"read", "join", "answer", "join", "answer", "read", "answer"},
	}
)

// The ways of visitors; 0 is that of visits.
const (
	guessing   = iota + 1 // somebody tries pairs
	handing               // files and dossiers, by links that were given
	rotating              // a session whose token is about to be replaced
	filling               // as many files as a case keeps, and more
	following             // a case goes on by a link
	sheltering            // on another device than a phone that is read along, and says so
)

// sites are the calls that are seldom made where nobody joins.
var chatSites = []string{"Token", "PutToken", "DropToken", "PutFile", "GetFile", "DropFile"}

// visited reports a call that is made when browsers are at work.
func (f focus) visited() bool { return slices.Contains(chatSites, f.site) }

// begin decides who comes by a browser.
func (c *chat) begin() {
	w := c.w
	c.on = w.likely("set joining", w.joining())
	if !c.on {
		return
	}
	c.watched = w.likely("set watched", 0.15)
	for id := range 2 {
		style := w.decide(fmt.Sprint("set visitor ", id), func() int64 {
			switch p := w.chance.Float64(); {
			case w.focus.site == "DropToken":
				return int64(handing * (1 - id))
			case w.focus.site == "PutFile" || w.focus.site == "GetFile" || w.focus.site == "DropFile":
				return int64(filling * (1 - id))
			case c.watched:
				return int64(sheltering * (1 - id))
			case p < 0.4:
				return w.chance.Int64N(filling)
			case p < 0.6:
				return following
			}
			return 0
		})
		if id == 1 && !w.likely("set second visitor", 0.5) {
			break
		}
		v := &visitor{c: c, id: id, mark: fmt.Sprintf("Wu%06dqz", id+1), wants: visiting[style]}
		c.visitors = append(c.visitors, v)
		age := w.between(fmt.Sprint("delay age of a session ", id), 0, 4*time.Minute)
		if style == rotating || w.likely(fmt.Sprint("set old session ", id), 0.3) {
			age += intake.RotateAfter - 4*time.Minute
		}
		opened, err := w.plainDesk().Open(context.Background(), w.now.Add(-age), intake.Visitor{Lang: "fr"})
		if err != nil {
			w.breaks("before the run: %v", err)
		}
		v.holds(opened.Token, w.now.Add(-age))
		v.after = intake.Greeted.String()
		w.after(w.between("delay visitor", 0, time.Minute), v.goesOn)
	}
}

// joining is how likely a case goes on elsewhere.
func (w *world) joining() float64 {
	switch {
	case w.focus.site == "Token" || w.focus.site == "PutToken":
		return 0.2 // every session and every link needs them
	case w.focus.visited():
		return 1
	}
	return 0.02
}

func (v *visitor) holds(token string, since time.Time) {
	if v.token != "" {
		v.old = append(v.old, v.token)
	}
	b, _ := base64.RawURLEncoding.DecodeString(token)
	v.token, v.since, v.name = token, since, intake.TokenName(string(b[:16]))
}

// key is the log of the conversation that the session began with.
func (v *visitor) key() intake.Key {
	return intake.Key{Channel: intake.ChannelWeb, Address: keys.Address(intake.ChannelWeb, v.c.sessions[v.name])}
}

// goesOn lets a visitor do something, again and again.
func (v *visitor) goesOn() {
	w := v.c.w
	if !w.now.Before(w.heal) || v.left || v.done > 24 {
		return
	}
	pause := 40 * time.Second
	if w.focus.visited() {
		pause = 12 * time.Second
	}
	w.after(w.between("delay visitor", 2*time.Second, pause), v.goesOn)
	n := w.decide("world visitor's act", func() int64 { return 1 + w.chance.Int64N(int64(len(v.wants))) })
	if n == 0 {
		return
	}
	what := v.wants[n-1]
	if &v.wants[0] != &visits[0] {
		what = v.wants[v.done%len(v.wants)] // in their order
	}
	v.done++
	known := v.c.pair
	if known.code == "" {
		known = nobodys
	}
	w.story("visitor %d: %s", v.id, what)
	switch what {
	case "write":
		text := answers[w.below("world visitor's words", len(answers))]
		if v.sent == 0 && w.likely("world visitor's case", 0.7) {
			text = openings[0]
		}
		v.writes(strings.ToValidUTF8(strings.ReplaceAll(text, "%s", v.mark), "\uFFFD"))
	case "ask":
		v.writes([]string{"DOSSIER", "CODE"}[w.below("world visitor's question", 2)])
	case "answer": // "another device", to the question which it is
		v.writes("1")
	case "ask for a link":
		v.writes("LIEN")
	case "go on":
		v.goesOnBy(false)
	case "go on twice":
		v.goesOnBy(true)
	case "read":
		v.reads()
	case "join":
		v.joins(known)
	case "join twice":
		v.joins(known)
		v.joins(known)
	case "join wrongly":
		v.joins(known.wrong())
	case "join wrongly twice":
		v.joins(known.wrong())
		v.joins(known.wrong().wrong())
	case "join nobody's":
		v.joins(nobodys)
	case "be given":
		v.isGiven()
	case "look", "fetch", "leave a file", "leave twice", "leave many", "forge link":
		v.follows(what)
	case "old token":
		v.isPlayed()
	case "forge":
		forged := bytes.Repeat([]byte{byte(v.done)}, 48)
		v.c.asks(v.request(http.MethodGet, handler.PathMessages, "after=0", nil, base64.RawURLEncoding.EncodeToString(forged)), 1, func(r lambda.APIGatewayV2HTTPResponse, _ bool) {
			v.c.refused("session", "forged", r)
			if r.StatusCode < 400 {
				w.breaks("I30: a forged token opens a session")
			}
		})
	case "quit":
		v.left = true
		v.c.asks(v.request(http.MethodPost, handler.PathEnd, "", map[string]any{}, v.token), 3, func(lambda.APIGatewayV2HTTPResponse, bool) {})
	}
}

func (v *visitor) request(method, path, query string, body map[string]any, token string) lambda.APIGatewayV2HTTPRequest {
	r := lambda.APIGatewayV2HTTPRequest{RawPath: path, RawQueryString: query, Headers: map[string]string{"origin": account.PublicURL, "accept-language": "fr"}}
	r.RequestContext.HTTP.Method, r.RequestContext.HTTP.SourceIP = method, fmt.Sprintf("203.0.%d.7", 113+v.id)
	if token != "" {
		r.Headers["authorization"] = "Bearer " + token
	}
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			panic(err) // it is plain data
		}
		r.Headers["content-type"], r.Body = "application/json", string(data)
	}
	return r
}

// chatOf is the function that answers the chat, as it runs in one invocation.
func chatOf(i *invocation) *handler.Handler {
	return &handler.Handler{Desk: deskOf(i), Clock: i.clock, Log: i.w.logs, Origins: []string{account.PublicURL}, Within: i.within}
}

// linksOf is the function behind one-time links.
func linksOf(i *invocation) *links.Handler {
	desk := deskOf(i)
	return &links.Handler{Desk: desk, Maker: maker(desk), Clock: i.clock, Log: i.w.logs, Most: links.MostOnLambda}
}

func maker(desk *intake.Desk) *dossier.Maker {
	return &dossier.Maker{Desk: desk, PDF: printed, Most: links.MostOnLambda}
}

// printed stands for a page: what it says, as it was given.
func printed(d dossier.Document, _ time.Time) (data []byte, pages int, err error) {
	data, err = json.Marshal(d)
	return data, 1, err
}

// asks delivers a request, again when no answer comes, as a browser does. then is told
// what was answered, and whether the browser heard it.
func (c *chat) asks(r lambda.APIGatewayV2HTTPRequest, tries int, then func(r lambda.APIGatewayV2HTTPResponse, heard bool)) {
	w := c.w
	var response lambda.APIGatewayV2HTTPResponse
	leaves := false
	name := "chat"
	if strings.HasPrefix(r.RawPath, links.Path) {
		name = "link"
	}
	w.invoke(name, w.one(&w.web), 0, functionEnds, func(i *invocation) {
		defer func() { leaves = i.leaves }()
		if name == "link" {
			response, _ = linksOf(i).Handle(context.Background(), r)
			return
		}
		before := len(i.w.errors)
		response, _ = chatOf(i).Handle(context.Background(), r)
		if r.RawPath == handler.PathJoin && response.StatusCode == http.StatusNotFound && !i.troubled && !i.raced && len(i.w.errors) == before {
			c.quiet(i, r.Body)
		}
	}, func(died bool) {
		if leaves && !died && !w.unwell(lost, "stream") {
			w.after(w.between("delay stream", 10*time.Millisecond, 2*time.Second), w.hurry)
		}
		heard := !died && !w.unwell(answerLost, "answer of the chat")
		if !died {
			then(response, heard)
		}
		if (!heard || response.StatusCode == http.StatusServiceUnavailable) && tries > 1 {
			w.after(w.between("delay request again", time.Second, 10*time.Second), func() { c.asks(r, tries-1, then) })
		}
	})
}

// within is how the functions of the chat count their budget here.
func (i *invocation) within(ctx context.Context, budget time.Duration, work func(context.Context) error) error {
	i.budget = i.w.now.Sub(i.begun) + budget
	defer func() { i.budget = 0 }()
	return work(ctx)
}

// quiet is I27 in time: a pair that opens nothing costs as many requests whatever is
// wrong with it: the session, which may note that its token is in use, what bounds the
// tries of a part of the net, and the code.
func (c *chat) quiet(i *invocation, body string) {
	if strings.Contains(body, `"link"`) {
		return // no pair: a link cannot be guessed, and who has one knows of it
	}
	right := slices.ContainsFunc(c.right, func(p pair) bool { return strings.Contains(body, p.code) && strings.Contains(body, p.pin) })
	if !right && i.asked != 5 && i.asked != 6 {
		c.w.breaks("I27: a pair that opens nothing costs %d requests, want 5, or 6", i.asked)
	}
}

// refused is I27: what is refused is refused by the same bytes, whatever is wrong.
func (c *chat) refused(what, why string, r lambda.APIGatewayV2HTTPResponse) {
	if r.StatusCode == http.StatusServiceUnavailable || r.StatusCode == http.StatusTooManyRequests {
		return
	}
	var body map[string]any
	text := r.Body
	if json.Unmarshal([]byte(r.Body), &body) == nil {
		delete(body, "token")
		delete(body, "rotate")
		plain, _ := json.Marshal(body)
		text = string(plain)
	}
	known := c.refusals[what]
	if known == nil {
		known = map[string]string{}
		c.refusals[what] = known
	}
	known[fmt.Sprint(r.StatusCode, " ", text)] = why
	if len(known) > 1 {
		c.w.breaks("I27: %s: what is refused is told apart: %q", what, known)
	}
}

// answered is an answer of the chat.
type answered struct {
	Token    string
	Messages []struct {
		N        string
		From, ID string
		Text     string
	}
	After string
}

// hears takes an answer to a request that presented a token.
func (v *visitor) hears(token string, begun time.Time, r lambda.APIGatewayV2HTTPResponse, heard bool) (a answered, ok bool) {
	w := v.c.w
	switch {
	case r.StatusCode == http.StatusUnauthorized:
		v.c.refused("session", "over", r)
		if !v.exposed && !v.left && !w.skewed() {
			w.breaks("I30: visitor %d is refused with the token it was given", v.id)
		}
		return a, false
	case r.StatusCode >= 300 && r.StatusCode != http.StatusNotFound:
		return a, false
	}
	if err := json.Unmarshal([]byte(r.Body), &a); err != nil {
		w.breaks("the answer of the chat: %v", err)
		return a, false
	}
	if !v.ended.IsZero() && begun.After(v.ended) {
		w.breaks("I30: a session goes on whose token was in two hands")
	}
	if token == v.token && a.Token == "" && begun.Sub(v.since) > intake.RotateAfter+time.Second && !w.skewed() {
		w.breaks("I30: a token works on after %s", begun.Sub(v.since))
	}
	if !heard {
		return a, true
	}
	if a.Token != "" && token == v.token {
		v.holds(a.Token, w.now)
	}
	v.after = cmp.Or(a.After, v.after)
	for _, m := range a.Messages {
		v.c.overhears(m.Text)
		v.sees(m.Text)
		v.shown = append(v.shown, m.Text)
	}
	return a, true
}

// sees is I26: a browser is shown what belongs to its own conversation, and to a case it
// joined.
func (v *visitor) sees(text string) {
	w := v.c.w
	known := func(o intake.Key) bool { // one of them gave what opens a case
		return slices.ContainsFunc(v.c.tries, func(t *try) bool { return (t.by == v.key() || t.by == o) && slices.Contains(v.c.right, t.pair) }) ||
			slices.ContainsFunc(v.c.ways, func(p way) bool { return p.by == v.key() || p.by == o })
	}
	if slices.ContainsFunc(w.carrier.people, func(p *person) bool { return strings.Contains(text, p.mark) && !p.joins && !known(p.key()) }) ||
		slices.ContainsFunc(v.c.visitors, func(o *visitor) bool { return o != v && strings.Contains(text, o.mark) && !known(o.key()) }) {
		w.breaks("I26: visitor %d reads what another wrote", v.id)
	}
}

// told finds what opens a case in a text to a reporter: the pair, links.
var (
	toldPair = regexp.MustCompile(`\b([A-HJ-NP-Z2-9]{3}-[A-HJ-NP-Z2-9]{3}), \pL+ \pL+ (\d{4})\b`)
	toldLink = regexp.MustCompile(`/l/([A-Za-z0-9_-]{22})`)
)

// toGoOn stands in the message with a link to go on by.
const toGoOn = "Pour continuer sur un autre appareil"

// overhears takes what opens a case from a text to a reporter.
func (c *chat) overhears(text string) {
	if !c.on {
		return
	}
	if m := toldPair.FindStringSubmatch(text); m != nil {
		c.pair = pair{m[1], m[2]}
		c.right = append(c.right, c.pair)
	}
	for _, m := range toldLink.FindAllStringSubmatch(text, -1) {
		c.links = append(c.links, link{m[1], c.w.now, strings.Contains(text, toGoOn)})
	}
}

func (v *visitor) writes(text string) {
	w := v.c.w
	v.sent++
	id := fmt.Sprintf("browser-%d-%04d", v.id, v.sent)
	at := len(v.c.said)
	v.c.said = append(v.c.said, checker.Said{ID: "web " + id, Text: text})
	body := map[string]any{"id": id, "text": text}
	if w.likely("world visitor saw", 0.7) {
		body["after"] = v.after
		v.c.read = append(v.c.read, v.shown...)
		v.c.said[at].Saw = true
	}
	token, begun := v.token, w.now
	v.c.asks(v.request(http.MethodPost, handler.PathMessages, "", body, token), 3, func(r lambda.APIGatewayV2HTTPResponse, heard bool) {
		if _, ok := v.hears(token, begun, r, heard); ok {
			v.c.said[at].Taken = true
		}
	})
}

func (v *visitor) reads() {
	token, begun := v.token, v.c.w.now
	v.c.read = append(v.c.read, v.shown...)
	v.c.asks(v.request(http.MethodGet, handler.PathMessages, fmt.Sprint("after=", v.after), nil, token), 1, func(r lambda.APIGatewayV2HTTPResponse, heard bool) {
		v.hears(token, begun, r, heard)
	})
}

// joins presents a pair.
func (v *visitor) joins(p pair) {
	token, begun := v.token, v.c.w.now
	one := v.c.trying(p, v.key(), v.name+" "+p.code+p.pin)
	v.c.asks(v.request(http.MethodPost, handler.PathJoin, "", map[string]any{"code": p.code, "pin": p.pin}, token), 3, func(r lambda.APIGatewayV2HTTPResponse, heard bool) {
		if r.StatusCode == http.StatusNotFound {
			v.c.refused("pair", p.code, r)
			one.no, one.ended = true, v.c.w.now
		}
		if _, ok := v.hears(token, begun, r, heard); ok && r.StatusCode == http.StatusOK {
			one.yes, one.ended = true, v.c.w.now
		}
	})
}

// goesOnBy presents one of the last links to go on by that anybody was given, perhaps twice.
func (v *visitor) goesOnBy(twice bool) {
	w := v.c.w
	ways := slices.DeleteFunc(slices.Clone(v.c.links), func(l link) bool { return !l.way })
	if len(ways) == 0 {
		return
	}
	l := ways[max(0, len(ways)-1-w.below("world way", 3))]
	for range 1 + map[bool]int{true: 1}[twice] {
		token, begun := v.token, w.now
		v.c.ways = append(v.c.ways, way{l, v.key(), begun})
		v.c.asks(v.request(http.MethodPost, handler.PathJoin, "", map[string]any{"link": l.token}, token), 3, func(r lambda.APIGatewayV2HTTPResponse, heard bool) {
			if r.StatusCode == http.StatusNotFound {
				v.c.refused("way", "over", r)
			}
			v.hears(token, begun, r, heard)
		})
	}
}

// trying notes that a pair is tried.
func (c *chat) trying(p pair, by intake.Key, id string) *try {
	answered := map[string]bool{}
	for _, t := range c.tries {
		if t.code == p.code && t.no && t.pin != "" {
			answered[t.id] = true
		}
	}
	t := &try{pair: p, by: by, id: id, begun: c.w.now, open: len(answered)}
	c.tries = append(c.tries, t)
	return t
}

// isPlayed: somebody presents a token that was replaced.
func (v *visitor) isPlayed() {
	w := v.c.w
	if len(v.old) == 0 || w.now.Sub(v.since) < 2*time.Minute {
		return
	}
	v.exposed = true
	old := v.old[w.below("world old token", len(v.old))]
	replaced := w.now
	v.c.asks(v.request(http.MethodGet, handler.PathMessages, "after=0", nil, old), 1, func(r lambda.APIGatewayV2HTTPResponse, _ bool) {
		if r.StatusCode == http.StatusUnauthorized {
			v.c.refused("session", "replaced", r)
			if v.ended.IsZero() {
				v.ended = w.now
			}
			return
		}
		if r.StatusCode < 300 && replaced.Sub(v.since) > 2*time.Minute && v.used() && !w.skewed() {
			w.breaks("I30: a token that was replaced opens the session")
		}
	})
}

// used reports whether the newest token of a session was used a while ago.
func (v *visitor) used() bool {
	t, err := v.c.w.store.Token(context.Background(), v.name)
	var row struct{ Used time.Time }
	return err == nil && json.Unmarshal(t.Body, &row) == nil && !row.Used.IsZero() && v.c.w.now.Sub(row.Used) > 2*time.Minute
}

// isGiven: a visitor with a case of its own, or that joined one, is given a link.
func (v *visitor) isGiven() {
	w := v.c.w
	key := v.key()
	head, err := w.store.Head(context.Background(), key)
	if err != nil {
		return
	}
	if lead, err := intake.ParseRef(head.Lead); err == nil {
		key = lead.Key
	}
	for _, purpose := range []intake.Purpose{intake.LinkFiles, intake.LinkDossier} {
		token, err := w.plainDesk().Link(context.Background(), w.now, key, purpose, intake.LinkValidity)
		if err != nil {
			w.breaks("a link: %v", err)
		}
		v.c.links = append(v.c.links, link{token, w.now, false})
	}
}

// follows uses a link: one of the last that anybody was given.
func (v *visitor) follows(what string) {
	w := v.c.w
	if what == "forge link" {
		w.chatForged(v)
		return
	}
	if len(v.c.links) == 0 {
		return
	}
	l := v.c.links[max(0, len(v.c.links)-1-w.below("world link", 4))]
	path := links.Path + l.token
	switch what {
	case "look":
		v.c.asks(v.request(http.MethodGet, path, "", nil, ""), 1, func(lambda.APIGatewayV2HTTPResponse, bool) {})
	case "fetch":
		v.c.asks(v.request(http.MethodPost, path, "", nil, ""), 1, func(r lambda.APIGatewayV2HTTPResponse, _ bool) { v.c.fetched(l, r) })
	case "leave many":
		v.leaves(l, path, 6, false)
	case "leave twice":
		v.leaves(l, path, 1, true)
		v.leaves(l, path, 2, false)
	default:
		v.leaves(l, path, 1, w.likely("world harmful file", 0.3))
	}
}

// chatForged is I27: a link that never was is refused as one that was used.
func (w *world) chatForged(v *visitor) {
	token := base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{byte(v.done)}, 16))
	v.c.asks(v.request(http.MethodPost, links.Path+token, "", nil, ""), 1, func(r lambda.APIGatewayV2HTTPResponse, _ bool) {
		v.c.refused("link", "forged", r)
	})
}

// worked notes that a link was used: once, and in its time.
func (c *chat) worked(l link) {
	if c.followed[l.token]++; c.followed[l.token] > 1 {
		c.w.breaks("link: a one-time link works %d times", c.followed[l.token])
	}
	if c.w.now.Sub(l.at) > intake.LinkValidity+functionEnds && !c.w.skewed() {
		c.w.breaks("link: it works %s after it was given", c.w.now.Sub(l.at))
	}
}

// fetched takes what a link for the dossier brought.
func (c *chat) fetched(l link, r lambda.APIGatewayV2HTTPResponse) {
	switch {
	case r.StatusCode == http.StatusNotFound:
		c.refused("link", "over", r)
		return
	case r.StatusCode != http.StatusOK || r.Headers["content-type"] != "application/zip":
		return
	}
	c.worked(l)
	data, err := base64.StdEncoding.DecodeString(r.Body)
	if err != nil {
		c.w.breaks("the dossier: %v", err)
		return
	}
	c.handed = append(c.handed, dossier.Handed{Zip: data})
}

// leaves hands files over by a link.
func (v *visitor) leaves(l link, path string, n int, harmful bool) {
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	if err := parts.SetBoundary("----simulation"); err != nil {
		panic(err) // it is a boundary
	}
	var all []left
	for k := range n {
		g := left{token: l.token, name: fmt.Sprintf("note-%s-%d-%d.txt", v.mark, v.done, k), data: []byte(fmt.Sprintf("ce que dit l'écran %s %d %d", v.mark, v.done, k)), harmful: harmful}
		if harmful {
			g.data = append(g.data, "<script>"...)
		}
		sum := sha256.Sum256(g.data)
		g.digest = hex.EncodeToString(sum[:])
		part, err := parts.CreateFormFile("files", g.name)
		if err != nil {
			panic(err) // it is memory
		}
		part.Write(g.data)
		all = append(all, g)
	}
	parts.Close()
	r := v.request(http.MethodPost, path, "", nil, "")
	r.Headers["content-type"], r.Body, r.IsBase64Encoded = parts.FormDataContentType(), base64.StdEncoding.EncodeToString(form.Bytes()), true
	v.c.asks(r, 1, func(r lambda.APIGatewayV2HTTPResponse, _ bool) {
		switch r.StatusCode {
		case http.StatusNotFound:
			v.c.refused("link", "over", r)
			v.c.nothingOf(all)
		case http.StatusOK:
			if strings.Contains(r.Body, all[0].digest) { // and not the page of a link for the dossier
				v.c.worked(l)
				v.c.given = append(v.c.given, all...)
			}
		}
	})
}

// nothingOf looks, where a link was refused, that nothing was taken by it: whoever is told
// that it does not work must not have used it up.
func (c *chat) nothingOf(all []left) {
	for _, log := range c.w.logsNow() {
		for _, content := range log.Contents {
			for _, k := range content.Kept {
				if k.SHA256 == all[0].digest {
					c.w.breaks("file: the link was refused, and what was left by it is kept")
				}
			}
		}
	}
}

// folder is where files are kept, as one invocation sees it.
type folder struct{ i *invocation }

func (f folder) Put(_ context.Context, name string, sealed []byte) error {
	return tell(f.i, "PutFile", writes, intake.ErrThrottled, func() error {
		f.i.w.chat.files[name] = slices.Clone(sealed)
		return nil
	})
}

func (f folder) Get(_ context.Context, name string) ([]byte, error) {
	return ask(f.i, "GetFile", reads, intake.ErrThrottled, func() ([]byte, error) {
		sealed, there := f.i.w.chat.files[name]
		if !there {
			return nil, intake.ErrNoTurn
		}
		return sealed, nil
	}, nil)
}

func (f folder) Drop(_ context.Context, name string) error {
	return tell(f.i, "DropFile", writes, intake.ErrThrottled, func() error {
		delete(f.i.w.chat.files, name)
		return nil
	})
}

// noted keeps what a row of tokens says: a session, or what is known of a code.
func (c *chat) noted(t intake.Token) {
	var row struct {
		From  string
		Tries *int
		reference
	}
	switch err := json.Unmarshal(t.Body, &row); {
	case err != nil:
		c.w.breaks("a token: %v", err)
	case row.From != "":
		c.sessions[t.Name] = row.From
	case row.Tries != nil:
		row.reference.Tries = *row.Tries
		c.rows[t.Name] = row.reference
	}
}
