package intake

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/locales/gsm7"
)

// LinkValidity is how long a one-time link works.
const LinkValidity = 30 * time.Minute

// offerPause is the least time between two offers of a link that nobody used: who asks at
// once again has one.
const offerPause = 2 * time.Minute

// asks are the words after which the dossier is offered.
var asks = []string{"complaint", "file"}

// mayLink reports whether a link may be said where a conversation is: by voice nobody
// opens one, and where the attacker reads along it would open the case to him.
func (d *Desk) mayLink(s State, session *engine.Session) bool {
	return d.Links != "" && d.Tokens != nil && !s.Mute && !s.watched(session) && session.Channel != "voice"
}

// mayGoOn reports whether a link to go on by another channel was asked for and may be given.
func (d *Desk) mayGoOn(now time.Time, s State, command string) bool {
	return command == "link" && d.mayLink(s, &s.Session) && !s.given(now, s.Linked)
}

// given reports whether a link that was given at an instant is new and still opens
// something. The instant is the zero time once it was used.
func (s State) given(now, at time.Time) bool {
	return now.Sub(at) < offerPause && !s.leftSince(at)
}

// mayOffer reports whether the case has something to hand over, and a way to say so.
func (d *Desk) mayOffer(now time.Time, s State, command string) bool {
	f := s.Session.Facts
	incident := f.Get("incident")
	return slices.Contains(asks, command) && d.mayLink(s, &s.Session) && f["incident"] != "" && incident != "not_incident" && !s.given(now, s.Offered)
}

// offerDue is when the links that were asked for are to be given: at once, in a message
// of its own, because the answer to the word fills one.
func (s State) offerDue() time.Time {
	if s.awaits() == "" {
		return time.Time{}
	}
	return s.Heard
}

// The links that are given, by the texts notice.<id> that say them.
const (
	dossierLink = "dossier_link"
	filesLink   = "files_link"
	joinLink    = "join_link"
)

// awaits is the link to be given next, "" if none is.
func (s State) awaits() string {
	switch {
	case s.Offer:
		return dossierLink
	case s.Leave:
		return filesLink
	case s.Onward:
		return joinLink
	}
	return ""
}

// offer gives the links that were asked for, a message in each turn. A turn that loses its
// place leaves links that nobody knows, and they expire.
func (d *Desk) offer(ctx context.Context, now time.Time, head Turn, t *draft) error {
	s := &t.content.State
	link := s.awaits()
	switch link {
	case dossierLink:
		s.Offer, s.Offered = false, Stamp(now)
	case filesLink:
		s.Leave = false
	case joinLink:
		s.Onward, s.Linked = false, Stamp(now)
	}
	switch {
	case !d.mayLink(*s, &s.Session): // as is known since it was asked for
		return nil
	case link == dossierLink:
		return d.offerDossier(ctx, now, head, t)
	case link == filesLink:
		return d.offerLink(ctx, now, t, filesLink, Pass{Purpose: LinkFiles, Key: head.Key})
	case link == joinLink: // where the case goes on in a browser
		return d.offerLink(ctx, now, t, joinLink, Pass{Purpose: LinkJoin, Key: head.Key, Case: head.Case})
	}
	return nil
}

// offerLink says one link by the text notice.<id>.
func (d *Desk) offerLink(ctx context.Context, now time.Time, t *draft, id string, p Pass) error {
	token, err := d.link(ctx, now, p, LinkValidity)
	if err != nil {
		return err
	}
	return d.notice(now, t, id, map[string]string{"link": d.Links + LinkPath + token, "minutes": strconv.Itoa(int(LinkValidity.Minutes()))}, nil)
}

// offerDossier says where the dossier is, and where files may be left, by one-time links:
// in a message of its own where both fill more than one. The fingerprint of a dossier that
// was fetched before is told again; before, there is none that could vouch for one.
func (d *Desk) offerDossier(ctx context.Context, now time.Time, head Turn, t *draft) error {
	s := &t.content.State
	dossier, err := d.Link(ctx, now, head.Key, LinkDossier, LinkValidity)
	if err != nil {
		return err
	}
	values := map[string]string{"link": d.Links + LinkPath + dossier, "files_link": "", "print": "", "minutes": strconv.Itoa(int(LinkValidity.Minutes()))}
	if s.Handed.N > 0 {
		values["print"] = s.Handed.Print()
	}
	if d.Files != nil {
		files, err := d.Link(ctx, now, head.Key, LinkFiles, LinkValidity)
		if err != nil {
			return err
		}
		values["files_link"] = d.Links + LinkPath + files
	}
	if text, err := d.Texts.Text(s.Session.Lang, d.Texts.OnChannel(s.Session.Lang, "notice."+dossierLink, s.Session.Channel), values); err == nil &&
		s.Session.Channel == "sms" && gsm7.Segments(text) > 2 {
		values["files_link"], s.Leave = "", true // a long public address leaves no room for both
	}
	return d.notice(now, t, dossierLink, values, nil)
}

// HandedOver notes, in the turn after the one that handed a dossier over, the
// fingerprint that vouches for it, and tells the reporter.
func (a *Amendment) HandedOver(in Turn) error {
	a.State.Handed = in.Anchor()
	return a.Notice("dossier_given", map[string]string{"print": a.State.Handed.Print()})
}

// printDigits is how many digits of a hash a fingerprint shows: 80 bits, so that nobody
// can make another log that has it.
const printDigits = 20

// Print is an anchor as it is read out: the turn's number and the beginning of its hash,
// 12-7F3A-91C0-55E2-0B1D-9A3C.
func (a Anchor) Print() string {
	digits := strings.ToUpper(hex.EncodeToString(a.Hash))
	text := strconv.Itoa(a.N)
	for i := 0; i+4 <= min(len(digits), printDigits); i += 4 {
		text += "-" + digits[i:i+4]
	}
	return text
}
