// Package program builds the program of one machine for the tests that start it.
package program

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const source = "relais/functions/local"

// Build builds the program in a folder of its own and returns its path, and what
// removes both.
func Build() (path string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "relais-program")
	if err != nil {
		return "", nil, err
	}
	path = filepath.Join(dir, "relais")
	build := exec.Command("go", "build", "-o", path, source)
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		os.RemoveAll(dir)
		return "", nil, fmt.Errorf("go build %s: %w", source, err)
	}
	return path, func() { os.RemoveAll(dir) }, nil
}

// FreeAddress returns a loopback address, host:port, where nothing listens.
func FreeAddress(t testing.TB) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer free.Close()
	return free.Addr().String()
}
