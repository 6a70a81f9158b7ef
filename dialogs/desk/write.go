package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"relais/dialogs/intake"
	"relais/locales/gsm7"
)

// MaxSegments is how many segments of SMS an analyst's text may fill; two is what
// the robot allows itself, and what is longer is seldom read to its end.
const MaxSegments = 4

// maxLetters bounds a text on channels without segments.
const maxLetters = 2000

// writtenLasts is how long the carrier may try to deliver an analyst's text. What
// arrives later answers something that has moved on.
const writtenLasts = 4 * time.Hour

// lastLines is how many lines of the conversation a preview shows: three exchanges.
const lastLines = 6

// Preview is what an analyst sees before a text leaves.
type Preview struct {
	// Draft names this text in this case; Write takes it and the text together, so
	// that what leaves is what was shown, and once.
	Draft    string
	Text     string // as it will leave
	Changed  bool   // it is not letter by letter what was typed: letters were folded
	Segments int    // of SMS; 0 on other channels
	Cost     int    // of these, in ten-thousandths of a euro; 0: nothing, or not known
	Lang     string // of the conversation
	Reach    Reach
	Watched  bool   // somebody else may read what is sent there
	Last     []Line // the last three exchanges
	Case     Case
}

// Preview shows a text as it would leave. Nothing is sent or kept. It says no, as
// Write would, to a text that cannot leave.
func (d *Desk) Preview(ctx context.Context, now time.Time, by Actor, key intake.Key, text string) (Preview, error) {
	p, _, err := d.preview(ctx, by, key, text, false)
	return p, err
}

// preview previews a text, again where another was not shown: by the other channel then,
// if there is one.
func (d *Desk) preview(ctx context.Context, by Actor, key intake.Key, text string, again bool) (Preview, intake.State, error) {
	t, s, err := d.read(ctx, by, key, "preview")
	if err != nil {
		return Preview{}, intake.State{}, err
	}
	region, who, err := d.permitted(ctx, by, s.Region, t.Case, "preview", MayLead)
	if err != nil {
		return Preview{}, intake.State{}, err
	}
	if err := writable(s, who); err != nil {
		return Preview{}, intake.State{}, err
	}
	if other, ok := s.Elsewhere(); ok && again {
		s = other
	}
	sent, err := sendable(s, region, text)
	if err != nil {
		return Preview{}, intake.State{}, err
	}
	var nonce [8]byte
	if _, err := io.ReadFull(d.Intake.Chance, nonce[:]); err != nil {
		return Preview{}, intake.State{}, err
	}
	p := Preview{
		Draft: draftOf(hex.EncodeToString(nonce[:]), key, s, sent), Text: sent, Changed: sent != strings.TrimSpace(text),
		Lang: s.Session.Lang, Reach: reach(s), Watched: s.Watched(), Case: caseOf(t, s),
	}
	if s.Session.Channel == "sms" {
		p.Segments = gsm7.Segments(sent)
		p.Cost = p.Segments * region.SMSPrice
	}
	p.Last, err = d.last(ctx, t, lastLines)
	return p, s, err
}

// draftOf binds a draft's name to its case, its text and the way by which that was to
// leave: a reporter who meanwhile goes on elsewhere is not written to there unseen.
func draftOf(nonce string, key intake.Key, s intake.State, sent string) string {
	sum := sha256.Sum256([]byte(nonce + "\x00" + key.String() + "\x00" + s.Session.Channel + "\x00" + s.From + "\x00" + sent))
	return nonce + "." + hex.EncodeToString(sum[:8])
}

// writable says no where a text cannot be written.
func writable(s intake.State, who Analyst) error {
	c := s.Charge
	switch {
	case c.Closing != nil:
		return no("closed")
	case c.Owner == "":
		return no("unclaimed")
	case c.Owner != who.ID():
		return no("held", "by", c.Owner, "since", instant(c.Since))
	case !c.Leads:
		return no("not_leading")
	}
	return unreachable(s)
}

// unreachable says no where no text gets to the reporter.
func unreachable(s intake.State) error {
	switch r := reach(s); r {
	case ReachStopped, ReachVoice, ReachMute:
		return no(string(r))
	}
	return nil
}

// sendable returns a text as it leaves for the reporter, or the reason why it does not.
func sendable(s intake.State, region Region, text string) (string, error) {
	channel := s.Session.Channel
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r != utf8.RuneError && !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r) {
			return r
		}
		return -1
	}, strings.ReplaceAll(text, "\r\n", "\n"))
	sent := intake.Sendable(channel, strings.TrimSpace(text))
	switch {
	case sent == "":
		return "", no("empty")
	case channel == "sms" && gsm7.Segments(sent) > MaxSegments:
		return "", no("too_long", "segments", strconv.Itoa(gsm7.Segments(sent)), "max", strconv.Itoa(MaxSegments))
	case utf8.RuneCountInString(sent) > maxLetters:
		return "", no("too_long_letters", "max", strconv.Itoa(maxLetters))
	}
	if told := tells(s, region, sent); s.Watched() && len(told) > 0 {
		return "", no("watched", "fields", strings.Join(told, " "))
	}
	return sent, nil
}

// Write sends the reporter a text that Preview has shown. It is the one way from an
// analyst's words to a reporter.
type Write struct {
	Draft string // of the preview
	Text  string // of the preview
}

// Kind implements Act.
func (Write) Kind() string { return "write" }
func (Write) right() Right { return MayLead }

// id makes one draft one text, however often and under however many ids the event comes.
func (w Write) id() string { return "write " + w.Draft }

func (w Write) apply(a *doing) error {
	if err := writable(*a.State, a.who); err != nil {
		return err
	}
	nonce, _, _ := strings.Cut(w.Draft, ".")
	shown := func(s intake.State) bool {
		return len(nonce) == 16 && draftOf(nonce, a.event.Case, s, w.Text) == w.Draft
	}
	if other, ok := a.State.Elsewhere(); ok && a.State.Charge.Unsent > 0 && shown(other) {
		*a.State = other
	} else if !shown(*a.State) {
		return no("not_previewed")
	}
	sent, err := sendable(*a.State, a.region, w.Text)
	if err != nil {
		return err
	}
	a.Amendment.Write(sent, writtenLasts)
	c := &a.State.Charge
	c.Waiting, c.Called, c.Unsent = time.Time{}, false, 0
	a.keep("draft", w.Draft)
	a.tell("")
	if a.word("written"); a.State.Charge.Unread.Turn > 0 {
		a.word("written_fetched")
	}
	return nil
}

// Euros is the cost as it is written, with two decimals and this between them; "" where
// it is not known.
func (p Preview) Euros(point string) string {
	if p.Cost == 0 {
		return ""
	}
	cents := (p.Cost + 99) / 100 // rounded up: nobody is told too little
	return fmt.Sprintf("%d%s%02d", cents/100, point, cents%100)
}

// Again is the preview of a text that did not reach the reporter: the one that the
// analyst's turn n wrote. One that no page has shown leaves by the other channel that the
// case has, if any. However often it is asked for, its draft leaves once.
func (d *Desk) Again(ctx context.Context, now time.Time, by Actor, key intake.Key, n int) (Preview, error) {
	_, s, err := d.read(ctx, by, key, "preview")
	if err != nil {
		return Preview{}, err
	}
	turns, err := d.Intake.Log.Turns(ctx, key, n, 1)
	if err != nil {
		return Preview{}, err
	}
	text := ""
	if len(turns) == 1 && turns[0].N == n && (turns[0].Receipt == intake.Failed || s.Charge.Unsent == n) && len(turns[0].Sealed) > 0 {
		content, err := d.Intake.Content(turns[0])
		if err != nil {
			return Preview{}, err
		}
		if content.Act != nil && content.Act.Kind == (Write{}).Kind() && content.Reply != nil {
			text = content.Reply.Text
		}
	}
	p, s, err := d.preview(ctx, by, key, text, true)
	if err != nil {
		return Preview{}, err // nothing to write again is an empty text
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "again %s %d", key, n))
	p.Draft = draftOf(hex.EncodeToString(sum[:8]), key, s, p.Text)
	return p, nil
}
