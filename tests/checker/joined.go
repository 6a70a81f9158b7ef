package checker

import (
	"slices"
	"strings"

	"relais/dialogs/intake"
)

// joins holds what cases say of their channels against the logs of these channels.
func (c *check) joins() {
	heads := map[string]place{} // log → its newest turn
	for i, l := range c.Logs {
		if len(l.Turns) > 0 {
			heads[l.Key.String()] = place{i, len(l.Turns) - 1}
		}
	}
	c.each(func(p place, t intake.Turn, content intake.Content) {
		if in := content.Inbound; in != nil && (t.Kind == intake.KindJoined || content.Reason == intake.NotJoined) && !hides(in.Text, c.texts[in.ID]) {
			c.fault(Joined, p, "it keeps more of a code and a PIN than the code")
		}
		before := 0
		if p.turn > 0 {
			before = len(c.Logs[p.log].Contents[p.turn-1].State.Channels)
		}
		if all := content.State.Channels; len(all) > before {
			for _, came := range all[max(before, 1):] {
				c.came(p, came, heads)
			}
			c.announced(p, content)
		}
	})
	for _, p := range heads {
		c.known(p, heads)
	}
}

// hides reports whether a text that is kept stands for a code and a PIN.
func hides(kept, sent string) bool {
	code, hidden := strings.CutSuffix(kept, " ****")
	plain := strings.NewReplacer("-", "", " ", "")
	return hidden && len(code) == len("K7M-2QX") && strings.Contains(plain.Replace(strings.ToUpper(sent)), plain.Replace(code))
}

// came looks at a channel that a case has taken in: a turn of its own log joined.
func (c *check) came(p place, channel intake.Channel, heads map[string]place) {
	own, watched := heads[channel.Log]
	if !watched {
		return
	}
	turns := c.Logs[own.log].Turns
	if channel.Turn < 1 || channel.Turn > len(turns) || turns[channel.Turn-1].Kind != intake.KindJoined {
		c.fault(Joined, p, "it takes in a channel that did not join by its turn %d", channel.Turn)
		return
	}
	if turns[channel.Turn-1].Leads().Key != c.Logs[p.log].Key {
		c.fault(Joined, p, "it takes in a channel that joined another case")
	}
}

// announced looks that the other phones of a case are told of a channel that it takes in.
func (c *check) announced(p place, content intake.Content) {
	all := content.State.Channels
	newest := all[len(all)-1]
	for _, other := range all[:len(all)-1] {
		told := other.Channel != "sms" || !other.Gone.IsZero() || other.From == newest.From
		for _, a := range content.Elsewhere {
			told = told || a.From == other.From
		}
		if !told {
			c.fault(Joined, p, "a phone of the case is not told that another channel came")
		}
	}
}

// known looks that the case knows of a conversation that goes on in it.
func (c *check) known(head place, heads map[string]place) {
	t := c.Logs[head.log].Turns[head.turn]
	if t.Lead == "" || len(t.Sealed) == 0 {
		return
	}
	lead := t.Leads()
	if lead.N == 0 {
		c.fault(Joined, head, "it joined %q, which is nothing", t.Lead)
		return
	}
	there, watched := heads[lead.Key.String()]
	if !watched || !t.Joined(c.Logs[there.log].Turns[there.turn]) {
		return
	}
	s := c.Logs[there.log].Contents[there.turn].State
	if s.Erased() || len(c.Logs[there.log].Turns[there.turn].Sealed) == 0 {
		return // the conversation stands by itself again
	}
	if !slices.ContainsFunc(s.Channels, func(ch intake.Channel) bool { return ch.Log == t.Key.String() && ch.Turn == lead.N }) {
		c.fault(Joined, head, "its conversation goes on in a case that does not know of it")
	}
}
