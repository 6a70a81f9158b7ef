package page

import (
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"relais/locales"
)

func get(t *testing.T, target string) *httptest.ResponseRecorder {
	t.Helper()
	answer := httptest.NewRecorder()
	Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, target, nil))
	return answer
}

func TestHandler(t *testing.T) {
	tests := []struct {
		name, target string
		status       int
		kind, holds  string
	}{
		{"French by default", "/", 200, "text/html; charset=utf-8", `<html lang="fr">`},
		{"English when asked", "/?lang=en", 200, "text/html; charset=utf-8", `<html lang="en">`},
		{"a language that is not offered", "/?lang=xx", 200, "text/html; charset=utf-8", `<html lang="fr">`},
		{"texts", "/page/texts.json", 200, "application/json; charset=utf-8", `"phone.send":"Envoyer"`},
		{"texts in English", "/page/texts.json?lang=en", 200, "application/json; charset=utf-8", `"phone.send":"Send"`},
		{"a script", "/page/app.js", 200, "text/javascript; charset=utf-8", "import"},
		{"the style", "/page/style.css", 200, "text/css; charset=utf-8", ":root"},
		{"the icon", "/page/icon.svg", 200, "image/svg+xml", "<svg"},
		{"a site with the chat", "/page/chamber?lang=fr", 200, "text/html; charset=utf-8", `<script src="/chat/widget.js" async>`},
		{"its style", "/page/chamber.css", 200, "text/css; charset=utf-8", "body"},
		{"the site's template is no file", "/page/chamber.html", 404, "", ""},
		{"the template is no file", "/page/index.html", 404, "", ""},
		{"no listing", "/page/", 404, "", ""},
		{"a path of nobody", "/favicon.ico", 404, "", ""},
		{"out of the folder", "/page/../page.go", 404, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answer := get(t, tt.target)
			if tt.status == 404 && answer.Code >= 300 {
				return // a path that is not clean is redirected to one that is not there
			}
			if answer.Code != tt.status || answer.Header().Get("Content-Type") != tt.kind || !strings.Contains(answer.Body.String(), tt.holds) {
				t.Errorf("GET %s: %d %s, want %d %s with %q", tt.target, answer.Code, answer.Header().Get("Content-Type"), tt.status, tt.kind, tt.holds)
			}
			want := policy
			if strings.HasPrefix(tt.target, "/page/chamber?") {
				want = chamberPolicy
			}
			if got := answer.Header().Get("Content-Security-Policy"); got != want {
				t.Errorf("GET %s: policy %q, want %q", tt.target, got, want)
			}
		})
	}
}

func TestOnlyItsOwn(t *testing.T) {
	outside := regexp.MustCompile(`(?i)(?:src|href|url|import|from|fetch)\s*[=(:]?\s*["'(]+\s*(?:https?:)?//[a-z]`)
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|<script(?:>|[^>]*>[^<])|\son[a-z]+=|innerHTML|outerHTML|insertAdjacentHTML|document\.write`)
	entries, err := fs.Glob(files, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range entries {
		source, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		if found := outside.Find(source); found != nil {
			t.Errorf("%s: %q leads to another site", name, found)
		}
		if found := inline.Find(source); found != nil {
			t.Errorf("%s: %q is refused by the page's policy", name, found)
		}
	}
}

// used finds the ids of texts that the page says: in the template, in calls, and
// those whose last part comes from data.
func used(t *testing.T) (ids, prefixes map[string]bool) {
	t.Helper()
	ids, prefixes = map[string]bool{"language": true}, map[string]bool{}
	for _, station := range stations {
		ids["flow."+station+".name"], ids["flow."+station+".what"] = true, true
	}
	names, err := fs.Glob(files, "*.*")
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile("(?:say|counted)\\((?:\\w+ \\? )?['`]([\\w.]+)(\\$\\{)?(?:[^'`]*['`] : '([\\w.]+)')?")
	written := regexp.MustCompile(`\{\{say "([\w.]+)"\}\}`)
	for _, name := range names {
		source, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range written.FindAllStringSubmatch(string(source), -1) {
			ids[found[1]] = true
		}
		for _, line := range strings.Split(string(source), "\n") {
			for _, found := range said.FindAllStringSubmatch(line, -1) {
				switch {
				case found[2] != "":
					prefixes[found[1]] = true
				case strings.Contains(found[0], "counted("):
					ids[found[1]+".single"], ids[found[1]+".several"] = true, true
				default:
					ids[found[1]] = true
				}
				if found[3] != "" {
					ids[found[3]] = true
				}
			}
		}
	}
	return ids, prefixes
}

func TestEveryTextIsThereAndSaid(t *testing.T) {
	ids, prefixes := used(t)
	for _, tag := range locales.Default().Tags() {
		var texts map[string]string
		if err := json.Unmarshal(get(t, "/page/texts.json?lang="+tag).Body.Bytes(), &texts); err != nil {
			t.Fatal(err)
		}
		for id := range ids {
			if texts[id] == "" {
				t.Errorf("%s: the page says page.%s, which is no text", tag, id)
			}
		}
		for id := range texts {
			byData := slices.ContainsFunc(slices.Collect(maps.Keys(prefixes)), func(p string) bool { return strings.HasPrefix(id, p) })
			if !ids[id] && !byData {
				t.Errorf("%s: nothing on the page says page.%s", tag, id)
			}
		}
	}
}
