package tests

import (
	"bytes"
	"os"
	"testing"

	"relais/dialogs/directory/load"
	dialogsload "relais/dialogs/load"
	"relais/locales"
	localesload "relais/locales/load"
)

// TestFresh holds what is compiled into the program against what its sources would
// give now. The vocabulary is held by the tests of its own generator.
func TestFresh(t *testing.T) {
	tests := []struct {
		name, file string
		generate   func() ([]byte, error)
	}{
		{"texts", "../locales/compiled.go", func() ([]byte, error) {
			languages, err := localesload.Languages(os.DirFS("../locales"))
			if err != nil {
				return nil, err
			}
			return localesload.Source(languages)
		}},
		{"dialogs", "../dialogs/compiled.go", func() ([]byte, error) {
			languages, err := localesload.Languages(os.DirFS("../locales"))
			if err != nil {
				return nil, err
			}
			set, err := dialogsload.Set(os.DirFS("../dialogs"), locales.New(languages))
			if err != nil {
				return nil, err
			}
			return dialogsload.Source(set)
		}},
		{"directory", "../dialogs/directory/tables.go", func() ([]byte, error) {
			data, err := load.Load(os.DirFS("../dialogs/directory"))
			if err != nil {
				return nil, err
			}
			return load.Tables(data)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want, err := tt.generate()
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(tt.file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is not what its sources give: run go generate", tt.file)
			}
		})
	}
}
