// Package browser opens the demo's page in Chromium, plays a night on it and looks
// at what a person would see; so it does with the chat's widget, on the desk and on
// pages of others. It needs Chromium and "npm ci" in this folder, so it
// runs nothing unless asked:
//
//	go test ./tests/browser -args -browser /usr/bin/chromium [-browser.pictures dir]
//
// TestOnAWS needs Java and npm besides.
package browser

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"relais/tests/program"
)

var (
	chromium = flag.String("browser", "", "play the demo in the Chromium at this `path`")
	pictures = flag.String("browser.pictures", "", "write pictures of the page into this `folder`")
)

// built is the path of the program under test; browser is the Chromium that every
// test opens its windows in.
var (
	built   string
	browser context.Context
)

func TestMain(m *testing.M) {
	flag.Parse()
	if *chromium == "" {
		return
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	path, remove, err := program.Build()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer remove()
	built = path
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(*chromium), chromedp.NoSandbox,
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1")) // no test leaves this machine
	allocated, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	browser, cancel = chromedp.NewContext(allocated)
	defer cancel()
	if err := chromedp.Do(browser); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// start is a Saturday at 02:06 in Paris, while every centre of metropolitan France
// is closed: the next Saturday 02:07 is a minute away.
const start = "2026-11-28T02:06:00+01:00"

// demo starts the program on a free port with data of its own and returns its address.
func demo(t *testing.T) string {
	t.Helper()
	return launched(t, t.TempDir(), t.TempDir(), "-data", t.TempDir(), "-now", start)
}

// launched starts the program in a folder, with flags, and waits until it answers.
func launched(t *testing.T, folder, home string, flags ...string) string {
	t.Helper()
	address := program.FreeAddress(t)
	served := exec.Command(built, append([]string{"-addr", address}, flags...)...)
	served.Dir = folder
	served.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GOFLAGS=" + os.Getenv("GOFLAGS")} // no keys: a demo
	var said strings.Builder
	served.Stdout, served.Stderr = &said, &said
	if err := served.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- served.Wait() }()
	t.Cleanup(func() {
		served.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			served.Process.Kill()
			<-ended
		}
		if t.Failed() {
			t.Logf("the program said:\n%s", said.String())
		}
	})
	for range 1200 {
		answer, err := http.Get("http://" + address + "/healthz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return "http://" + address
			}
		}
		select {
		case err := <-ended:
			t.Fatalf("the program ended: %v\n%s", err, said.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatalf("the program does not answer at %s\n%s", address, said.String())
	return ""
}

// tab is one page in the browser.
type tab struct {
	*testing.T
	ctx   context.Context
	world runtime.ExecutionContextID // where expressions run; 0: in the page

	mu     sync.Mutex
	faults []string // errors and warnings of the console
}

// open shows address in a window of its own, which shares nothing with others, and
// waits until it is ready.
func open(t *testing.T, address string, width, height int64, features ...emulation.MediaFeature) *tab {
	t.Helper()
	p := window(t, width, height, features...)
	p.visit(address)
	return p
}

// window is an empty window that shares nothing with others.
func window(t *testing.T, width, height int64, features ...emulation.MediaFeature) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	return opened(t, ctx, width, height, features...)
}

// opened starts the tab of a context.
func opened(t *testing.T, ctx context.Context, width, height int64, features ...emulation.MediaFeature) *tab {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	p := &tab{T: t, ctx: ctx}
	p.must(chromedp.Do(ctx))
	p.must(chromedp.Listen(ctx, p.hear))
	p.do(chromedp.EmulateViewport(width, height))
	media := emulation.SetEmulatedMediaParams{}
	for _, f := range features {
		media.Features = append(media.Features, &f)
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media)
	p.must(err)
	_, err = chromedp.Call(ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Europe/Paris"})
	p.must(err)
	return p
}

// visit shows a page that says when it is ready.
func (p *tab) visit(address string) {
	p.Helper()
	p.do(chromedp.Navigate(address))
	p.await("the page is ready", `document.documentElement.dataset.ready === "yes"`)
}

// hear keeps what the page complains about.
func (p *tab) hear(event any) {
	fault := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		fault = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			for _, arg := range e.Args {
				fault += string(arg.Value) + arg.Description
			}
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			fault = e.Entry.Text + " " + e.Entry.URL
		}
	}
	// The chamber's site is of the demo's own origin: its sandbox keeps it from leading the
	// page away, it is no wall against it.
	if fault != "" && !strings.Contains(fault, "can escape its sandboxing") {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.faults = append(p.faults, fault)
	}
}

// quiet fails if the console told of an error or a warning.
func (p *tab) quiet() {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, fault := range p.faults {
		p.Errorf("console: %s", fault)
	}
}

func (p *tab) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	p.must(chromedp.Do(p.ctx, steps...))
}

// await waits until an expression holds.
func (p *tab) await(what, expression string) {
	p.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingInterval(30*time.Millisecond), chromedp.WithPollingTimeout(20*time.Second)))
	if err != nil {
		p.Errorf("%s: %v\nshown: %s", what, err, p.text("#texts, #log"))
		p.picture("failed-" + strings.ReplaceAll(p.Name(), "/", "-"))
		p.FailNow()
	}
}

// ask evaluates an expression to a value.
func ask[V any](p *tab, expression string) V {
	p.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[V](expression, chromedp.EvalAwaitPromise, p.evaluated))
	p.must(err)
	return value
}

// text is what is written in the element.
func (p *tab) text(selector string) string {
	p.Helper()
	return ask[string](p, fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ""`, selector))
}

// click clicks with the mouse; the element must be in sight and uncovered.
func (p *tab) click(selector string) {
	p.Helper()
	p.do(chromedp.Click(chromedp.CSS(selector)))
}

// write types a text message and sends it with Enter, and waits for the answer.
func (p *tab) write(message string) string {
	p.Helper()
	return p.answered(func() { p.do(chromedp.SendKeys(chromedp.CSS("#message"), message+"\r")) })
}

// tap answers with the chip of a key, and waits for the answer.
func (p *tab) tap(key int) string {
	p.Helper()
	return p.answered(func() { p.click(fmt.Sprintf("#chips button:nth-child(%d)", key)) })
}

// answered does something that makes the desk answer and returns the answer, once
// the phone shows that it arrived.
func (p *tab) answered(act func()) string {
	p.Helper()
	before := ask[int](p, `document.querySelectorAll(".text.theirs .words").length`)
	act()
	p.await("an answer", fmt.Sprintf(`document.querySelectorAll(".text.theirs .words").length > %d`, before))
	p.await("the answer is delivered", `[...document.querySelectorAll(".text.theirs .travel")].at(-1).innerText.includes("✓")`)
	return ask[string](p, `[...document.querySelectorAll(".text.theirs .words")].at(-1).innerText`)
}

// picture keeps what the window shows now.
func (p *tab) picture(name string) {
	p.Helper()
	if *pictures == "" {
		return
	}
	image, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if p.Failed() && err != nil {
		return // the fault is told, and a frame has no picture of its own
	}
	p.must(err)
	p.must(os.MkdirAll(*pictures, 0o755))
	p.must(os.WriteFile(filepath.Join(*pictures, name+".png"), image, 0o644))
}

// still waits until nothing on the page glows, waits or moves any more.
func (p *tab) still() {
	p.Helper()
	p.await("the page is at rest", `!document.querySelector(".fresh, .touched, .passed, .writing, .notice.shown") && document.getAnimations().length === 0`)
}

// held names the rules that pages are held to: WCAG 2.2 up to level AA, and what
// axe-core's makers count as best practice. Rules that axe-core leaves out unless named,
// as the size of targets is, are among them; deprecated ones are not.
const held = `axe.getRules(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).filter((r) => !r.tags.includes("deprecated")).map((r) => r.ruleId)`

// violation is a rule that axe-core finds broken, and where.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct{ HTML, FailureSummary string }
}

// violations are what axe-core finds on the page as it is. It fails if a rule did not run.
func (p *tab) violations() []violation {
	p.Helper()
	if !ask[bool](p, `typeof axe === "object"`) {
		axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
		p.must(err)
		ask[bool](p, string(axe)+";true")
	}
	var report struct {
		Found []violation
		Left  []string // rules that did not run
	}
	answer := ask[string](p, fmt.Sprintf(`(async (held) => {
		const r = await axe.run(document, {runOnly: {type: "rule", values: held}, iframes: false});
		const ran = new Set([...r.passes, ...r.violations, ...r.incomplete, ...r.inapplicable].map(({ id }) => id));
		return JSON.stringify({Found: r.violations, Left: held.filter((id) => !ran.has(id))});
	})(%s)`, held))
	p.must(json.Unmarshal([]byte(answer), &report))
	if len(report.Left) > 0 {
		p.Errorf("axe did not run %v", report.Left)
	}
	return report.Found
}

// accessible fails for each fault that axe-core finds on the page as it is.
func (p *tab) accessible() {
	p.Helper()
	p.still()
	for _, v := range p.violations() {
		for _, n := range v.Nodes {
			p.Errorf("axe: %s (%s): %s\n%s\n%s", v.ID, v.Impact, v.Help, n.HTML, n.FailureSummary)
		}
	}
}

// accessibleNarrow is accessible in this window, and in one 320 pixels wide, where nothing
// is cut off either.
func (p *tab) accessibleNarrow() {
	p.Helper()
	p.accessible()
	p.resize(320, 568)
	p.accessible()
	p.fits()
}

// What the pages are held to is looked for: a page that breaks it is found out, rule by rule.
func TestAccessibleCanFail(t *testing.T) {
	p := window(t, 320, 568)
	p.do(chromedp.Navigate(`data:text/html,<html><title>x</title><body><div style="color:%23999">grey</div><input>` +
		`<button style="width:9px;height:9px;padding:0" aria-label="a"></button><button style="width:9px;height:9px;padding:0" aria-label="b"></button></body></html>`))
	var got []string
	for _, v := range p.violations() {
		got = append(got, v.ID)
	}
	for _, want := range []string{"color-contrast", "html-has-lang", "label", "landmark-one-main", "page-has-heading-one", "region", "target-size"} {
		if !slices.Contains(got, want) {
			t.Errorf("found are %v, not %s", got, want)
		}
	}
}
