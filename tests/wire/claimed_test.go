package wire

import (
	"strings"
	"testing"

	"relais/infra/standin"
	"relais/infra/standin/workspace"
)

// TestClaim presses a button of a card, as Slack asks for it, signed, through the
// bootstrap behind which analysts act. Who is in no settings claims nothing, and a
// click that arrives twice is one act.
func TestClaim(t *testing.T) {
	d := deploy(t, setup{staffed: true})
	d.text(talker, "HUMAIN")
	d.rests()
	d.press(stranger, "claim")
	if acts := d.acts(talker); len(acts) != 0 {
		t.Errorf("acts %v after a stranger's click, want none", acts)
	}
	d.workspace.SetFaults(workspace.Faults{Duplicate: standin.Chance{Next: 1}})
	d.press(analystOf("76"), "claim")
	d.judge()
	if acts := d.acts(talker); len(acts) != 1 || acts[0] != "claim by "+analystOf("76") {
		t.Errorf("acts %v, want one claim", acts)
	}
	if strings.Contains(string(d.card().Blocks), `"action_id":"claim"`) {
		t.Error("the card still offers the case")
	}
}

// card is the card of the only case.
func (d *deployed) card() workspace.Message {
	d.Helper()
	for _, m := range d.workspace.Messages(channelOf("76")) {
		if len(m.Metadata) > 0 && (m.ThreadTS == "" || m.ThreadTS == m.TS) {
			return m
		}
	}
	d.Fatal("there is no card")
	return workspace.Message{}
}

// press clicks a button of the card and waits until all that comes of it is done.
func (d *deployed) press(user, act string) {
	d.Helper()
	answer, err := d.workspace.Click(d.Context(), workspace.Click{User: user, Channel: channelOf("76"), TS: d.card().TS, Action: act})
	if err != nil || answer.Status != 200 {
		d.Fatalf("click on %s: %+v, %v", act, answer, err)
	}
	d.rests()
}

// acts lists the acts of analysts in the log of a phone.
func (d *deployed) acts(phone string) (acts []string) {
	d.Helper()
	for _, log := range d.logs(phone) {
		for _, content := range log.Contents {
			if content.Act != nil {
				acts = append(acts, content.Act.Kind+" by "+content.Act.By)
			}
		}
	}
	return acts
}
