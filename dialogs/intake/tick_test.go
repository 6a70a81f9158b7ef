package intake

import (
	"testing"
	"time"

	"relais/dialogs/engine"
)

// What is asked of itself waits for an hour at which a bank answers.
func TestWorkingHour(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, department, at, want string }{
		{"by day", "46", "2027-03-17T14:12", "2027-03-17T14:12"},
		{"early", "46", "2027-03-17T08:59", "2027-03-17T09:00"},
		{"at nine", "46", "2027-03-17T09:00", "2027-03-17T09:00"},
		{"in the evening", "46", "2027-03-17T18:00", "2027-03-18T09:00"},
		{"on Friday evening", "46", "2027-03-19T19:10", "2027-03-22T09:00"},
		{"on Saturday", "46", "2027-03-20T10:00", "2027-03-22T09:00"},
		{"on Sunday night", "46", "2027-03-21T23:30", "2027-03-22T09:00"},
		{"over the change of the clock and a Monday that is a holiday", "46", "2027-03-27T12:00", "2027-03-30T09:00"},
		{"on a holiday, of a place that nobody knows", "", "2027-05-06T10:00", "2027-05-07T09:00"},
		{"on Good Friday", "46", "2027-03-26T10:00", "2027-03-26T10:00"},
		{"on Good Friday, where it is a holiday", "67", "2027-03-26T10:00", "2027-03-30T09:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.ParseInLocation("2006-01-02T15:04", tt.at, zone)
			if err != nil {
				t.Fatal(err)
			}
			if got := workingHour(at, tt.department).Format("2006-01-02T15:04"); got != tt.want {
				t.Errorf("workingHour(%s) = %s, want %s", tt.at, got, tt.want)
			}
		})
	}
}

func TestMayAskLater(t *testing.T) {
	on := func(channel string, facts engine.Facts, charge Charge) State {
		return State{Session: engine.Session{Channel: channel, Facts: facts}, Charge: charge}
	}
	for _, tt := range []struct {
		name string
		s    State
		want bool
	}{
		{"by SMS", on("sms", nil, Charge{}), true},
		{"claimed, and nobody leads", on("sms", nil, Charge{Owner: "U1"}), true},
		{"by voice", on("voice", nil, Charge{}), false},
		{"an analyst leads", on("sms", nil, Charge{Owner: "U1", Leads: true}), false},
		{"the telephone is watched", on("sms", engine.Facts{"phone_watched": "yes"}, Charge{}), false},
		{"Slack is watched", on("slack", engine.Facts{"slack_watched": "yes"}, Charge{}), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.s.mayAskLater(); got != tt.want {
				t.Errorf("mayAskLater = %v, want %v", got, tt.want)
			}
		})
	}
}
