package widget

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"relais/locales"
)

func serve(t *testing.T, path, lang string, site Site) File {
	t.Helper()
	file, ok, err := New(locales.Default()).Serve(path, lang, site)
	if err != nil || !ok {
		t.Fatalf("Serve(%q, %q): %v, %v", path, lang, ok, err)
	}
	return file
}

func TestServe(t *testing.T) {
	tests := []struct {
		name, path, lang string
		site             Site
		kind, holds      string
	}{
		{"the script", PathScript, "fr", Site{}, "text/javascript; charset=utf-8", `"button":"Aide cyber d'urgence"`},
		{"the script of a site", PathScript, "fr", Site{ID: "cci"}, "text/javascript; charset=utf-8", `"site":"\u0026site=cci"`},
		{"the frame", PathFrame, "fr", Site{}, "text/html; charset=utf-8", `<html lang="fr"`},
		{"the frame in English", PathFrame, "en", Site{}, "text/html; charset=utf-8", "Leave now"},
		{"a language that is not offered", PathFrame, "../../etc/passwd", Site{}, "text/html; charset=utf-8", `<html lang="fr"`},
		{"first aid needs no script", PathFrame, "fr", Site{}, "text/html; charset=utf-8", "Débranchez le fil réseau"},
		{"what the frame must know", PathConfig, "en", Site{Stream: true}, "application/json; charset=utf-8", `"stream":true`},
		{"the frame's script", "/chat/frame.js", "fr", Site{}, "text/javascript; charset=utf-8", "import"},
		{"the line", "/chat/line.js", "fr", Site{}, "text/javascript; charset=utf-8", "export class Line"},
		{"the style", "/chat/frame.css", "fr", Site{}, "text/css; charset=utf-8", ":root"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := serve(t, tt.path, tt.lang, tt.site)
			if file.Headers["content-type"] != tt.kind || !strings.Contains(file.Body, tt.holds) {
				t.Errorf("%s: %s, want %s with %q:\n%.600s", tt.path, file.Headers["content-type"], tt.kind, tt.holds, file.Body)
			}
			if file.Headers["x-content-type-options"] != "nosniff" || file.Headers["referrer-policy"] != "no-referrer" {
				t.Errorf("%s: headers %v", tt.path, file.Headers)
			}
		})
	}
}

func TestServeNothingElse(t *testing.T) {
	for _, path := range []string{"/chat", "/chat/", "/chat/frame.html", "/chat/widget.go", "/chat/../widget.go", "/chat/messages", "/"} {
		if _, ok, _ := New(locales.Default()).Serve(path, "fr", Site{}); ok {
			t.Errorf("%s is served", path)
		}
	}
}

func TestFramesOnlyOnSitesThatAreListed(t *testing.T) {
	tests := []struct {
		name   string
		frames []string
		want   string
	}{
		{"none", nil, "frame-ancestors 'self'"},
		{"two", []string{"https://www.example.org", "https://example.fr"}, "frame-ancestors 'self' https://www.example.org https://example.fr"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := serve(t, PathFrame, "fr", Site{Frames: tt.frames}).Headers["content-security-policy"]; !strings.HasSuffix(got, tt.want) {
				t.Errorf("policy %q, want it to end in %q", got, tt.want)
			}
		})
	}
}

func TestColours(t *testing.T) {
	tests := []struct {
		name, accent string
		want         Palette
		fault        string
	}{
		{"the desk's own", "", Palette{"#12606b", "#ffffff", "#7cc6d0", "#10171b"}, ""},
		{"black", "#000000", Palette{"#000000", "#ffffff", "#9b9b9b", "#10171b"}, ""},
		{"too light", "#ffcc00", Palette{}, "colour #ffcc00: contrast 1.51 on white, at least 4.5 is needed"},
		{"no colour", "red", Palette{}, `colour "red": want #rrggbb`},
		{"three digits", "#123", Palette{}, `colour "#123": want #rrggbb`},
		{"style in it", "#12606b;x", Palette{}, `colour "#12606b;x": want #rrggbb`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Colours(tt.accent)
			fault := ""
			if err != nil {
				fault = err.Error()
			}
			if got != tt.want || fault != tt.fault {
				t.Errorf("Colours(%q) = %v, %q; want %v, %q", tt.accent, got, fault, tt.want, tt.fault)
			}
			if err != nil {
				return
			}
			for _, pair := range [][2]string{{got.Accent, lightPanel}, {got.OnAccent, got.Accent}, {got.DarkAccent, darkPanel}, {got.OnDark, got.DarkAccent}} {
				if c := contrast(must(pair[0]), must(pair[1])); c < readable {
					t.Errorf("%s on %s: contrast %.2f", pair[0], pair[1], c)
				}
			}
		})
	}
}

// sources are the files as they are written.
func sources(t *testing.T) map[string]string {
	t.Helper()
	of := map[string]string{}
	names, err := fs.Glob(files, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if of[name], err = file(name); err != nil {
			t.Fatal(err)
		}
	}
	return of
}

// What somebody writes cannot become markup or code, and nothing comes from elsewhere.
func TestOnlyTextAndOnlyItsOwn(t *testing.T) {
	tests := []struct {
		name string
		ban  *regexp.Regexp
	}{
		{"markup", regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|createContextualFragment|DOMParser|setHTML`)},
		{"code from text", regexp.MustCompile(`\beval\b|new Function|setTimeout\(['"\x60]|javascript:|import\(`)},
		{"inline", regexp.MustCompile(`<style|\sstyle=|<script(?:>|[^>]*>[^<])|\son[a-z]+=`)},
		{"cookies or what stays", regexp.MustCompile(`document\.cookie|localStorage|indexedDB|caches\.|serviceWorker`)},
		{"another site", regexp.MustCompile(`(?:src|href|url|import|from|fetch)\s*[=(:]?\s*["'(]+\s*(?:https?:)?//[a-z]`)},
	}
	for name, source := range sources(t) {
		if name == "widget.js" {
			source = source[strings.Index(source, "'use strict'"):] // below the example of its use
		}
		for _, tt := range tests {
			if found := tt.ban.FindString(source); found != "" {
				t.Errorf("%s: %s: %q", name, tt.name, found)
			}
		}
	}
}

// On the page of others the script uses nothing that pages commonly replace.
func TestScriptNeedsNothingOfThePage(t *testing.T) {
	source := sources(t)["widget.js"]
	ban := regexp.MustCompile(`\b(?:Promise|fetch|JSON|Array|Object|async |await |sessionStorage|querySelectorAll|\.forEach|\.map\(|\.\.\.)`)
	for n, line := range strings.Split(source, "\n") {
		if found := ban.FindString(line); found != "" && !strings.HasPrefix(strings.TrimSpace(line), "//") {
			t.Errorf("widget.js:%d: uses %q", n+1, found)
		}
	}
}

// Every text the files say is there, and every text is said.
func TestEveryTextIsThereAndSaid(t *testing.T) {
	inPlace := regexp.MustCompile(`say\('(\w+)'\)|\{\{\.Say\.(\w+)\}\}`)
	outsideName := regexp.MustCompile(`\bsay\.(\w+)`)
	words := regexp.MustCompile("`\\$\\{id\\}_word`") // what a button of the menu sends
	quoted := regexp.MustCompile(`'(\w+)'`)           // which of them is said is known when the script runs
	said, wanted := map[string]bool{"language": true}, map[string]bool{}
	for name, source := range sources(t) {
		for _, found := range inPlace.FindAllStringSubmatch(source, -1) {
			wanted[found[1]+found[2]] = true
		}
		if words.MatchString(source) {
			wanted["person_word"], wanted["sms_word"] = true, true
		}
		for _, found := range quoted.FindAllStringSubmatch(source, -1) {
			said[found[1]] = true
		}
		if name != "widget.js" {
			continue
		}
		for _, found := range outsideName.FindAllStringSubmatch(source, -1) {
			wanted[outside+found[1]] = true
		}
	}
	for _, tag := range locales.Default().Tags() {
		texts := New(locales.Default()).own(tag, group)
		for id := range texts {
			if !said[id] && !wanted[id] {
				t.Errorf("%s: nothing says %s%s", tag, group, id)
			}
		}
		for id := range wanted {
			if texts[id] == "" {
				t.Errorf("%s: %s%s is said and is no text", tag, group, id)
			}
		}
	}
}

// most is what the browser may have to fetch in all, compressed, in bytes.
const most = 30_000

func TestWeight(t *testing.T) {
	sum := 0
	for _, path := range []string{PathScript, PathFrame, "/chat/frame.css", "/chat/frame.js", "/chat/line.js"} {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write([]byte(serve(t, path, "fr", Site{}).Body)) // a buffer takes everything
		w.Close()
		t.Logf("measured: %s %d bytes compressed", path, b.Len())
		sum += b.Len()
	}
	t.Logf("measured: the widget weighs %d bytes compressed", sum)
	if sum > most {
		t.Errorf("%d bytes, at most %d", sum, most)
	}
}

func TestConfigNamesEveryLanguage(t *testing.T) {
	var got config
	if err := json.Unmarshal([]byte(serve(t, PathConfig, "fr", Site{}).Body), &got); err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, l := range got.Languages {
		tags = append(tags, l.Tag)
	}
	if !slices.Equal(tags, locales.Default().Tags()) {
		t.Errorf("languages %v, want %v", tags, locales.Default().Tags())
	}
}
