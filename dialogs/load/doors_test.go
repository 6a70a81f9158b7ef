package load_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/directory"
	"relais/dialogs/load"
)

// The rows that are shipped ask for nothing that a case cannot have.
func TestDoorsFitTheDialogs(t *testing.T) {
	set, texts, err := load.Here()
	if err != nil {
		t.Fatal(err)
	}
	if err := load.Doors(set, texts, slices.Collect(directory.Rows()), slices.Collect(directory.Brings())); err != nil {
		t.Error(err)
	}
}

func TestDoorsWantsWhoRecallsMoney(t *testing.T) {
	set, texts, err := load.Here()
	if err != nil {
		t.Fatal(err)
	}
	without := *set
	without.Recallers = nil
	if got, want := fmt.Sprint(load.Doors(&without, texts, nil, nil)), "directory/doors.yaml: own: no door recalls money"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestDoorsRefusesARow(t *testing.T) {
	set, texts, err := load.Here()
	if err != nil {
		t.Fatal(err)
	}
	when := func(fact string, is ...string) directory.Conditions {
		return directory.Conditions{{Fact: fact, Is: is}}
	}
	tests := []struct {
		name  string
		row   directory.Row
		bring directory.Bring
		want  []string
	}{
		{
			"a fact nobody declares", directory.Row{ID: "cnil", When: when("weather", "rain")}, directory.Bring{ID: "notes"},
			[]string{`directory/doors.yaml: door "cnil": fact "weather" is not declared`},
		},
		{
			"a value the fact has not", directory.Row{ID: "cnil", When: when("victim", "comune")}, directory.Bring{ID: "notes"},
			[]string{`directory/doors.yaml: door "cnil": "comune" is no value of fact "victim" (did you mean "commune"?)`},
		},
		{
			"a typed fact asked for a value", directory.Row{ID: "cnil", When: when("computers", "3")}, directory.Bring{ID: "notes"},
			[]string{`directory/doors.yaml: door "cnil": "3" is no value of fact "computers" (known: )`},
		},
		{
			"a reason in no language", directory.Row{ID: "nowhere"}, directory.Bring{ID: "notes"},
			[]string{
				"messages.fr.yaml: no text doors.nowhere, wanted by directory/doors.yaml",
				"messages.en.yaml: no text doors.nowhere, wanted by directory/doors.yaml",
			},
		},
		{
			"a thing to bring for a value the fact has not", directory.Row{ID: "cnil"}, directory.Bring{ID: "notes", When: when("insurer", "maybe")},
			[]string{`directory/doors.yaml: bring "notes": "maybe" is no value of fact "insurer" (known: no, unknown, yes)`},
		},
		{"what is right", directory.Row{ID: "cnil", When: when("victim", "unset", "unknown")}, directory.Bring{ID: "notes"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			if err := load.Doors(set, texts, []directory.Row{tt.row}, []directory.Bring{tt.bring}); err != nil {
				got = strings.Split(err.Error(), "\n")
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}
