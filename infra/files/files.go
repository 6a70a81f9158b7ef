// Package files keeps sealed files in a folder of one machine. Nothing in the folder
// has a name that says whose it is, an ending that a program opens, or bytes that can be
// read without the keys.
package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"relais/dialogs/intake"
)

// Folder keeps files; it is an intake.Files.
type Folder struct{ root *os.Root }

// Open opens a folder, and makes it if it is not there, for its owner alone.
func Open(name string) (*Folder, error) {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Folder{root}, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// ErrName: what was given is no name of a file here.
var ErrName = errors.New("name of a file: letters, digits and hyphens")

func check(name string) error {
	bad := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	}
	if name == "" || len(name) > 100 || strings.ContainsFunc(name, bad) {
		return ErrName
	}
	return nil
}

// half is the ending of a file that is being written. None has it that was put.
const half = ".half"

// Put implements intake.Blobs: the file is whole on the disk, or not there.
func (f *Folder) Put(_ context.Context, name string, sealed []byte) error {
	if err := check(name); err != nil {
		return fmt.Errorf("files: put: %w", err)
	}
	if err := f.write(name+half, sealed); err != nil {
		return fmt.Errorf("files: put: %w", errors.Join(err, f.Drop(context.Background(), name+half)))
	}
	if err := f.root.Rename(name+half, name); err != nil {
		return fmt.Errorf("files: put: %w", err)
	}
	return f.sync()
}

func (f *Folder) write(name string, data []byte) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// sync makes names last: without it a file may be gone after the power was.
func (f *Folder) sync() error {
	folder, err := f.root.Open(".")
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Get implements intake.Blobs.
func (f *Folder) Get(_ context.Context, name string) ([]byte, error) {
	if err := check(name); err != nil {
		return nil, fmt.Errorf("files: get: %w", err)
	}
	data, err := f.root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		err = intake.ErrNoTurn
	}
	if err != nil {
		return nil, fmt.Errorf("files: get: %w", err)
	}
	return data, nil
}

// Drop implements intake.Blobs.
func (f *Folder) Drop(_ context.Context, name string) error {
	if err := check(strings.TrimSuffix(name, half)); err != nil {
		return fmt.Errorf("files: drop: %w", err)
	}
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("files: drop: %w", err)
	}
	return nil
}

// Sweep drops files older than the time up to which a case may be kept, and what was
// left half written. It returns how many went.
func (f *Folder) Sweep(before time.Time) (int, error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return 0, fmt.Errorf("files: sweep: %w", err)
	}
	gone := 0
	var faults []error
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || !info.ModTime().Before(before) {
			continue
		}
		if err := f.root.Remove(e.Name()); err != nil {
			faults = append(faults, err)
			continue
		}
		gone++
	}
	return gone, errors.Join(faults...)
}
