// Package page is what a demo shows in the browser: a phone to text from, or the site of
// a chamber of commerce with the chat on it, beside the channel of the regional centre's
// analysts. It is static: scripts, style and
// texts in the program, no framework, no build step, nothing from another site.
//
// The page talks to the demo it is served by, on the same origin:
//
//	GET  /demo/state     {"now","mode","numbers":[{"e164","region","name"}],"regions":[{"code","name","channel","analysts":[user ids]}]}
//	POST /demo/clock     {"to": RFC 3339} or {"by": "15m"} → the new state; 400 when it would move back
//	/chat/widget.js      the chat, which the chamber's site loads as any site would
//	/standin/twilio/…    the control API of infra/standin/carrier
//	/standin/slack/…     the control API of infra/standin/workspace
package page

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"relais/locales"
)

//go:embed *.html icon.svg *.css *.js
var files embed.FS

// policy lets the page run its own scripts and styles and ask its own origin, and
// nothing else. With trusted types a script cannot turn text into markup, so what
// a reporter writes stays text even where a line of the page is wrong.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// chamberPolicy is that of a site which lets the chat in, and is shown in the page: from
// there nobody leads the whole page away, which whoever leaves the chat quickly would.
const chamberPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'self'; sandbox allow-scripts allow-same-origin allow-forms allow-popups"

// group is the part of the catalog that belongs to the page.
const group = "page."

// Handler serves the page at /, its files and its texts below /page/. The language
// is that of the query, lang=fr or another one offered; without it the default.
// It panics if the template names a text that the catalog lacks.
func Handler() http.Handler {
	texts := locales.Default()
	documents, chambers := render(texts, "index.html"), render(texts, "chamber.html")
	routes := http.NewServeMux()
	routes.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(documents[asked(texts, r)])
	})
	routes.HandleFunc("GET /page/chamber", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", chamberPolicy)
		w.Write(chambers[asked(texts, r)])
	})
	routes.HandleFunc("GET /page/texts.json", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		json.NewEncoder(w).Encode(own(texts, asked(texts, r))) // the reader is gone if this fails
	})
	routes.Handle("GET /page/", http.StripPrefix("/page", static()))
	return guarded(routes)
}

// asked returns the language of a request.
func asked(texts *locales.Catalog, r *http.Request) string {
	if tag := r.URL.Query().Get("lang"); texts.Offers(tag) {
		return tag
	}
	return texts.Tags()[0]
}

// own returns the page's texts of a language by their ids, values unfilled and
// the name of the group left out.
func own(texts *locales.Catalog, tag string) map[string]string {
	of := map[string]string{}
	for _, m := range texts.Messages(tag) {
		if id, ok := strings.CutPrefix(m.ID, group); ok {
			of[id] = m.Text
		}
	}
	return of
}

// stations are the places a message passes, in order.
var stations = []string{"message", "log", "queue", "centre"}

// tongue is a language in the switch.
type tongue struct {
	Tag, Name string
	Current   bool
}

// render writes a document in every language.
func render(texts *locales.Catalog, name string) map[string][]byte {
	// say gets its language when the document is written.
	pattern := template.Must(template.New(name).Funcs(template.FuncMap{"say": func(string) string { return "" }}).ParseFS(files, name))
	documents := map[string][]byte{}
	for _, tag := range texts.Tags() {
		var tongues []tongue
		for _, other := range texts.Tags() {
			tongues = append(tongues, tongue{other, must(texts.Text(other, group+"language", nil)), other == tag})
		}
		say := func(id string) (string, error) { return texts.Text(tag, group+id, nil) }
		var b bytes.Buffer
		document := template.Must(pattern.Clone()).Funcs(template.FuncMap{"say": say})
		if err := document.Execute(&b, map[string]any{"Lang": tag, "Tongues": tongues, "Stations": stations}); err != nil {
			panic(err)
		}
		documents[tag] = b.Bytes()
	}
	return documents
}

func must(text string, err error) string {
	if err != nil {
		panic(err)
	}
	return text
}

// static serves scripts, style and icon; the template itself is no file to fetch.
func static() http.Handler {
	served := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, ".js"), strings.HasSuffix(r.URL.Path, ".css"), strings.HasSuffix(r.URL.Path, ".svg"):
			served.ServeHTTP(w, r)
		default:
			http.NotFound(w, r)
		}
	})
}

// guarded sets the headers that hold for everything the page is made of.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
