package tests

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/infra/stack"
)

// parameters are those that the template has no default for.
func parameters(more map[string]string) map[string]string {
	p := map[string]string{
		"Numbers": "+33939000076=76", "PublicUrl": "https://relais.example", "TwilioAccountSid": "AC" + strings.Repeat("0", 32),
		"KeysKey": "arn:aws:kms:eu-west-3:000000000000:key/k",
	}
	maps.Copy(p, more)
	return p
}

// TestPlan works the template out as a deployment would.
func TestPlan(t *testing.T) {
	plan, err := deployment(t, nil).Plan("desk", parameters(map[string]string{"Desk02": "yes", "Stream": "off"}))
	if err != nil {
		t.Fatal(err)
	}
	if plan.Stream.On || plan.Stream.Function != "outbox" || plan.Expiry != "exp" || *plan.Table.TableName != "desk-Table" {
		t.Errorf("stream %+v, expiry %q, table %q", plan.Stream, plan.Expiry, *plan.Table.TableName)
	}
	var queues []string
	for _, q := range plan.Queues {
		queues = append(queues, strings.Join([]string{q.Region, q.Name, q.Dead, q.Function, q.Visibility.String()}, " "))
	}
	if diff := cmp.Diff([]string{
		"02 desk-region-02 desk-region-02-dead escalation 3m0s", "76 desk-region-76 desk-region-76-dead escalation 3m0s",
		" desk-Failures   30s", " desk-late desk-late-dead  3m0s",
	}, queues); diff != "" {
		t.Errorf("queues (-want +got):\n%s", diff)
	}
	at := slices.IndexFunc(plan.Functions, func(f stack.Function) bool { return f.Name == "outbox" })
	if at < 0 {
		t.Fatal("no function outbox")
	}
	outbox := plan.Functions[at]
	for name, want := range map[string]string{
		"RELAIS_DESKS": "02,76", "RELAIS_TABLE": "desk-Table", "RELAIS_SECRET_KEYS": "relais/keys",
		"RELAIS_QUEUES": "https://sqs.eu-west-3.amazonaws.com/000000000000/desk-region-",
	} {
		if got := outbox.Variables[name]; got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if _, set := outbox.Variables["RELAIS_SMS_FROM"]; set {
		t.Error("RELAIS_SMS_FROM is set although no sender was given")
	}
	if outbox.Timeout != 30*time.Second || outbox.Concurrency != 5 || len(outbox.Inputs) != 1 {
		t.Errorf("outbox: %+v", outbox)
	}
}

func TestPlanRefuses(t *testing.T) {
	tests := []struct {
		name       string
		parameters map[string]string
		want       string
	}{
		{"a parameter that is not given", nil, "parameter Numbers is not given"},
		{"a value that is not allowed", parameters(map[string]string{"Desk76": "perhaps"}), "parameter Desk76: its value is not allowed"},
		{"a value of another form", parameters(map[string]string{"PublicUrl": "http://relais.example"}), "parameter PublicUrl: its value is not allowed"},
		{"a parameter that there is not", parameters(map[string]string{"Desk77": "yes"}), "there is no parameter Desk77"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := deployment(t, nil).Plan("desk", tt.parameters)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}
