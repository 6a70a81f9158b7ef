package workspace

import (
	"strings"
	"testing"
)

// The ids that blocks are given are never the same in one message: a hundred
// thousand blocks meet by chance, where two of fifty hardly ever do.
func TestBlockIDsDiffer(t *testing.T) {
	c := &checker{ids: map[string]bool{}}
	for range 100_000 {
		c.block("/blocks", map[string]any{"type": "divider"})
	}
	if len(c.faults) > 0 {
		t.Errorf("%d blocks got an id that another had: %s", len(c.faults), strings.Join(c.faults[:1], ""))
	}
}
