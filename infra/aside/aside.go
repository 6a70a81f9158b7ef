// Package aside keeps what is done for one request from taking another's time, or the
// whole process with it.
package aside

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"
)

// Do does work within the budget, also where it looks at no clock: it is left behind
// then, and the error is the context's. A panic becomes an error: other requests in this
// process go on.
func Do(ctx context.Context, budget time.Duration, work func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		var err error
		defer func() {
			if fault := recover(); fault != nil {
				// What was panicked with may hold the message; where it happened does not.
				err = fmt.Errorf("panic of type %T at %s", fault, debug.Stack())
			}
			done <- err
		}()
		err = work(ctx)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
