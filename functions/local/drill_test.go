package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestDrill(t *testing.T) {
	for _, row := range drillRows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if wrong, err := row.run(t.Context(), &out); wrong > 0 || err != nil {
				t.Errorf("%d wrong, %v:\n%s", wrong, err, out.String())
			}
		})
	}
}

func TestDrillNamesItsRows(t *testing.T) {
	if err := drills(t.Context(), []string{"moon"}, io.Discard); err == nil || !strings.Contains(err.Error(), "store-and-queue") {
		t.Errorf("%v, want the known rows", err)
	}
}
