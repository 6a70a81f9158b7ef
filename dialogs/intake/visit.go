package intake

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"
)

// ChannelWeb is the channel of reporters who write in a browser.
const ChannelWeb = "web"

// How long the token of a web session works: it is replaced after RotateAfter, works on
// for rotateGrace after the new one was first used, and a session that nobody uses ends.
const (
	RotateAfter = 15 * time.Minute
	rotateGrace = time.Minute
	visitLasts  = 24 * time.Hour
)

// A token is the name of its session, which stays, and a secret, which is replaced.
const (
	visitBytes  = 16
	secretBytes = 32
)

// Visit is a web session: one browser that holds the token of a conversation.
type Visit struct {
	From  string // address of the conversation on ChannelWeb; says nothing
	Site  string // the site it was opened on, "" for our own page
	Lang  string // that the browser asked for
	Began time.Time
	// Token is what the browser must present from now on; "" while it need not change.
	Token string
	name  string
}

// Key is the log of the conversation that the session began with.
func (d *Desk) visitKey(v Visit) Key {
	return Key{Channel: ChannelWeb, Address: d.Keys.Address(ChannelWeb, v.From)}
}

// visit is what is kept of a session. Of its secrets only hashes are.
type visit struct {
	From   string    `json:"from"`
	Site   string    `json:"site,omitempty"`
	Lang   string    `json:"lang,omitempty"`
	Began  time.Time `json:"began"`
	Plain  bool      `json:"plain,omitempty"`
	Now    string    `json:"now"`
	Before string    `json:"before,omitempty"`
	Since  time.Time `json:"since"`         // Now was given out
	Used   time.Time `json:"used,omitzero"` // and first used; zero: it may not have arrived
}

// Visitor says what a session is opened with. Plain: by a page without script, whose
// token changes with each use.
type Visitor struct {
	Site, Lang string
	Plain      bool
}

// Open opens a web session. Nothing is in the log until something is written.
func (d *Desk) Open(ctx context.Context, now time.Time, by Visitor) (Visit, error) {
	b, err := d.random(visitBytes + secretBytes + visitBytes)
	if err != nil {
		return Visit{}, err
	}
	name, secret, from := b[:visitBytes], b[visitBytes:visitBytes+secretBytes], hex.EncodeToString(b[visitBytes+secretBytes:])
	row := visit{
		From: from, Site: by.Site, Lang: by.Lang, Began: Stamp(now), Plain: by.Plain,
		Now: hashed(secret), Since: Stamp(now), Used: Stamp(now),
	}
	v := row.visit(name)
	v.Token = tokenOf(name, secret)
	return v, d.putVisit(ctx, now, Token{Name: v.name}, row)
}

func (r visit) visit(name []byte) Visit {
	return Visit{From: r.From, Site: r.Site, Lang: r.Lang, Began: r.Began, name: TokenName(string(name))}
}

func (d *Desk) putVisit(ctx context.Context, now time.Time, t Token, row visit) (err error) {
	if t.Body, err = json.Marshal(row); err != nil {
		return err
	}
	t.At, t.Expires = now, row.Since.Add(visitLasts)
	return d.Tokens.PutToken(ctx, t)
}

func tokenOf(name, secret []byte) string {
	return base64.RawURLEncoding.EncodeToString(append(name[:len(name):len(name)], secret...))
}

func hashed(secret []byte) string {
	sum := sha256.Sum256(secret)
	return hex.EncodeToString(sum[:])
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// Enter returns the session of a token, and the token that follows it once it is to be
// replaced. The one before goes on working until the new one was used, so that an
// answer that is lost locks nobody out, and a minute longer.
//
// A token that was replaced is in two hands, and nobody can say whose: the session ends
// for both, and the analysts are told. That, and a token that is none, is ErrNoToken.
func (d *Desk) Enter(ctx context.Context, now time.Time, token string) (Visit, error) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) != visitBytes+secretBytes || d.Tokens == nil {
		return Visit{}, ErrNoToken
	}
	name, secret := b[:visitBytes], b[visitBytes:]
	for range maxTries {
		v, err := d.enter(ctx, now, name, secret)
		if !errors.Is(err, ErrStaleToken) && !errors.Is(err, ErrUnknown) {
			return v, err
		}
	}
	return Visit{}, ErrBusy
}

func (d *Desk) enter(ctx context.Context, now time.Time, name, secret []byte) (Visit, error) {
	t, err := d.token(ctx, now, string(name))
	if err != nil {
		return Visit{}, err
	}
	var row visit
	if err := json.Unmarshal(t.Body, &row); err != nil || row.From == "" {
		return Visit{}, ErrNoToken
	}
	v := row.visit(name)
	switch hash := hashed(secret); {
	case same(hash, row.Now):
		return d.enterNow(ctx, now, t, row, v, name, secret)
	case same(hash, row.Before) && (row.Used.IsZero() || !now.After(row.Used.Add(rotateGrace))):
		next, err := d.Keys.follower(secret)
		v.Token = tokenOf(name, next)
		return v, err
	case row.Plain: // pages that lie open, or are gone back to, are not two hands
		return Visit{}, ErrNoToken
	}
	if err := d.revoke(ctx, now, v); err != nil {
		return Visit{}, err // whoever has it must not be told that it is over while it goes on
	}
	return Visit{}, ErrNoToken
}

// enterNow takes the newest token of a session.
func (d *Desk) enterNow(ctx context.Context, now time.Time, t Token, row visit, v Visit, name, secret []byte) (Visit, error) {
	turn := row.Plain || now.Sub(row.Since) >= RotateAfter
	if !row.Used.IsZero() && !turn {
		return v, nil
	}
	if row.Used.IsZero() {
		row.Used = Stamp(now)
	}
	if turn {
		next, err := d.Keys.follower(secret)
		if err != nil {
			return Visit{}, err
		}
		row.Before, row.Now, row.Since, row.Used = row.Now, hashed(next), Stamp(now), time.Time{}
		v.Token = tokenOf(name, next)
	}
	return v, d.putVisit(ctx, now, t, row)
}

// Leave ends a session: its token opens nothing from then on, and what was said stays
// with the case. A case that also goes on by a channel which is written to goes on there.
func (d *Desk) Leave(ctx context.Context, now time.Time, v Visit) error {
	return errors.Join(d.away(ctx, now, v, "left "+v.name, false), d.Tokens.DropToken(ctx, v.name))
}

// revoke ends a session whose token is in two hands. The analysts are told first: told
// twice is told once, and not at all would be worse.
func (d *Desk) revoke(ctx context.Context, now time.Time, v Visit) error {
	return errors.Join(d.away(ctx, now, v, "revoked "+v.name, true), d.Tokens.DropToken(ctx, v.name))
}

// errNothing: there is nothing to be said of a session that ends.
var errNothing = errors.New("nothing to be said")

// away notes in the case that a session ends: nobody looks there any more.
func (d *Desk) away(ctx context.Context, now time.Time, v Visit, id string, revoked bool) error {
	l, err := d.logs(ctx, now, d.visitKey(v), nil)
	if err != nil || l.now.N == 0 {
		return err
	}
	_, err = d.Amend(ctx, now, l.now.Key, id, func(a *Amendment) error {
		left := a.State.leave(v.From)
		if a.State.Erased() || !left && !revoked {
			return errNothing
		}
		if revoked {
			a.Act = &Act{ID: id, Kind: NewsRevoked}
			a.Tell(News{Kind: NewsRevoked})
		}
		return nil
	})
	if errors.Is(err, errNothing) || errors.Is(err, ErrNoTurn) || errors.Is(err, ErrErased) {
		return nil
	}
	return err
}

// Lives reports whether a session that was entered has not ended since.
func (d *Desk) Lives(ctx context.Context, now time.Time, v Visit) (bool, error) {
	t, err := d.Tokens.Token(ctx, v.name)
	if errors.Is(err, ErrNoToken) {
		return false, nil
	}
	return err == nil && !now.After(t.Expires), err
}
