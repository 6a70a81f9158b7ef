package standin

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"sync"
)

// Journal keeps the records of a stand-in in a file, a JSON object a line, so that
// the outside world it plays outlives the program: what Add has taken is there after
// the program was killed, though not after the machine lost its power. The file is of
// mode 0600. A nil Journal takes everything and keeps nothing.
type Journal[R any] struct {
	path    string
	compact func([]R) []R

	mu    sync.Mutex
	file  *os.File // nil once closed, or after an error
	lines int
	limit int
}

// OpenJournal opens the file at path, or makes it, and returns what it holds, oldest
// first. A last line that was torn by the end of the program is dropped; any other
// line that cannot be read is an error. When the file has more lines than limit it is
// replaced by what compact makes of its records.
func OpenJournal[R any](path string, limit int, compact func([]R) []R) (*Journal[R], []R, error) {
	j := &Journal[R]{path: path, compact: compact, limit: max(limit, 1)}
	records, whole, err := j.read()
	if err != nil {
		return nil, nil, fmt.Errorf("standin: journal %s: %w", path, err)
	}
	if j.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
		err = j.file.Truncate(whole)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("standin: %w", err)
	}
	j.lines = len(records)
	return j, records, nil
}

// read returns the records of the file and the length of its whole lines in bytes.
func (j *Journal[R]) read() (records []R, whole int64, err error) {
	file, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	for lines := bufio.NewReader(file); ; {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return records, whole, nil // what stands behind the last line end is torn
		}
		if err != nil {
			return nil, 0, err
		}
		var record R
		if err := json.Unmarshal(line, &record); err != nil {
			return nil, 0, fmt.Errorf("line %d: %w", len(records)+1, err)
		}
		records, whole = append(records, record), whole+int64(len(line))
	}
}

// Add appends a record. The stand-in plays on when the file cannot be written; that is
// logged, once, and from then on nothing is kept.
func (j *Journal[R]) Add(record R) {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return
	}
	err := write(j.file, []R{record})
	if j.lines++; err == nil && j.lines > j.limit {
		err = j.shorten()
	}
	if err != nil {
		slog.Error("stand-in keeps no journal any more", "error", err)
		j.file.Close()
		j.file = nil
	}
}

// shorten replaces the file by its compact form. A program that is killed meanwhile
// leaves the old file or the new one.
func (j *Journal[R]) shorten() error {
	records, _, err := j.read()
	if err != nil {
		return err
	}
	records = j.compact(records)
	draft := j.path + ".new"
	file, err := os.OpenFile(draft, os.O_CREATE|os.O_TRUNC|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file, records), os.Rename(draft, j.path)); err != nil {
		return errors.Join(err, file.Close())
	}
	err = j.file.Close()
	// What cannot be made shorter must not be read again for every line.
	j.file, j.lines, j.limit = file, len(records), max(j.limit, 2*len(records))
	return err
}

// write appends lines in one call, so that only the last can be torn.
func write[R any](file *os.File, records []R) error {
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	for _, record := range records {
		if err := encoder.Encode(record); err != nil {
			return err
		}
	}
	_, err := file.Write(lines.Bytes())
	return err
}

// Close closes the file; what is added later is not kept.
func (j *Journal[R]) Close() {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file != nil {
		j.file.Close()
		j.file = nil
	}
}
