// Command generate compiles the directory's content files into tables.go. It runs
// in dialogs/directory, by go generate.
package main

import (
	"fmt"
	"os"

	"relais/dialogs/directory/load"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate() error {
	data, err := load.Load(os.DirFS("."))
	if err != nil {
		return err
	}
	source, err := load.Tables(data)
	if err != nil {
		return err
	}
	return os.WriteFile("tables.go", source, 0o644)
}
