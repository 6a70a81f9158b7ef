package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const maxLine = 64 << 10 // bytes of a line that is read

// lineError is what is printed for a line that cannot be read.
type lineError struct {
	Line  int    `json:"line"` // counted from 1
	Error string `json:"error"`
}

// eachLine prints what read makes of each line of in, one JSON object a line. A line
// that is too long gives an object with an error, and the next line is read.
func eachLine(command string, in io.Reader, out, errs io.Writer, read func(text string) any) int {
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
			object = lineError{n, fmt.Sprintf("line is longer than %d bytes", maxLine)}
		case err != nil:
			fmt.Fprintf(errs, "%s: read line %d: %v\n", command, n, err)
			return 1
		default:
			object = read(line)
		}
		if err := enc.Encode(object); err != nil {
			fmt.Fprintf(errs, "%s: write line %d: %v\n", command, n, err)
			return 1
		}
		// A person who types line by line sees each answer at once.
		if lines.Buffered() == 0 {
			if err := w.Flush(); err != nil {
				fmt.Fprintf(errs, "%s: write line %d: %v\n", command, n, err)
				return 1
			}
		}
	}
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
