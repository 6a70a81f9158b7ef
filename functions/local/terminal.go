package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs"
	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/understand"
	"relais/infra/env"
	"relais/infra/env/regions"
	"relais/infra/files"
	"relais/infra/sqlite"
	"relais/locales"
)

// terminal is the desk of whoever sits at the machine, for when Slack is refused or
// down. It works on the file of the program, whether that runs or not; what it wants
// to send leaves when that runs.
//
//	go run ./functions/local desk -as "NAME" [-region 76] [-data DIR] COMMAND [CODE] [ARGUMENTS]
type terminal struct {
	desk   *desk.Desk
	region desk.Region
	by     desk.Actor
	now    time.Time
	lang   string
	in     *bufio.Scanner
	out    io.Writer
}

// terminalDesk runs one command of an analyst.
func terminalDesk(ctx context.Context, args []string, lookup func(string) (string, bool), in io.Reader, out, errs io.Writer) error {
	var data, as, region, lang string
	flags := flag.NewFlagSet("desk", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&data, "data", "relais-data", "folder of the data")
	flags.StringVar(&as, "as", "", "name or id of the analyst in the region's settings")
	flags.StringVar(&region, "region", "76", "code of the region")
	flags.StringVar(&lang, "lang", locales.Default().Tags()[0], "language of the answers")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	t := &terminal{by: desk.Actor{Team: desk.Terminal, User: as}, lang: lang, in: bufio.NewScanner(in), out: out}
	store, err := t.open(ctx, data, region, lookup, errs)
	if err != nil {
		return err
	}
	defer store.Close()
	err = t.command(ctx, flags.Args())
	if n, ok := errors.AsType[*desk.No](err); ok {
		return t.word(n.Word)
	}
	if errors.Is(err, desk.ErrRefused) {
		return t.word(desk.Word{ID: "refused"})
	}
	return err
}

// open opens the file of the program that keeps its data there. A file that is not
// there is not made: somebody has mistaken the folder.
func (t *terminal) open(ctx context.Context, data, code string, lookup func(string) (string, bool), errs io.Writer) (*sqlite.Store, error) {
	config, err := env.Read(lookup, regions.Read)
	if err != nil {
		return nil, err
	}
	clock := &clock{}
	if !config.Live {
		config = demoConfig("http://127.0.0.1")
		if clock, err = newClock(data, time.Time{}); err != nil {
			return nil, err
		}
	}
	keys, err := env.ReadKeys(cmp.Or(config.Keys, filepath.Join(data, "keys.json")))
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, filepath.Join(data, "relais.db"), sqlite.Options{Clock: time.Now, MaxReceives: localReceives})
	if err != nil {
		return nil, err
	}
	kept, err := files.Open(filepath.Join(data, filesFolder))
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	t.now, t.region = clock.Now(), config.Regions[code]
	t.desk = &desk.Desk{
		Intake: &intake.Desk{
			Files: kept, Log: store, Blobs: store, Tokens: store, Keys: keys, Set: dialogs.Set(), Texts: locales.Default(), Reader: understand.New(),
			Territory: config.Territory(), Chance: rand.Reader,
		},
		Index:    store,
		Region:   func(code string) (desk.Region, bool) { r, ok := config.Regions[code]; return r, ok },
		Register: &desk.Register{Claims: store, Clock: clock.Now},
		Refused: func(_ context.Context, r desk.Refusal) {
			fmt.Fprintf(errs, `{"level":"WARN","msg":"security","act":%q,"region":%q,"case":%q,"why":%q}`+"\n", r.Act, r.Region, r.Case, r.Why)
		},
	}
	return store, nil
}

// plain are the commands that take a case and nothing else.
var plain = map[string]desk.Act{
	"claim": desk.Claim{}, "takeover": desk.TakeOver{}, "release": desk.Release{}, "giveup": desk.GiveUp{}, "call": desk.Call{},
	"reopen": desk.Reopen{}, "decline": desk.Decline{}, "withdraw": desk.Withdraw{},
}

func (t *terminal) command(ctx context.Context, args []string) error {
	verb, args := first(args)
	switch verb {
	case "list":
		return t.list(t.desk.List(ctx, t.by, t.region.Code))
	case "mine":
		return t.list(t.desk.Mine(ctx, t.by, t.region.Code))
	case "ending":
		return t.list(t.desk.Ending(ctx, t.now, t.by, t.region.Code))
	case "today":
		return t.today(ctx)
	case "refusals":
		return t.refusals(ctx, args)
	}
	code, args := first(args)
	if verb == "" || code == "" {
		return t.say("usage", nil)
	}
	key, err := t.find(ctx, code)
	if err != nil {
		return err
	}
	word, rest := first(args)
	if act, ok := plain[verb]; ok {
		return t.act(ctx, key, act)
	}
	switch verb {
	case "show":
		return t.show(ctx, key)
	case "write":
		return t.write(ctx, key, strings.Join(args, " "))
	case "accept":
		return t.act(ctx, key, desk.Accept{Said: strings.Join(args, " ")})
	case "handover":
		return t.act(ctx, key, desk.HandOver{To: t.idOf(word), Brief: strings.Join(rest, " ")})
	case "ask":
		to, _ := first(rest)
		return t.act(ctx, key, desk.Ask{Receiver: intake.OfferKind(word), To: to})
	case "pass":
		to, rest := first(rest)
		consent, rest := first(rest)
		return t.act(ctx, key, desk.Pass{Receiver: intake.OfferKind(word), To: to, Consent: consent, Brief: strings.Join(rest, " ")})
	case "relate":
		other, err := t.other(ctx, word)
		if err != nil {
			return err
		}
		return t.act(ctx, key, desk.Relate{To: other})
	case "unrelate":
		other, err := t.other(ctx, word)
		if err != nil {
			return err
		}
		return t.act(ctx, key, desk.Unrelate{Case: other.ID})
	case "again":
		return t.again(ctx, key)
	case "extract":
		to, rest := first(rest)
		file, _ := first(rest)
		return t.extract(ctx, key, word, to, file)
	case "erase":
		return t.erase(ctx, key, code, word)
	case "grade":
		return t.act(ctx, key, desk.Grade{Level: word, Reason: strings.Join(rest, " ")})
	case "correct":
		return t.act(ctx, key, desk.Correct{Fact: word, Value: strings.Join(rest, " ")})
	case "close":
		complaint, rest := first(rest)
		tlp, rest := first(rest)
		return t.act(ctx, key, desk.Close{Category: word, Complaint: complaint, TLP: tlp, Cause: strings.Join(rest, " ")})
	case "export":
		file, _ := first(rest)
		if filepath.Ext(file) == ".zip" {
			return t.dossier(ctx, key, word, file)
		}
		return t.export(ctx, key, word, file)
	}
	return t.say("usage", nil)
}

// dossier writes what the reporter would be handed into a new file.
func (t *terminal) dossier(ctx context.Context, key intake.Key, tlp, name string) error {
	event := t.event(key, desk.Export{TLP: tlp})
	if _, err := t.desk.Do(ctx, t.now, event); err != nil {
		return err
	}
	handed, err := maker(t.desk.Intake).Export(ctx, t.now, key, event.ID)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = file.Write(handed.Zip); err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	return t.say("dossier", map[string]string{"file": name, "print": handed.Print})
}

func first(args []string) (string, []string) {
	if len(args) == 0 {
		return "", nil
	}
	return args[0], args[1:]
}

// idOf is the id of the analyst of the region with a name.
func (t *terminal) idOf(name string) string {
	for _, a := range t.region.Analysts {
		if a.Name == name {
			return a.ID()
		}
	}
	return name
}

func (t *terminal) find(ctx context.Context, code string) (intake.Key, error) {
	c, found, err := t.desk.Find(ctx, t.by, t.region.Code, code)
	if err == nil && !found {
		err = &desk.No{Word: desk.Word{ID: "no_case"}}
	}
	if err != nil {
		return intake.Key{}, err
	}
	return desk.KeyOf(c)
}

// event gives an act an id of its own: each command is typed once.
func (t *terminal) event(key intake.Key, act desk.Act) desk.Event {
	return desk.Event{ID: "terminal " + rand.Text(), By: t.by, Case: key, Act: act}
}

func (t *terminal) act(ctx context.Context, key intake.Key, act desk.Act) error {
	result, err := t.desk.Do(ctx, t.now, t.event(key, act))
	if err != nil {
		return err
	}
	if c := result.Contact; c != nil {
		fmt.Fprintf(t.out, "%s  %s %s\n", c.Number, c.Words[0], c.Words[1])
		switch {
		case c.PIN != "":
			if err := t.say("pin", map[string]string{"code": c.Code, "pin": c.PIN}); err != nil {
				return err
			}
		case c.Spent:
			if err := t.say("spent", nil); err != nil {
				return err
			}
		}
	}
	return t.word(result.Word)
}

// export writes a case out: to a file that is not there yet and that its owner alone
// reads, as a text or, if its name ends in .json, for a machine; without one it prints
// what a machine reads.
func (t *terminal) export(ctx context.Context, key intake.Key, tlp, file string) error {
	out := t.out
	if file != "" {
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		out = f
	}
	doc, result, err := t.desk.Take(ctx, t.now, t.event(key, desk.Export{TLP: tlp}))
	if err != nil {
		if file != "" {
			err = errors.Join(err, os.Remove(file))
		}
		return err
	}
	var text string
	if file == "" || filepath.Ext(file) == ".json" {
		var body []byte
		body, err = doc.JSON()
		text = string(body) + "\n"
	} else {
		text, err = doc.Text(t.desk.Intake.Texts, t.lang, t.region)
	}
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, text); err != nil || file == "" {
		return err
	}
	return t.word(result.Word)
}

// sealedEnding is how the name of a file ends that was taken out of quarantine: no program
// opens it.
const sealedEnding = ".age"

// extract takes a file that the reporter left out of quarantine, into a new file that only
// the holder of a key of age can open.
func (t *terminal) extract(ctx context.Context, key intake.Key, sum, to, name string) error {
	seal, err := files.SealFor(to)
	if err != nil || filepath.Ext(name) != sealedEnding {
		return t.say("extract_how", nil)
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	taken, err := t.desk.Extract(ctx, t.now, t.by, key, "terminal "+rand.Text(), sum, to)
	if err == nil {
		err = seal.Seal(file, taken.Data)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	if err := t.word(taken.Word); err != nil {
		return err
	}
	return t.say("extracted", map[string]string{"file": name, "sum": taken.SHA256, "bytes": fmt.Sprint(taken.Bytes), "type": taken.Type})
}

// other is another case of the region, by its code.
func (t *terminal) other(ctx context.Context, code string) (desk.Case, error) {
	key, err := t.find(ctx, code)
	if err != nil {
		return desk.Case{}, err
	}
	return t.desk.Show(ctx, t.by, key)
}

// erase wants the code of the case typed once more, after what will happen was said.
func (t *terminal) erase(ctx context.Context, key intake.Key, code, why string) error {
	if err := t.say("erase", map[string]string{"code": code}); err != nil {
		return err
	}
	if !t.in.Scan() {
		return t.say("not_erased", nil)
	}
	return t.act(ctx, key, desk.Erase{Why: why, Twice: [2]string{code, strings.TrimSpace(t.in.Text())}})
}

// refusals prints who had no right to what on a day, UTC; today if none is named.
func (t *terminal) refusals(ctx context.Context, args []string) error {
	day := t.now
	if text, _ := first(args); text != "" {
		var err error
		if day, err = time.Parse(time.DateOnly, text); err != nil {
			return t.say("usage", nil)
		}
	}
	kept, total, err := t.desk.Refusals(ctx, t.by, t.region.Code, day)
	if err != nil {
		return err
	}
	for _, k := range kept {
		fmt.Fprintf(t.out, "%s  %-9s  %-10s  %s/%s  %s\n", k.At.In(t.region.Zone()).Format(time.DateTime), k.Why, desk.Visible(k.Act), desk.Visible(k.By.Team), desk.Visible(k.By.User), k.Case)
	}
	return t.say("refusals", map[string]string{"n": fmt.Sprint(total), "shown": fmt.Sprint(len(kept))})
}

func (t *terminal) today(ctx context.Context) error {
	counts, err := t.desk.Today(ctx, t.now, t.by, t.region.Code)
	if err != nil {
		return err
	}
	return t.say("today", map[string]string{
		"open": fmt.Sprint(counts.Open), "unclaimed": fmt.Sprint(counts.Unclaimed), "p1": fmt.Sprint(counts.P1),
		"opened": fmt.Sprint(counts.Opened), "closed": fmt.Sprint(counts.Closed),
	})
}

// write shows a text as it will leave.
func (t *terminal) write(ctx context.Context, key intake.Key, text string) error {
	p, err := t.desk.Preview(ctx, t.now, t.by, key, text)
	if err != nil {
		return err
	}
	return t.confirm(ctx, key, p)
}

// again shows the newest text that did not reach the reporter, as write does.
func (t *terminal) again(ctx context.Context, key intake.Key) error {
	c, err := t.desk.Show(ctx, t.by, key)
	if err != nil {
		return err
	}
	p, err := t.desk.Again(ctx, t.now, t.by, key, c.Charge.Unsent)
	if err != nil {
		return err
	}
	return t.confirm(ctx, key, p)
}

// confirm shows what would leave, and sends it when somebody types oui or yes.
func (t *terminal) confirm(ctx context.Context, key intake.Key, p desk.Preview) error {
	for _, l := range p.Last {
		if err := t.line(l); err != nil {
			return err
		}
	}
	fmt.Fprintf(t.out, "\n%s\n\n", desk.Visible(p.Text))
	if p.Watched {
		if err := t.say("watched", nil); err != nil {
			return err
		}
	}
	point, err := t.desk.Intake.Texts.Text(t.lang, "desk.slack.write.point", nil)
	if err != nil {
		return err
	}
	segments := ""
	if p.Segments > 0 { // in a chat there are none
		segments = strconv.Itoa(p.Segments)
	}
	if err := t.say("confirm", map[string]string{"segments": segments, "lang": p.Lang, "price": p.Euros(point)}); err != nil {
		return err
	}
	if !t.in.Scan() || !slices.Contains([]string{"oui", "yes"}, strings.ToLower(strings.TrimSpace(t.in.Text()))) {
		return t.say("not_sent", nil)
	}
	return t.act(ctx, key, desk.Write{Draft: p.Draft, Text: p.Text})
}

// list prints the cases that a list of the desk has.
func (t *terminal) list(cases []outbox.Summary, err error) error {
	if err != nil {
		return err
	}
	if len(cases) == 0 {
		return t.say("nothing", nil)
	}
	for _, c := range cases {
		opened, err := t.desk.Intake.Texts.At(t.lang, c.Opened.In(t.region.Zone()), t.now)
		if err != nil {
			return err
		}
		fmt.Fprintf(t.out, "%s  %s  %-20s  %-28s  %s\n", c.Code, c.Severity, c.Incident, opened, t.region.NameOf(c.Owner))
	}
	return nil
}

// timelinePage is how many turns are read at once.
const timelinePage = 100

func (t *terminal) show(ctx context.Context, key intake.Key) error {
	for from := 1; from > 0; {
		page, err := t.desk.Timeline(ctx, t.now, t.by, key, from, timelinePage)
		if err != nil {
			return err
		}
		for _, l := range page.Lines {
			if err := t.line(l); err != nil {
				return err
			}
		}
		from = page.Next
	}
	doors, err := t.desk.Doors(ctx, t.now, t.by, key, t.lang)
	for _, line := range doors {
		if _, err := fmt.Fprintln(t.out, "-", line); err != nil {
			return err
		}
	}
	return err
}

func (t *terminal) line(l desk.Line) error {
	who := t.region.NameOf(l.By)
	if who == "" {
		var err error
		if who, err = t.desk.Intake.Texts.Text(t.lang, "desk.who."+string(l.Who), nil); err != nil {
			return err
		}
	}
	at, err := t.desk.Intake.Texts.At(t.lang, l.At.In(t.region.Zone()), t.now)
	if err != nil {
		return err
	}
	text := l.Text
	if l.Kind != desk.KindMessage {
		text = "[" + l.Kind + "]"
		for _, k := range slices.Sorted(maps.Keys(l.Given)) {
			text += " " + k + "=" + l.Given[k]
		}
	}
	sent := ""
	if l.Sent != desk.SentNot {
		sent = " (" + string(l.Sent) + ")"
	}
	_, err = fmt.Fprintf(t.out, "%3d  %s  %s%s: %s\n", l.N, at, who, sent, strings.ReplaceAll(desk.Visible(text), "\n", "\n     "))
	return err
}

func (t *terminal) word(w desk.Word) error {
	text, err := t.desk.Say(t.lang, t.region, t.now, w)
	if err == nil {
		_, err = fmt.Fprintln(t.out, text)
	}
	return err
}

func (t *terminal) say(id string, values map[string]string) error {
	text, err := t.desk.Intake.Texts.Text(t.lang, "desk.terminal."+id, values)
	if err == nil {
		_, err = fmt.Fprintln(t.out, text)
	}
	return err
}
