// Package widget is the browser's side of the web chat: a script for any site, which
// makes a button there, and the frame with the conversation that opens at the first
// click. Plain scripts and style, no framework, no build step, nothing from another
// site. What the scripts say comes from locales.
//
// The frame is of the desk's own origin, so that the page around it cannot read the
// conversation. On a page that forbids frames it opens in a tab of its own.
package widget

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"relais/locales"
)

// Where the files are served.
const (
	PathScript = "/chat/widget.js"
	PathFrame  = "/chat/frame"
	PathConfig = "/chat/config"
)

//go:embed frame.html *.css *.js
var files embed.FS

// Site is a page that offers the chat, as its region's settings describe it.
type Site struct {
	ID     string   // what stands behind ?site= in the script's address; empty: the desk's own
	Accent string   // #rrggbb, as Colours takes it; empty: the desk's own
	Frames []string // origins whose pages may show the frame, as https://www.example.org
	Stream bool     // GET /chat/stream is served
	SMS    bool     // the conversation can go on by SMS
}

// query is what the script adds to the frame's address.
func (s Site) query() string {
	if s.ID == "" {
		return ""
	}
	return "&site=" + url.QueryEscape(s.ID)
}

// File is an answer. Headers are in lower case.
type File struct {
	Headers map[string]string
	Body    string
}

// Widget serves the files. It is safe for concurrent use.
type Widget struct {
	texts *locales.Catalog
	frame *template.Template
}

// New prepares the files for the languages of texts.
func New(texts *locales.Catalog) *Widget {
	return &Widget{texts, template.Must(template.ParseFS(files, "frame.html"))}
}

// group is the part of the catalog that belongs to the widget; outside is the part of
// it that the script says on the page of others.
const (
	group   = "widget."
	outside = "outside."
)

// policy of the frame: its own scripts and style, its own origin, and frames only on the
// sites that are listed. With trusted types a script cannot turn text into markup, so
// what somebody writes stays text even where a line of the frame is wrong.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors "

// Serve answers GET of a path; false where there is none. A language that is not
// offered is the default. It fails on a text that is missing or an accent that
// Colours refuses, and on nothing else.
func (w *Widget) Serve(path, lang string, site Site) (File, bool, error) {
	if !w.texts.Offers(lang) {
		lang = w.texts.Tags()[0]
	}
	var (
		body string
		err  error
	)
	headers := map[string]string{
		"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
		"cross-origin-resource-policy": "same-origin",
	}
	switch path {
	case PathScript:
		body, err = w.script(site)
		headers["content-type"] = "text/javascript; charset=utf-8"
		headers["cross-origin-resource-policy"] = "cross-origin"
		headers["cache-control"] = "public, max-age=600"
	case PathFrame:
		body, err = w.page(lang, site)
		headers["content-type"] = "text/html; charset=utf-8"
		headers["content-security-policy"] = policy + ancestors(site)
		headers["content-language"] = lang
	case PathConfig:
		var config []byte
		config, err = w.config(lang, site)
		body = string(config)
		headers["content-type"] = "application/json; charset=utf-8"
	case "/chat/frame.css":
		body, err = file("frame.css")
		headers["content-type"] = "text/css; charset=utf-8"
	case "/chat/frame.js", "/chat/line.js", "/chat/link.js":
		body, err = file(strings.TrimPrefix(path, "/chat/"))
		headers["content-type"] = "text/javascript; charset=utf-8"
	default:
		return File{}, false, nil
	}
	return File{headers, body}, true, err
}

func file(name string) (string, error) {
	body, err := files.ReadFile(name)
	return string(body), err
}

func ancestors(site Site) string {
	if len(site.Frames) == 0 {
		return "'self'"
	}
	return "'self' " + strings.Join(site.Frames, " ")
}

// script is widget.js with what it must know before it may ask anybody: the button's
// texts and colours. A page's own policy may forbid it to fetch them.
func (w *Widget) script(site Site) (string, error) {
	colours, err := Colours(site.Accent)
	if err != nil {
		return "", err
	}
	said := map[string]map[string]string{}
	for _, tag := range w.texts.Tags() {
		said[tag] = w.own(tag, group+outside)
	}
	known, err := json.Marshal(map[string]any{"site": site.query(), "colours": colours, "languages": w.texts.Tags(), "texts": said})
	if err != nil {
		return "", err
	}
	source, err := file("widget.js")
	if err != nil {
		return "", err
	}
	before, after, found := strings.Cut(source, "'KNOWN'")
	if !found {
		return "", fmt.Errorf("widget.js: no place for what it must know")
	}
	return before + string(known) + after, nil
}

// language is one in the switch.
type language struct {
	Tag  string `json:"tag"`
	Name string `json:"name"`
}

// config is what the frame must know.
type config struct {
	Site      string            `json:"site,omitempty"`
	Lang      string            `json:"lang"`
	Languages []language        `json:"languages"`
	Colours   Palette           `json:"colours"`
	Stream    bool              `json:"stream,omitempty"`
	SMS       bool              `json:"sms,omitempty"`
	Texts     map[string]string `json:"texts"`
}

func (w *Widget) config(lang string, site Site) ([]byte, error) {
	colours, err := Colours(site.Accent)
	if err != nil {
		return nil, err
	}
	c := config{Site: site.ID, Lang: lang, Colours: colours, Stream: site.Stream, SMS: site.SMS, Texts: w.own(lang, group)}
	for _, tag := range w.texts.Tags() {
		name, err := w.texts.Text(tag, group+"language", nil)
		if err != nil {
			return nil, err
		}
		c.Languages = append(c.Languages, language{tag, name})
	}
	return json.Marshal(c)
}

// page is frame.html in a language. What it must know stands in it: the first aid is
// read before any script has run, and nothing more must be fetched to begin.
func (w *Widget) page(lang string, site Site) (string, error) {
	known, err := w.config(lang, site)
	if err != nil {
		return "", err
	}
	aid, err := w.texts.Text(lang, w.texts.OnChannel(lang, "notice.first_aid", "web"), nil)
	if err != nil {
		return "", err
	}
	// What the browser's history keeps says nothing of an attack.
	title, err := w.texts.Text(lang, "chat.title", nil)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = w.frame.Execute(&b, map[string]any{"Lang": lang, "Title": title, "Known": string(known), "Aid": aid, "Say": w.own(lang, group)})
	return b.String(), err
}

// own returns the texts below a prefix by the rest of their ids.
func (w *Widget) own(lang, prefix string) map[string]string {
	of := map[string]string{}
	for _, m := range w.texts.Messages(lang) {
		if id, ok := strings.CutPrefix(m.ID, prefix); ok {
			of[id] = m.Text
		}
	}
	return of
}
