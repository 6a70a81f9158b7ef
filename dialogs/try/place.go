package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"relais/dialogs/places"
)

const maxLine = 64 << 10 // bytes of a line that is read

// placeLine is what place prints for a line of text.
type placeLine struct {
	Text   string        `json:"text"`
	Status places.Status `json:"status"`
	INSEE  []string      `json:"insee"`
	Region string        `json:"region"` // of the commune found, else ""
}

// placeError is what place prints for a line it cannot read.
type placeError struct {
	Line  int    `json:"line"` // counted from 1
	Error string `json:"error"`
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
	lines := bufio.NewReaderSize(in, maxLine)
	w := bufio.NewWriter(out)
	defer w.Flush()
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) {
			return 0
		}
		var object any
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			object = placeError{n, fmt.Sprintf("line is longer than %d bytes", maxLine)}
		case err != nil:
			fmt.Fprintf(errs, "place: read line %d: %v\n", n, err)
			return 1
		default:
			object = readPlace(line)
		}
		if err := enc.Encode(object); err != nil {
			fmt.Fprintf(errs, "place: write line %d: %v\n", n, err)
			return 1
		}
		// A person who types line by line sees each answer at once.
		if lines.Buffered() == 0 {
			if err := w.Flush(); err != nil {
				fmt.Fprintf(errs, "place: write line %d: %v\n", n, err)
				return 1
			}
		}
	}
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

// readLine returns the next line without its end. A line that does not fit the
// buffer is skipped whole and gives bufio.ErrBufferFull; io.EOF is after the last.
func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = r.ReadSlice('\n')
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return "", bufio.ErrBufferFull
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return "", err
	}
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return string(line), nil
}
