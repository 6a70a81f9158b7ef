package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs"
	"relais/dialogs/desk"
	"relais/dialogs/directory"
	"relais/dialogs/dossier"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/understand"
	chat "relais/functions/chat/handler"
	"relais/functions/chat/links"
	"relais/functions/chat/widget"
	slack "relais/functions/slack/handler"
	sms "relais/functions/sms/handler"
	pdf "relais/infra/dossier"
	"relais/infra/env"
	"relais/infra/files"
	"relais/infra/slackbot"
	"relais/infra/sqlite"
	"relais/infra/twilio"
	"relais/locales"
)

// house is the desk with everything it needs, in one process.
type house struct {
	config  env.Config
	data    string
	address string // where it listens
	clock   *clock
	keys    string // path of the file
	newKeys bool
	store   *sqlite.Store
	files   *files.Folder
	demo    *demo // nil live
	worker  *worker
	sms     *sms.Handler
	routes  http.Handler
	log     *slog.Logger
}

// The waits of one process. It needs no lease against others, but a crash leaves one
// behind, and the next start should not stand still for minutes. Real providers take
// their time, and one that shows a case after the quarantine shows it twice; the
// stand-ins answer at once.
var (
	liveWaits = outbox.Waits{Sweep: outbox.DefaultWaits.Sweep, Lease: 15 * time.Second, Quarantine: outbox.DefaultWaits.Quarantine}
	demoWaits = outbox.Waits{Sweep: 5 * time.Second, Lease: 15 * time.Second, Quarantine: 10 * time.Second}
)

// A message that Slack does not take now must wait for hours, not for five tries.
const (
	localReceives = 1 << 20
	localVisible  = 5 * time.Second
	localEvery    = 2 * time.Second
)

// waits are the program's own where the settings name no others.
func waits(config env.Config) outbox.Waits {
	own := demoWaits
	if config.Live {
		own = liveWaits
	}
	return outbox.Waits{
		Sweep: cmp.Or(config.Waits.Sweep, own.Sweep), Lease: cmp.Or(config.Waits.Lease, own.Lease),
		Quarantine: cmp.Or(config.Waits.Quarantine, own.Quarantine),
	}
}

// open wires the house: store, keys, desk, the outside world, routes.
func open(ctx context.Context, o options, config env.Config, address string, log *slog.Logger) (*house, error) {
	h := &house{config: config, data: o.data, address: address, log: log, clock: &clock{}}
	base := "http://" + address
	var err error
	if !config.Live {
		if h.clock, err = newClock(o.data, o.now); err != nil {
			return nil, err
		}
		h.config = demoConfig(base)
		h.config.Waits, h.config.Ceilings, h.config.Sites = config.Waits, config.Ceilings, config.Sites
		if h.demo, err = newDemo(base, o.data, h.config, h.clock); err != nil {
			return nil, err
		}
	}
	h.keys = cmp.Or(config.Keys, filepath.Join(o.data, "keys.json"))
	if h.newKeys, err = makeKeys(h.keys); err != nil {
		return nil, err
	}
	keys, err := env.ReadKeys(h.keys)
	if err != nil {
		return nil, err
	}
	h.store, err = sqlite.Open(ctx, filepath.Join(o.data, "relais.db"), sqlite.Options{Clock: time.Now, MaxReceives: localReceives})
	if err != nil {
		return nil, err
	}
	if h.files, err = files.Open(filepath.Join(o.data, filesFolder)); err != nil {
		return nil, err
	}
	desk := &intake.Desk{
		Files: h.files, Links: cmp.Or(config.PublicURL, base), Log: h.store, Blobs: h.store, Tokens: h.store, Keys: keys, Set: dialogs.Set(), Texts: locales.Default(), Reader: understand.New(),
		Territory: h.territory(), Chance: rand.Reader,
	}
	return h, h.outside(desk)
}

// outside wires the carrier, the board and the routes to the desk.
func (h *house) outside(desk *intake.Desk) error {
	account := twilio.Account{
		SID: h.config.Twilio.AccountSID, Tokens: h.config.Twilio.Tokens, APIURL: h.config.Twilio.APIURL,
		PublicURL: h.config.PublicURL, Numbers: slices.Sorted(maps.Keys(h.config.Numbers)), Sender: h.config.Sender,
	}
	parser, err := twilio.NewParser(account)
	if err != nil {
		return err
	}
	texter, err := twilio.NewClient(account, nil)
	if err != nil {
		return err
	}
	purse := &outbox.Purse{Claims: h.store, Ceilings: h.config.Ceilings, Warn: func(scope, window string, spent, ceiling int) {
		h.log.Warn("spend", "scope", scope, "window", window, "spent", spent, "ceiling", ceiling)
	}}
	h.worker = &worker{
		desk: desk, sweep: h.files.Sweep, skew: texter.Skew, now: h.clock.Now, log: h.log, wake: make(chan struct{}, 1),
		every: cmp.Or(h.config.Waits.Every, localEvery), visible: cmp.Or(h.config.Waits.Visible, localVisible),
		office: &outbox.Office{
			Log: h.store, Claims: h.store, Queue: h.store, Texter: texter, Purse: purse, Content: desk.Content, Owner: owner(), Waits: waits(h.config),
			Blobs: h.store, Files: h.files, Index: h.store, Receive: desk.Receive, Own: desk.Own, Duty: h.config.Duty, Caller: h.config.Sender,
		},
	}
	h.worker.list = &outbox.Reconciler{Desk: desk, Office: h.worker.office, Ledger: texter, Grace: h.config.Waits.Grace}
	routes := http.NewServeMux()
	h.sms = &sms.Handler{Desk: desk, Office: h.worker.office, Parser: parser, Purse: purse, Clock: h.clock.Now, Log: h.log}
	routes.Handle("/twilio/", gateway(h.log, h.wakes(h.sms.Serve)))
	sites, err := chat.Sites(h.config, true)
	if err != nil {
		return err
	}
	browser := &chat.Handler{Desk: desk, Clock: h.clock.Now, Log: h.log, Origins: h.origins(), Sites: sites, Widget: widget.New(desk.Texts)}
	routes.Handle("GET "+chat.PathStream, stream(browser, streamLasts, streamPatience))
	routes.Handle("/chat", gateway(h.log, h.wakes(browser.Serve)))
	routes.Handle("/chat/", gateway(h.log, h.wakes(browser.Serve)))
	pages := &links.Handler{Desk: desk, Maker: maker(desk), Clock: h.clock.Now, Log: h.log, Most: mostUpload}
	routes.Handle(links.Path, gatewayTo(h.log, mostUpload+maxBody, h.wakes(pages.Serve)))
	routes.HandleFunc("GET /healthz", h.health)
	if h.config.Slack.On() {
		if err := h.analysts(desk, routes); err != nil {
			return err
		}
	}
	h.routes = routes
	if h.demo != nil {
		h.demo.mount(routes, h.worker.Wake)
		h.routes = onlyHost(h.address, routes)
	}
	return nil
}

// filesFolder is where, in the data folder, files of reporters stand, sealed.
const filesFolder = "files"

// One machine has no bound of its own on what a page takes or gives.
const (
	mostUpload = 20 << 20
	mostFiles  = intake.MaxFileBytes
)

// maker makes dossiers.
func maker(desk *intake.Desk) *dossier.Maker {
	return &dossier.Maker{Desk: desk, PDF: pdf.PDF, Most: mostFiles}
}

// analysts wires Slack. Without it cases stay in their region's queue.
func (h *house) analysts(desk *intake.Desk, routes *http.ServeMux) error {
	board, err := slackbot.NewBoard(slackbot.Config{
		Token: h.config.Slack.BotToken, APIURL: h.config.Slack.APIURL, Texts: desk.Texts, Log: h.log,
		Channel: func(region string) string { return h.config.Regions[region].Slack.Channel },
		Person:  func(region, id string) string { return slackbot.Person(h.region, region, id) },
		Heard:   h.counter(desk).Heard,
	})
	if err != nil {
		return err
	}
	front, err := slackbot.NewFront(slackbot.FrontConfig{
		Token: h.config.Slack.BotToken, APIURL: h.config.Slack.APIURL, Desk: h.counter(desk), Texts: desk.Texts, Log: h.log, Clock: h.clock.Now,
		Regions:  func() []string { return slices.Sorted(maps.Keys(h.config.Regions)) },
		Reporter: &slackbot.Reporter{Desk: desk, Clock: h.clock.Now, Wake: h.worker.Wake},
	})
	if err != nil {
		return err
	}
	verifier, err := slackbot.NewVerifier(h.config.Slack.SigningSecret)
	if err != nil {
		return err
	}
	h.worker.office.Board, h.worker.office.Thread, h.worker.office.Digests = board, board, board
	h.worker.office.Texter = &slackbot.Direct{Board: board, Carrier: h.worker.office.Texter, Receive: desk.Receive, Clock: h.clock.Now}
	h.worker.regions = slices.Sorted(maps.Keys(h.config.Regions))
	handler := &slack.Handler{Verifier: verifier, Front: front, Log: h.log}
	routes.Handle("/slack/", gateway(h.log, h.wakes(handler.Serve)))
	return nil
}

// origins are what a browser may call us. A demo has two names.
func (h *house) origins() []string {
	own := []string{h.config.PublicURL}
	if _, port, err := net.SplitHostPort(h.address); h.demo != nil && err == nil {
		own = append(own, "http://"+net.JoinHostPort("localhost", port))
	}
	return own
}

// territory is that of the settings. All regions of a demo work in one workspace, whose
// members write to the region of the demo's number.
func (h *house) territory() intake.Territory {
	t := h.config.Territory()
	if h.demo != nil {
		t.Numbers[env.Workspace(demoTeam)] = h.config.Numbers[env.DemoNumber]
		t.Numbers[intake.Site("")] = h.config.Numbers[env.DemoNumber]
	}
	return t
}

func (h *house) region(code string) (desk.Region, bool) {
	r, ok := h.config.Regions[code]
	return r, ok
}

// counter is where analysts act. Who had no right to something is a line of the log.
func (h *house) counter(d *intake.Desk) *desk.Desk {
	return &desk.Desk{Intake: d, Index: h.store, Region: h.region, Refused: slack.Refusals(h.log), Register: &desk.Register{Claims: h.store, Clock: h.clock.Now}}
}

// wakes makes the worker look after each message, so that nothing waits for its round.
func (h *house) wakes(serve handle) handle {
	return func(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, func(context.Context) error) {
		defer h.worker.Wake()
		return serve(ctx, r)
	}
}

// health answers 200 while a message can be taken.
func (h *house) health(w http.ResponseWriter, r *http.Request) {
	mode := "live"
	if h.demo != nil {
		mode = "demo"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := h.store.Ping(ctx); err != nil {
		h.log.Error("healthz", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, mode, "cannot write")
		return
	}
	fmt.Fprintln(w, mode)
}

// onlyHost refuses requests whose Host is not where a demo listens: a page of the
// web could otherwise reach it under a name of its own.
func onlyHost(address string, next http.Handler) http.Handler {
	_, port, err := net.SplitHostPort(address)
	allowed := map[string]bool{address: true}
	if err == nil {
		allowed[net.JoinHostPort("localhost", port)] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !allowed[r.Host] {
			w.WriteHeader(http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// greet prints what to open, and what must be settled before the world may come.
func (h *house) greet(out io.Writer) {
	if h.demo != nil {
		fmt.Fprintf(out, "Relais, demo: open http://%s\nData: %s\n", h.address, h.data)
		return
	}
	fmt.Fprintf(out, "Relais, live, on %s\nData: %s\n", h.address, h.data)
	if h.newKeys {
		fmt.Fprintf(out, "New keys: %s. Back them up apart from the data: without them no case opens again.\n", h.keys)
	}
	for _, warning := range h.config.Warnings {
		fmt.Fprintln(out, "Warning:", warning)
	}
	fmt.Fprintln(out, "Before reporters come, settle:")
	for n := range directory.Notices() {
		fmt.Fprintf(out, "- %s (%s): %s\n", n.File, n.Compiled, n.Warning)
	}
}

func (h *house) close() {
	if h.demo != nil {
		h.demo.close()
	}
	if err := h.files.Close(); err != nil {
		h.log.Error("files", "error", err)
	}
	if err := h.store.Close(); err != nil {
		h.log.Error("store", "error", err)
	}
}

// owner names this process in leases.
func owner() string {
	var b [6]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
