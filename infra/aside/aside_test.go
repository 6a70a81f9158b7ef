package aside_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"relais/infra/aside"
)

func TestDo(t *testing.T) {
	fault := errors.New("fault")
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	tests := []struct {
		name string
		work func(context.Context) error
		want string // in the error, "" for none
	}{
		{"done", func(context.Context) error { return nil }, ""},
		{"failed", func(context.Context) error { return fault }, "fault"},
		{"looks at no clock", func(context.Context) error { <-never; return nil }, context.DeadlineExceeded.Error()},
		{"waits for its context", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, context.DeadlineExceeded.Error()},
		{"panics", func(context.Context) error { panic("what a reporter wrote") }, "panic of type string at "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := aside.Do(t.Context(), 50*time.Millisecond, tt.work)
			switch {
			case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("%v, want %q", err, tt.want)
			case err != nil && strings.Contains(err.Error(), "reporter"):
				t.Errorf("the error holds what was panicked with: %v", err)
			}
		})
	}
}
