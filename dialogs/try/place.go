package main

import (
	"fmt"
	"io"

	"relais/dialogs/places"
)

// placeLine is what place prints for a line of text.
type placeLine struct {
	Text   string        `json:"text"`
	Status places.Status `json:"status"`
	INSEE  []string      `json:"insee"`
	Region string        `json:"region"` // of the commune found, else ""
}

// place reads one text a line from in, each the answer to a question for a
// commune, and prints one JSON object a line with the communes it names. A line
// longer than 64 KB gives an object with an error and the next line is read.
// It returns the exit code: 0, 1 if reading or writing failed, 2 for arguments.
func place(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) > 0 {
		fmt.Fprintln(errs, "usage: try place < texts   (one text a line)")
		return 2
	}
	return eachLine("place", in, out, errs, func(text string) any { return readPlace(text) })
}

func readPlace(text string) placeLine {
	m := places.Find(text, true)
	l := placeLine{Text: text, Status: m.Status, INSEE: []string{}}
	for _, p := range m.Places {
		l.INSEE = append(l.INSEE, p.INSEE)
	}
	if m.Status == places.Found {
		l.Region = m.Places[0].Region
	}
	return l
}
