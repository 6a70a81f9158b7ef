package understand

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/engine"
)

func TestCommon(t *testing.T) {
	choices := func(ids ...string) []engine.Choice {
		var out []engine.Choice
		for i, id := range ids {
			out = append(out, engine.Choice{Key: i + 1, ID: id})
		}
		return out
	}
	as := choices("online", "offline", "unknown")
	as[0].As, as[1].As = "yes", "no"
	for _, tt := range []struct {
		name    string
		choices []engine.Choice
		want    map[string][]string
	}{
		{"yes, no, unknown", choices("yes", "no", "unknown"), map[string][]string{
			"yes": {"yes", "done"}, "no": {"no", "not_done", "cannot", "partial"}, "unknown": {"unsure", "skip"}}},
		{"none has words of its own", choices("online", "offline", "none", "unknown"), map[string][]string{
			"none": {"none"}, "unknown": {"unsure", "skip"}}},
		{"something else is other", choices("files", "something_else", "unknown"), map[string][]string{
			"something_else": {"other"}, "unknown": {"unsure", "skip"}}},
		{"a choice for done in part takes it from no", choices("yes", "partial", "no"), map[string][]string{
			"yes": {"yes", "done"}, "partial": {"partial"}, "no": {"no", "not_done", "cannot"}}},
		{"a choice that also stands for yes", as, map[string][]string{
			"online": {"yes", "done"}, "offline": {"no", "not_done", "cannot", "partial"}, "unknown": {"unsure", "skip"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Common(&engine.Question{Kind: engine.AskChoice, Choices: tt.choices})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Common (-want +got):\n%s", diff)
			}
		})
	}
}
