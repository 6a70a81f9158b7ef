package dynamo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/aws/smithy-go/middleware"
)

// Counter counts the requests that go out over a client, each try once, by operation.
// Add its Middleware to the APIOptions of a client of any service. The zero value
// counts from nothing; it is safe for concurrent use.
type Counter struct {
	mu    sync.Mutex
	count map[string]int
}

// Middleware makes a client's requests be counted.
func (c *Counter) Middleware(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("RelaisCounter",
		func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
			middleware.DeserializeOutput, middleware.Metadata, error) {
			c.add(middleware.GetOperationName(ctx))
			return next.HandleDeserialize(ctx, in)
		}), middleware.Before)
}

func (c *Counter) add(operation string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count == nil {
		c.count = map[string]int{}
	}
	c.count[operation]++
}

// Take returns the counts since the last Take and begins anew.
func (c *Counter) Take() Requests {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := Requests(c.count)
	c.count = nil
	return taken
}

// Requests says how many requests of each operation there were.
type Requests map[string]int

// Sum counts the requests of all operations.
func (r Requests) Sum() int {
	sum := 0
	for _, n := range r {
		sum += n
	}
	return sum
}

// String gives "PutItem 1, Query 1", in the order of the names.
func (r Requests) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(r)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, r[name]))
	}
	return strings.Join(parts, ", ")
}
