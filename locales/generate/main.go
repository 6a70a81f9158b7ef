// Generate compiles languages.yaml and the message files into static Go data.
package main

import (
	"log"
	"os"

	"relais/locales/load"
)

func main() {
	log.SetFlags(0)
	languages, err := load.Languages(os.DirFS("."))
	if err != nil {
		log.Fatal(err)
	}
	source, err := load.Source(languages)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("compiled.go", source, 0o644); err != nil {
		log.Fatal(err)
	}
}
