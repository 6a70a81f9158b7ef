package browser

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"relais/dialogs/dossier"
	"relais/dialogs/dossier/dossiertest"
	"relais/dialogs/intake"
	pdf "relais/infra/dossier"
)

// Each page of a link, in each of its states: before its button, after it, again, too
// late, while nothing works, and what is wrong with a file; wide and narrow, in the
// browser's language.
func TestPagesOfLinks(t *testing.T) {
	for _, s := range []struct {
		name, lang    string
		width, height int64
		features      []emulation.MediaFeature
	}{
		{"narrow", "fr", 320, 568, nil},
		{"wide", "en", 1280, 800, []emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}},
	} {
		t.Run(s.name, func(t *testing.T) {
			h := opens(t, time.Date(2027, 3, 20, 1, 7, 0, 0, time.UTC))
			for line := range strings.Lines(dossiertest.Mayor) {
				h.Say(t, strings.TrimSpace(line))
			}
			p := window(t, s.width, s.height, s.features...)
			p.language(s.lang)
			look := func(state, id string) {
				p.Helper()
				p.accessible()
				p.fits()
				p.picture("links-" + s.name + "-" + state)
				want, err := h.Desk.Texts.Text(s.lang, id, map[string]string{"count": "6", "megabytes": "1"})
				if err != nil {
					t.Fatal(err)
				}
				if heard := strings.Join(p.heard(), "\n"); !strings.Contains(heard, want) {
					t.Errorf("%s: %q is not read out:\n%s", state, want, heard)
				}
				if lang := ask[string](p, `document.documentElement.lang`); lang != s.lang {
					t.Errorf("%s: the page is in %q, want %q", state, lang, s.lang)
				}
			}
			visit := func(address string) { p.do(chromedp.Navigate(address)) }
			press := func() {
				ask[bool](p, `document.body.dataset.before = "yes", true`)
				p.do(chromedp.Click(chromedp.CSS("form button")))
				p.becomes("the next page", `document.readyState === "complete" && document.body.dataset.before !== "yes"`)
			}

			files := h.link(intake.LinkFiles)
			visit(files)
			look("files-before", "link.files.lead")
			p.choose("#files", map[string]string{"photo.jpg": "\xff\xd8\xff\xe0\x00\x10JFIF a picture", "outil " + strings.Repeat("très-long-", 12) + ".exe": "MZ a program"})
			press()
			look("files-after", "link.files.done")
			if said := p.text("main"); !strings.Contains(said, "photo.jpg") || ask[int](p, `[...document.querySelectorAll("code")].filter((c) => c.innerText.length === 64).length`) != 2 {
				t.Errorf("what was kept is not told with its digests: %s", said)
			}
			visit(files)
			look("files-again", "link.gone")

			files = h.link(intake.LinkFiles)
			visit(files)
			p.choose("#files", map[string]string{"vide.txt": ""})
			press()
			look("files-empty", "link.files.empty")
			p.choose("#files", map[string]string{"grand.txt": strings.Repeat("a", 2<<20)})
			press()
			look("files-large", "link.files.large")
			h.passes(intake.LinkValidity + time.Minute)
			visit(files)
			look("files-late", "link.gone")
			files = h.link(intake.LinkFiles)
			h.fill()
			visit(files)
			p.choose("#files", map[string]string{"encore.txt": "one too many"})
			press()
			look("files-full", "link.files.full")

			fetch := h.link(intake.LinkDossier)
			visit(fetch)
			look("dossier-before", "link.dossier.lead")
			h.fails(errors.New("no room"))
			press()
			look("dossier-busy", "link.busy")
			h.fails(nil)
			visit(fetch)
			p.do(chromedp.Click(chromedp.CSS("form button")))
			p.until("the dossier is sent", func() bool { return h.last() == "200 application/zip" })
			look("dossier-after", "link.dossier.lead") // the browser stays where it was
			visit(fetch)
			look("dossier-again", "link.gone")
			fetch = h.link(intake.LinkDossier)
			h.passes(intake.LinkValidity + time.Minute)
			visit(fetch)
			look("dossier-late", "link.gone")

			join := h.link(intake.LinkJoin)
			visit(join)
			look("join-before", "link.join.lead")
			h.passes(intake.LinkValidity + time.Minute)
			visit(join)
			look("join-late", "link.gone")
		})
	}
}

// fails makes every document fail to print, or none.
func (h *house) fails(fault error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.Maker.PDF = func(d dossier.Document, made time.Time) ([]byte, int, error) {
		if fault != nil {
			return nil, 0, fault
		}
		return pdf.PDF(d, made)
	}
}

// fill leaves as many files as a case keeps.
func (h *house) fill() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for n := len(h.Case(h.t).Files); n < intake.MaxFiles; n++ {
		h.Send(h.t, "a.txt", "text/plain", []byte("a"), false)
	}
}

// language makes the browser ask for pages in a language.
func (p *tab) language(lang string) {
	p.Helper()
	_, err := chromedp.Call(p.ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": lang}})
	p.must(err)
}

// choose chooses files, by name, in a field for files.
func (p *tab) choose(selector string, files map[string]string) {
	p.Helper()
	folder := p.TempDir()
	var names []string
	for name, data := range files {
		names = append(names, filepath.Join(folder, name))
		p.must(os.WriteFile(names[len(names)-1], []byte(data), 0o600))
	}
	p.do(chromedp.SetUploadFiles(chromedp.CSS(selector), names))
}
