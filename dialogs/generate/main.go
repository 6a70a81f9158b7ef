// Generate compiles the YAML files of dialogs/ into static Go data, once they pass every check.
package main

import (
	"log"
	"os"
	"slices"

	"relais/dialogs/directory"
	"relais/dialogs/load"
	"relais/locales"
)

func main() {
	log.SetFlags(0)
	set, err := load.Set(os.DirFS("."), locales.Default())
	if err != nil {
		log.Fatal(err)
	}
	if err := load.Doors(set, locales.Default(), slices.Collect(directory.Rows()), slices.Collect(directory.Brings())); err != nil {
		log.Fatal(err)
	}
	if err := load.Sent(set, locales.Default(), slices.Collect(directory.Namings())); err != nil {
		log.Fatal(err)
	}
	if err := load.Told(os.DirFS("../locales"), set); err != nil {
		log.Fatal(err)
	}
	source, err := load.Source(set)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("compiled.go", source, 0o644); err != nil {
		log.Fatal(err)
	}
}
