// Command sheet prints a dialog on one page, for an analyst to review: what is
// said and how many SMS segments it takes, the choices with the words accepted for
// them, where everything leads, whose advice it is, and a diagram.
//
//	go run ./dialogs/sheet                                the dialogs there are
//	go run ./dialogs/sheet ransomware -lang fr            text for a terminal or a mail
//	go run ./dialogs/sheet ransomware -channel voice      as said on another channel
//	go run ./dialogs/sheet ransomware -html > page.html   one page to print
//	go run ./dialogs/sheet ransomware -words              with every accepted word
//	go run ./dialogs/sheet -grades -lang fr               the advice that somebody must sign
//	go run ./dialogs/sheet -doors -lang fr                whom a victim is sent to, and why
//
// And it checks a dossier, without a network, against the fingerprint that the reporter
// received (see verify.go):
//
//	go run ./dialogs/sheet verify dossier.zip -head 12-7F3A-91C0-55E2-0B1D-9A3C
//
// It reads the files of the repository, not what was last compiled.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/load"
	"relais/locales"
	localesload "relais/locales/load"
)

// channels a text may be said on, as in the dialog language.
var channels = []string{"sms", "voice", "web", "slack"}

func main() { os.Exit(run(os.Args[1:], time.Now(), os.Stdout, os.Stderr)) }

// options are the flags of one call.
type options struct {
	dialog, lang, channel string
	today                 string // ISO date
	html, grades, doors   bool
	allWords              bool // print the lists of accepted words in full
}

// content is everything a sheet is made of.
type content struct {
	set   *engine.Set
	texts *locales.Catalog
	words func(lang string) (map[string][]string, error)
	// The commune, and the list of communes, that take most room.
	commune, among string
}

// run prints what args ask for. It returns the exit code: 0, 1 if the content
// holds faults or writing failed, 2 for arguments.
func run(args []string, now time.Time, out, errs io.Writer) int {
	if len(args) > 0 && args[0] == "verify" {
		return verify(args[1:], out, errs)
	}
	o, code := parse(args, now, errs)
	if code >= 0 {
		return code
	}
	c, err := here()
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	return c.print(o, out, errs)
}

// here returns the content of the repository one stands in.
func here() (content, error) {
	set, texts, err := load.Here()
	if err != nil {
		return content{}, err
	}
	root, err := load.Root()
	c := content{set: set, texts: texts, words: func(lang string) (map[string][]string, error) {
		return localesload.Words(os.DirFS(filepath.Join(root, "locales")), "words."+lang+".yaml")
	}}
	c.commune, c.among = communes()
	return c, err
}

// parse reads flags that may stand before or after the dialog's name. The code is
// -1 when all is well.
func parse(args []string, now time.Time, errs io.Writer) (options, int) {
	var o options
	flags := flag.NewFlagSet("sheet", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&o.lang, "lang", "", "language (default: the first of locales/languages.yaml)")
	flags.StringVar(&o.channel, "channel", "sms", strings.Join(channels, ", "))
	flags.StringVar(&o.today, "today", now.Format(time.DateOnly), "day against which review dates are held")
	flags.BoolVar(&o.html, "html", false, "one HTML page that needs nothing else")
	flags.BoolVar(&o.grades, "grades", false, "advice graded D, warnings of the data, review dates past")
	flags.BoolVar(&o.doors, "doors", false, "the table of doors: for whom, why, on whose word")
	flags.BoolVar(&o.allWords, "words", false, "add the lists of accepted words in full")
	for {
		switch err := flags.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			return o, 0
		case err != nil:
			return o, 2
		}
		if flags.NArg() == 0 {
			break
		}
		if o.dialog != "" {
			fmt.Fprintf(errs, "sheet: one dialog at a time, not %q and %q\n", o.dialog, flags.Arg(0))
			return o, 2
		}
		o.dialog, args = flags.Arg(0), flags.Args()[1:]
	}
	if _, err := time.Parse(time.DateOnly, o.today); err != nil {
		fmt.Fprintf(errs, "sheet: -today: %q is not a date like 2026-12-31\n", o.today)
		return o, 2
	}
	if !slices.Contains(channels, o.channel) {
		fmt.Fprintf(errs, "sheet: -channel: %q is no channel (%s)\n", o.channel, strings.Join(channels, ", "))
		return o, 2
	}
	if o.doors && (o.dialog != "" || o.html || o.grades) {
		fmt.Fprintln(errs, "sheet: -doors prints the whole table, as text")
		return o, 2
	}
	if o.grades && (o.dialog != "" || o.html) {
		fmt.Fprintln(errs, "sheet: -grades lists every dialog, as text")
		return o, 2
	}
	return o, -1
}

// print writes what the options ask for and returns the exit code.
func (c content) print(o options, out, errs io.Writer) int {
	if o.lang == "" {
		o.lang = c.texts.Tags()[0]
	}
	if !c.texts.Offers(o.lang) {
		fmt.Fprintf(errs, "sheet: -lang: %q is no language (%s)\n", o.lang, strings.Join(c.texts.Tags(), ", "))
		return 2
	}
	if _, ok := c.set.Dialog(o.dialog); !ok && o.dialog != "" {
		fmt.Fprintf(errs, "sheet: no dialog %q (there are %s)\n", o.dialog, strings.Join(c.dialogs(), ", "))
		return 2
	}
	if o.dialog == "" && o.html {
		fmt.Fprintf(errs, "sheet: -html wants a dialog (there are %s)\n", strings.Join(c.dialogs(), ", "))
		return 2
	}
	words, err := c.words(o.lang)
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	s := newSheet(c, o, words)
	var text string
	switch {
	case o.doors:
		text = s.doors()
	case o.grades:
		text = s.grades()
	case o.dialog == "":
		text = s.list()
	case o.html:
		text = s.html(s.page())
	default:
		text = s.text(s.page())
	}
	if s.err != nil {
		fmt.Fprintln(errs, s.err)
		return 1
	}
	if _, err := io.WriteString(out, text); err != nil {
		fmt.Fprintf(errs, "sheet: write: %v\n", err)
		return 1
	}
	return 0
}

func (c content) dialogs() []string {
	var ids []string
	for _, d := range c.set.Dialogs {
		ids = append(ids, d.ID)
	}
	return ids
}
