package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/intake"
)

// Who speaks or acts in a line of the timeline.
type Who string

// The ones.
const (
	Reporter Who = "reporter"
	Robot    Who = "robot"
	Human    Who = "analyst" // an analyst, named by Line.By
	Itself   Who = "desk"    // the desk: clocks, receipts
)

// Line is one thing that happened in a case.
type Line struct {
	N     int               `json:"n"`
	At    time.Time         `json:"at"`
	Who   Who               `json:"who"`
	By    string            `json:"by,omitempty"`    // id of the analyst
	Kind  string            `json:"kind"`            // message, or the kind of the act or the news
	Text  string            `json:"text,omitempty"`  // what was written, whole up to what a turn holds; personal
	Files int               `json:"files,omitempty"` // that came with it; they are not opened here
	Given map[string]string `json:"given,omitempty"` // of an act; personal
	Sent  Sent              `json:"sent,omitempty"`  // of a message to the reporter
	Long  int               `json:"long,omitempty"`  // bytes of a text of which Text is only the beginning
}

// Sent says how far a message to the reporter got.
type Sent string

// The ways it went. SentNoReceipt: it left, and the carrier never said more.
const (
	SentNot       Sent = ""
	SentWaiting   Sent = "waiting"
	SentLeft      Sent = "sent"
	SentArrived   Sent = "delivered"
	SentFailed    Sent = "failed"
	SentNoReceipt Sent = "sent_no_receipt"
	SentShown     Sent = "shown" // on a channel that fetches it
)

// noReceiptAfter is after how long without a receipt none is expected any more.
const noReceiptAfter = writtenLasts

// KindMessage is the kind of a line that was said or written between reporter and us.
const KindMessage = "message"

// Page is a part of a timeline, oldest first. Next is where the following begins, 0
// when there is none.
type Page struct {
	Case  Case
	Lines []Line
	Next  int
}

// Timeline returns what happened in a case from turn from on, at most limit turns,
// to an analyst who may read it. It returns ErrRefused as Do does.
func (d *Desk) Timeline(ctx context.Context, now time.Time, by Actor, key intake.Key, from, limit int) (Page, error) {
	head, s, err := d.read(ctx, by, key, "timeline")
	if err != nil {
		return Page{}, err
	}
	turns, err := d.Intake.Log.Turns(ctx, key, max(from, 1), limit)
	if err != nil {
		return Page{}, err
	}
	p := Page{Case: caseOf(head, s)}
	for _, t := range turns {
		lines, err := d.lines(t, now)
		if err != nil {
			return Page{}, err
		}
		p.Lines = append(p.Lines, lines...)
		if p.Next = t.N + 1; t.N >= head.N {
			p.Next = 0
		}
	}
	return p, nil
}

// last returns the newest lines of what was said, oldest first.
func (d *Desk) last(ctx context.Context, head intake.Turn, count int) ([]Line, error) {
	const look = 24 // turns; acts and receipts stand between messages
	turns, err := d.Intake.Log.Turns(ctx, head.Key, max(1, head.N-look+1), look)
	if err != nil {
		return nil, err
	}
	var said []Line
	for _, t := range turns {
		lines, err := d.lines(t, head.At)
		if err != nil {
			return nil, err
		}
		said = append(said, slices.DeleteFunc(lines, func(l Line) bool { return l.Kind != KindMessage })...)
	}
	return said[max(0, len(said)-count):], nil
}

// lines says what one turn holds. An erased turn holds nothing.
func (d *Desk) lines(t intake.Turn, now time.Time) ([]Line, error) {
	if len(t.Sealed) == 0 {
		return nil, nil
	}
	c, err := d.Intake.Content(t)
	if err != nil {
		return nil, err
	}
	var lines []Line
	if in := c.Inbound; in != nil {
		l := Line{N: t.N, At: t.At, Who: Reporter, Kind: KindMessage, Text: in.Text, Files: len(in.Media)}
		if in.Blob != "" {
			l.Long = in.Bytes
		}
		lines = append(lines, l)
	}
	written := c.Act != nil && c.Act.Kind == Write{}.Kind()
	if act := c.Act; act != nil && !written {
		who := Human
		if act.By == "" {
			who = Itself
		}
		lines = append(lines, Line{N: t.N, At: t.At, Who: who, By: act.By, Kind: act.Kind, Given: act.Given})
	}
	for _, k := range c.Kept {
		given := map[string]string{"name": k.Name, "bytes": strconv.FormatInt(k.Bytes, 10), "sum": intake.Shown(k.SHA256)}
		if k.Quarantined {
			given["quarantined"] = "yes"
		}
		lines = append(lines, Line{N: t.N, At: t.At, Who: Itself, Kind: string(k.Kind), Given: given})
	}
	if c.Reply != nil {
		l := Line{N: t.N, At: t.At, Who: Robot, Kind: KindMessage, Text: c.Reply.Text, Sent: sent(t, c, now)}
		if written {
			l.Who, l.By = Human, c.Act.By
		} else {
			l.Text = veiled(l.Text, c.State.Session.Values)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// veil stands for what the robot gave to the reporter alone.
const veil = "•••"

// veiled is a text of the robot without what proves who somebody is: the two words by
// which a caller is known, and the PIN. Only Call shows them, and keeps that it did.
func veiled(text string, given map[string]string) string {
	for _, value := range []string{"word1", "word2"} {
		if given[value] != "" {
			text = strings.ReplaceAll(text, given[value], veil)
		}
	}
	if pin, code := given["pin"], given["code"]; pin != "" && strings.Contains(text, code) {
		text = strings.ReplaceAll(text, pin, veil)
	}
	return text
}

// sent says how far the message of a turn got.
func sent(t intake.Turn, c intake.Content, now time.Time) Sent {
	switch t.Receipt {
	case intake.Delivered:
		return SentArrived
	case intake.Failed:
		return SentFailed
	case intake.Sent, intake.Answered:
		if now.Sub(t.At) > noReceiptAfter {
			return SentNoReceipt
		}
		return SentLeft
	}
	if c.State.Session.Channel != "sms" {
		return SentShown
	}
	if now.Sub(t.At) > noReceiptAfter {
		return SentNoReceipt
	}
	return SentWaiting
}

// Heard returns what the reporter wrote in a turn, for the thread of a region whose
// settings let it stand there, and "" for every other: it is the one text that leaves
// the desk without somebody who asked for it.
func (d *Desk) Heard(ctx context.Context, region string, key intake.Key, n int) (string, error) {
	if r, ok := d.Region(region); !ok || r.SlackText != TextFull {
		return "", nil
	}
	turns, err := d.Intake.Log.Turns(ctx, key, n, 1)
	if err != nil || len(turns) == 0 || turns[0].N != n || len(turns[0].Sealed) == 0 {
		return "", err
	}
	c, err := d.Intake.Content(turns[0])
	if err != nil || c.Inbound == nil || c.State.Region != region {
		return "", err
	}
	return c.Inbound.Text, nil
}
