// Package locales holds every sentence a person can read, per language, and says it.
//
// Texts are found by convention: <dialog>.<step>.text, or .sms .voice .slack .web
// where a channel needs its own form, and <dialog>.<step>.choice.<id> for the
// label of a choice. They live in messages.<lang>.yaml and are compiled by go
// generate; nothing is parsed at start.
package locales

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:generate go run relais/locales/generate

// Message is one text of one language, with {{.values}} in it.
type Message struct{ ID, Text string }

// Language is one language offered. The first of Languages is the default and
// the one every other is measured against.
type Language struct {
	Tag      string // as in the file name: fr, en
	Name     string // in that language
	Messages []Message
}

// Catalog says texts. It is safe for concurrent use.
type Catalog struct {
	languages []Language
	voices    []voice
}

// voice is one language made ready on its first use. Each language has a bundle of
// its own: go-i18n has no plural rules for regional languages and would silently
// answer with those of another.
type voice struct {
	once      sync.Once
	localizer *i18n.Localizer
}

// New returns a catalog of the given languages, the default first.
func New(languages []Language) *Catalog {
	return &Catalog{languages: languages, voices: make([]voice, len(languages))}
}

// Default returns the catalog compiled into the program.
func Default() *Catalog { return New(compiled) }

// Tags lists the languages offered, the default first.
func (c *Catalog) Tags() []string {
	tags := make([]string, len(c.languages))
	for i, l := range c.languages {
		tags[i] = l.Tag
	}
	return tags
}

// Offers reports whether every text exists in the language.
func (c *Catalog) Offers(tag string) bool { return slices.Contains(c.Tags(), tag) }

// Has reports whether the language has the text.
func (c *Catalog) Has(tag, id string) bool {
	i := c.index(tag)
	_, ok := find(c.languages[i].Messages, id)
	return ok
}

// Source returns a text as its author wrote it, values unfilled.
func (c *Catalog) Source(tag, id string) (string, bool) {
	return find(c.languages[c.index(tag)].Messages, id)
}

// Messages returns all texts of a language, sorted by id.
func (c *Catalog) Messages(tag string) []Message { return c.languages[c.index(tag)].Messages }

// Text says one text with its values. An id or a value that is missing is an
// error: the reporter must never read "<no value>" or another language by accident.
func (c *Catalog) Text(tag, id string, values map[string]string) (string, error) {
	i := c.index(tag)
	source, ok := find(c.languages[i].Messages, id)
	if !ok {
		return "", fmt.Errorf("messages.%s.yaml: no text %s", c.languages[i].Tag, id)
	}
	if !strings.Contains(source, "{{") {
		return source, nil
	}
	v := &c.voices[i]
	v.once.Do(func() { v.localizer = localizer(c.languages[i]) })
	text, err := v.localizer.Localize(&i18n.LocalizeConfig{
		MessageID:      id,
		TemplateData:   values,
		TemplateParser: &template.TextParser{Option: "missingkey=error"},
	})
	if err != nil {
		return "", fmt.Errorf("messages.%s.yaml: text %s: %w", c.languages[i].Tag, id, err)
	}
	return text, nil
}

// OnChannel returns the id of the form a channel uses: id.sms if there is one, else id.text.
func (c *Catalog) OnChannel(tag, id, channel string) string {
	if own := id + "." + channel; c.Has(tag, own) {
		return own
	}
	return id + ".text"
}

// InWriting returns the id of the form for who cannot phone: id.written if there is one,
// else that of the channel.
func (c *Catalog) InWriting(tag, id, channel string) string {
	if own := id + ".written"; c.Has(tag, own) {
		return own
	}
	return c.OnChannel(tag, id, channel)
}

func (c *Catalog) index(tag string) int {
	for i, l := range c.languages {
		if l.Tag == tag {
			return i
		}
	}
	return 0
}

func find(messages []Message, id string) (string, bool) {
	i := sort.Search(len(messages), func(i int) bool { return messages[i].ID >= id })
	if i < len(messages) && messages[i].ID == id {
		return messages[i].Text, true
	}
	return "", false
}

func localizer(l Language) *i18n.Localizer {
	tag, err := language.Parse(l.Tag)
	if err != nil {
		tag = language.French
	}
	bundle := i18n.NewBundle(tag)
	for _, m := range l.Messages {
		// French and its neighbours ask for more plural forms than we write: the one
		// text is every form.
		bundle.MustAddMessages(tag, &i18n.Message{ID: m.ID, Other: m.Text})
	}
	return i18n.NewLocalizer(bundle, l.Tag)
}
