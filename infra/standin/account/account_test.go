package account

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

func TestFilter(t *testing.T) {
	const pattern = `{"eventName":["INSERT","MODIFY"],"dynamodb":{"NewImage":{"ob":{"S":[{"exists":true}]}}}}`
	tests := []struct {
		name, pattern, event string
		want                 bool
	}{
		{"a turn with something to send", pattern, `{"eventName":"INSERT","dynamodb":{"NewImage":{"ob":{"S":"OB#1"}}}}`, true},
		{"it was changed", pattern, `{"eventName":"MODIFY","dynamodb":{"NewImage":{"ob":{"S":"OB#1"}}}}`, true},
		{"nothing to send", pattern, `{"eventName":"INSERT","dynamodb":{"NewImage":{"pk":{"S":"V#1"}}}}`, false},
		{"another event", pattern, `{"eventName":"REMOVE","dynamodb":{"NewImage":{"ob":{"S":"OB#1"}}}}`, false},
		{"no image", pattern, `{"eventName":"INSERT","dynamodb":{}}`, false},
		{"only where it is not", `{"a":[{"exists":false}]}`, `{"b":1}`, true},
		{"no filter", "", `{}`, true},
		{"a filter that is none", "{", `{}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var event any
			if err := json.Unmarshal([]byte(tt.event), &event); err != nil {
				t.Fatal(err)
			}
			if got := fits(tt.pattern, event); got != tt.want {
				t.Errorf("fits(%s, %s) = %t, want %t", tt.pattern, tt.event, got, tt.want)
			}
		})
	}
}

func TestWhatIsMissingIsNamedAtOnce(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := Install(t.Context(), t.TempDir(), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "Java") || !strings.Contains(err.Error(), "npm") {
		t.Errorf("error %v, want one that names Java and npm", err)
	}
}
