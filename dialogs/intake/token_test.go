package intake_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/play"
)

// linked is a conversation with a case in it, and a link to that.
func linked(t *testing.T, purpose intake.Purpose) (*talk, string) {
	t.Helper()
	c := converse(t)
	c.take(c.message("tous les pc ont un message de rancon"))
	token, err := c.Desk.Link(t.Context(), c.now, c.key(play.DefaultFrom), purpose, 30*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return c, token
}

func TestALinkIsFollowedOnce(t *testing.T) {
	c, token := linked(t, intake.LinkFiles)
	if len(token) != 22 || strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		t.Errorf("the token %q does not fit an address", token)
	}
	for range 3 { // previews look, too
		pass, err := c.Desk.Look(t.Context(), c.now, token, intake.LinkFiles)
		if err != nil || pass.Key != c.key(play.DefaultFrom) || !pass.Expires.Equal(c.now.Add(30*time.Minute)) {
			t.Fatalf("looked at: %+v, %v", pass, err)
		}
	}
	before, _ := c.turns(c.key(play.DefaultFrom))
	done, err := c.Desk.Follow(t.Context(), c.now, token, intake.LinkFiles, func(a *intake.Amendment) error {
		a.Act.Given["files"] = "2"
		return nil
	})
	if err != nil || done.Turn.N != len(before)+1 {
		t.Fatalf("followed: turn %d after %d, %v", done.Turn.N, len(before), err)
	}
	turns, contents := c.turns(c.key(play.DefaultFrom))
	act := contents[len(contents)-1].Act
	if len(turns) != len(before)+1 || act == nil || act.Kind != intake.ActFollowed || act.Given["purpose"] != "files" || act.Given["files"] != "2" {
		t.Errorf("%d turns after %d, the newest with %+v", len(turns), len(before), act)
	}
	if err := intake.Verify(turns, c.Desk.Keys.Content); err != nil {
		t.Error(err)
	}
	_, looked := c.Desk.Look(t.Context(), c.now, token, intake.LinkFiles)
	_, followed := c.Desk.Follow(t.Context(), c.now, token, intake.LinkFiles, nil)
	if !errors.Is(looked, intake.ErrNoToken) || !errors.Is(followed, intake.ErrNoToken) {
		t.Errorf("a used link: %v, %v", looked, followed)
	}
}

// TestLinksThatOpenNothing is invariant I27: what is wrong with a link cannot be told.
func TestLinksThatOpenNothing(t *testing.T) {
	tests := []struct {
		name    string
		purpose intake.Purpose
		change  func(c *talk, token string) string // what is presented instead
	}{
		{"a token that never was", intake.LinkFiles, func(*talk, string) string { return "AAAAAAAAAAAAAAAAAAAAAA" }},
		{"none", intake.LinkFiles, func(*talk, string) string { return "" }},
		{"another letter", intake.LinkFiles, func(_ *talk, token string) string { return token + "A" }},
		{"what is kept of it", intake.LinkFiles, func(_ *talk, token string) string { return intake.TokenName(token) }},
		{"another purpose", intake.LinkDossier, func(_ *talk, token string) string { return token }},
		{"too late", intake.LinkFiles, func(c *talk, token string) string {
			c.now = c.now.Add(30*time.Minute + time.Millisecond)
			return token
		}},
		{"the case is erased", intake.LinkFiles, func(c *talk, token string) string {
			_, err := c.Desk.Amend(c.t.Context(), c.now, c.key(play.DefaultFrom), "erase", func(a *intake.Amendment) error {
				a.Erase()
				return nil
			})
			if err != nil {
				c.t.Fatal(err)
			}
			return token
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, token := linked(t, intake.LinkFiles)
			presented := tt.change(c, token)
			before, _ := c.Store.Turns(t.Context(), c.key(play.DefaultFrom), 1, 100)
			if _, err := c.Desk.Follow(t.Context(), c.now, presented, tt.purpose, nil); !errors.Is(err, intake.ErrNoToken) {
				t.Errorf("followed: %v", err)
			}
			if after, _ := c.Store.Turns(t.Context(), c.key(play.DefaultFrom), 1, 100); len(after) != len(before) {
				t.Errorf("%d turns after %d", len(after), len(before))
			}
		})
	}
}

// TestALinkFollowedFromManySides: one wins, whoever it is.
func TestALinkFollowedFromManySides(t *testing.T) {
	c, token := linked(t, intake.LinkDossier)
	c.Desk.Chance = rand.Reader // which many may read at once
	const sides = 16
	var all sync.WaitGroup
	won := make(chan int, sides)
	for range sides {
		all.Go(func() {
			for {
				done, err := c.Desk.Follow(t.Context(), c.now, token, intake.LinkDossier, nil)
				if errors.Is(err, intake.ErrBusy) {
					continue
				}
				if err == nil {
					won <- done.Turn.N
				} else if !errors.Is(err, intake.ErrNoToken) {
					t.Error(err)
				}
				return
			}
		})
	}
	all.Wait()
	close(won)
	if len(won) != 1 {
		t.Errorf("%d of %d used it", len(won), sides)
	}
}

func TestATokenIsKeptAsAHash(t *testing.T) {
	c, token := linked(t, intake.LinkFiles)
	row, err := c.Store.Token(t.Context(), intake.TokenName(token))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(row.Name+string(row.Body), token) || strings.Contains(string(row.Body), play.DefaultFrom) {
		t.Errorf("what is kept says who or what: %s %s", row.Name, row.Body)
	}
}
