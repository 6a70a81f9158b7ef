package intake

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Token is what is kept of something that opens a case to whoever bears it: a web
// session, a one-time link, a code with its PIN. Of the thing itself only a hash is kept.
type Token struct {
	Name    string    // what it is found by, hexadecimal: a hash under which it cannot be guessed
	At      time.Time // when this was written
	Expires time.Time // not read after it
	Body    []byte    // JSON, as its kind needs it; nothing personal
	Version int       // of the row as it was read; 0: it was not there
}

// Check reports a token that no store takes: one without a name, or that never expires.
func (t Token) Check() error {
	switch {
	case t.Name == "":
		return errors.New("token has no name")
	case t.Expires.IsZero() || t.At.IsZero():
		return errors.New("token has no time, or never expires")
	}
	return nil
}

// Clone returns a copy that shares nothing with t, in the form in which every store
// gives a token back.
func (t Token) Clone() Token {
	t.At, t.Expires, t.Body = Stamp(t.At), Stamp(t.Expires), copied(t.Body)
	return t
}

// Tokens is the store of tokens. Reads are consistent. A store may drop tokens whose
// time is over, or go on showing them.
type Tokens interface {
	// Token returns what is kept under a name, or ErrNoToken.
	Token(ctx context.Context, name string) (Token, error)
	// PutToken writes t if its Version is the one that stands there, 0 for nothing, and
	// counts the version up; ErrStaleToken if it is not. After ErrUnknown it may stand there.
	PutToken(ctx context.Context, t Token) error
	// DropToken takes a token away. Twice, or of what is absent, is no error.
	DropToken(ctx context.Context, name string) error
}

// The errors of tokens. Whoever presents one is told of no difference between one that
// never was, is over, was used, or was made for something else: all are ErrNoToken.
var (
	ErrNoToken    = errors.New("no such token")
	ErrStaleToken = errors.New("token was changed meanwhile")
)

// Purpose is what a one-time link is good for.
type Purpose string

// The purposes of links.
const (
	LinkFiles   Purpose = "files"   // to hand files over
	LinkDossier Purpose = "dossier" // to fetch the dossier
	LinkJoin    Purpose = "join"    // to go on with the case by another channel
)

// Pass is what the token of a one-time link stands for.
type Pass struct {
	Purpose Purpose   `json:"purpose"`
	Key     Key       `json:"key"`            // log of the case
	Case    string    `json:"case,omitempty"` // to join: the id of the case, of which there may be another in the log by then
	By      string    `json:"by,omitempty"`   // to join: a hash of the conversation that used the link
	Expires time.Time `json:"-"`
	made    time.Time
	name    string
}

// of reports that the case stands in the conversation's own log.
func (p Pass) of(own Key) bool { return p.Key.Channel == own.Channel && p.Key.Address == own.Address }

// LinkPath is where the page of a link stands under our public address; the token follows.
const LinkPath = "/l/"

// linkBytes is how much chance a link holds.
const linkBytes = 16

// Link makes a one-time link to a case: a token of 22 letters and digits, - and _, which
// is kept nowhere. It works until validity is over or it was followed.
func (d *Desk) Link(ctx context.Context, now time.Time, key Key, purpose Purpose, validity time.Duration) (token string, err error) {
	return d.link(ctx, now, Pass{Purpose: purpose, Key: key}, validity)
}

func (d *Desk) link(ctx context.Context, now time.Time, p Pass, validity time.Duration) (token string, err error) {
	b, err := d.random(linkBytes)
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, d.Tokens.PutToken(ctx, Token{Name: TokenName(token), At: now, Expires: now.Add(validity), Body: body})
}

// Look returns what a link stands for, if that is one of some purposes, and does not use
// it: a page may be looked at beforehand by whatever shows previews. It returns
// ErrNoToken, also where the case is erased, past its time or another, or a channel was
// taken out of it since the link was given: whoever holds that channel may hold the link.
// Any other error is the store's.
func (d *Desk) Look(ctx context.Context, now time.Time, token string, purposes ...Purpose) (Pass, error) {
	t, err := d.token(ctx, now, token)
	if err != nil {
		return Pass{}, err
	}
	p, err := t.pass(purposes...)
	if err != nil {
		return Pass{}, err
	}
	head, err := d.Log.Head(ctx, p.Key)
	if errors.Is(err, ErrNoTurn) || err == nil && (p.By != "" || len(head.Sealed) == 0 || p.Case != "" && p.Case != head.Case) {
		err = ErrNoToken
	}
	if err != nil {
		return Pass{}, err
	}
	s, err := d.state(head)
	if err == nil && (s.Erased() || s.leftSince(p.made)) {
		err = ErrNoToken
	}
	return p, err
}

// pass reads a token as a link that is good for something, used or not.
func (t Token) pass(purposes ...Purpose) (Pass, error) {
	p := Pass{Expires: t.Expires, made: t.At, name: t.Name}
	if err := json.Unmarshal(t.Body, &p); err != nil || !slices.Contains(purposes, p.Purpose) {
		return Pass{}, ErrNoToken
	}
	return p, nil
}

// claim uses a link to join up for one conversation, by one conditional write; the same
// conversation again has it still. What comes after it may so be tried again, and no
// other conversation gets in meanwhile.
func (d *Desk) claim(ctx context.Context, now time.Time, token string, own Key) (Pass, error) {
	by := d.Keys.reference("link", own.String())
	for range redeemTries {
		t, err := d.token(ctx, now, token)
		if err != nil {
			return Pass{}, err
		}
		p, err := t.pass(LinkJoin)
		switch {
		case err != nil:
			return Pass{}, err
		case p.By == by, p.of(own): // it is there already, and the link is left to another
			return p, nil
		case p.By != "":
			return Pass{}, ErrNoToken
		}
		p.By = by
		if t.Body, err = json.Marshal(p); err != nil {
			return Pass{}, err
		}
		switch err := d.Tokens.PutToken(ctx, t); {
		case err == nil:
			return p, nil
		case !errors.Is(err, ErrStaleToken) && !errors.Is(err, ErrUnknown):
			return Pass{}, fmt.Errorf("link: %w", err)
		}
	}
	return Pass{}, ErrBusy
}

// Follow uses a link, once: its use is a turn of the case, appended as Amend does, and
// change, which may be nil, is what comes of it. A second use, at once or later, is
// ErrNoToken, and so is that of a case that is over or erased, or of a link given before a
// channel was taken out of the case: whoever holds that channel may hold it.
func (d *Desk) Follow(ctx context.Context, now time.Time, token string, purpose Purpose, change func(*Amendment) error) (Amended, error) {
	p, err := d.Look(ctx, now, token, purpose)
	if err != nil {
		return Amended{}, err
	}
	id := "link " + p.name
	done, err := d.Amend(ctx, now, p.Key, id, func(a *Amendment) error {
		if a.State.Erased() || a.State.leftSince(p.made) {
			return ErrErased
		}
		a.Act = &Act{ID: id, Kind: ActFollowed, Given: map[string]string{"purpose": string(purpose)}}
		a.State.Offered = time.Time{} // another may be asked for at once
		if change == nil {
			return nil
		}
		return change(a)
	})
	switch {
	case errors.Is(err, ErrErased), errors.Is(err, ErrNoTurn), err == nil && done.Repeated:
		return Amended{}, ErrNoToken
	case err != nil:
		return Amended{}, err
	}
	// The turn is what counts; without the row a second try takes no longer than that of
	// a link that never was.
	_ = d.Tokens.DropToken(ctx, p.name)
	return done, nil
}

// leftSince reports whether a channel was taken out of the case at or after an instant.
func (s State) leftSince(at time.Time) bool {
	return slices.ContainsFunc(s.Channels, func(c Channel) bool { return !c.Gone.IsZero() && !c.Gone.Before(at) })
}

// ActFollowed is the kind of the act by which a one-time link was used.
const ActFollowed = "link"

// token returns what is kept of a token that is not over.
func (d *Desk) token(ctx context.Context, now time.Time, token string) (Token, error) {
	if d.Tokens == nil {
		return Token{}, ErrNoToken
	}
	t, err := d.Tokens.Token(ctx, TokenName(token))
	if err == nil && now.After(t.Expires) {
		err = ErrNoToken
	}
	if err != nil && !errors.Is(err, ErrNoToken) {
		err = fmt.Errorf("token: %w", err)
	}
	return t, err
}

// TokenName is the name under which a token is kept. It holds enough chance for a plain
// hash not to be turned back.
func TokenName(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// bound is how often something was done in one window of time.
type bound struct {
	Count int `json:"n"`
}

// Within counts something that may be done at most so many times in a window, and
// reports whether it may be done once more. What it is about leaves only a hash. Where
// many do it at the same instant some are not counted: a bound shuts nobody out for that.
func (d *Desk) Within(ctx context.Context, now time.Time, what string, window time.Duration, most int) (bool, error) {
	at := now.Truncate(window)
	name := d.Keys.reference("bound", what+at.UTC().Format(time.RFC3339))
	for range maxTries {
		t, err := d.Tokens.Token(ctx, name)
		if err != nil && !errors.Is(err, ErrNoToken) {
			return false, fmt.Errorf("bound: %w", err)
		}
		var b bound
		if err == nil && json.Unmarshal(t.Body, &b) != nil {
			return false, errors.New("bound: it is not what was written")
		}
		if b.Count >= most {
			return false, nil
		}
		b.Count++
		body, err := json.Marshal(b)
		if err != nil {
			return false, err
		}
		err = d.Tokens.PutToken(ctx, Token{Name: name, At: now, Expires: at.Add(2 * window), Body: body, Version: t.Version})
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, ErrStaleToken) && !errors.Is(err, ErrUnknown) {
			return false, fmt.Errorf("bound: %w", err)
		}
	}
	return true, nil
}
