package desk

import "slices"

// Erase drops for good what a case holds, at the request of whom it is about. What
// stays is that there was a case, who erased it and why. Only a closed case, or one
// of one's own, can be erased. The reporter is told nothing more: whoever asks for
// it is answered before.
type Erase struct {
	Why   string    // one of Whys: a word of one's own might hold what is to go
	Twice [2]string // the code of the case, typed twice
}

// Whys are the reasons for erasing.
var Whys = []string{
	"request", // the person it is about asked for it
	"minor",   // it is about a child, whose parents or guardians asked for it
	"mistake", // what was written should never have come here
	"order",   // an authority or a court wants it
}

// Kind implements Act.
func (Erase) Kind() string { return "erase" }
func (Erase) right() Right { return MayLead }

func (x Erase) apply(a *doing) error {
	if a.State.Charge.Closing == nil {
		if err := a.mine(); err != nil {
			return err
		}
	}
	code := plainCode(a.State.Session.Values["code"])
	switch {
	case !slices.Contains(Whys, x.Why):
		return no("why_wanted")
	case code == "" || plainCode(x.Twice[0]) != code || plainCode(x.Twice[1]) != code:
		return no("code_twice")
	}
	a.keep("why", x.Why)
	a.tell("")
	a.Erase()
	a.word("erased", "code", a.State.Session.Values["code"])
	return nil
}
