package load_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/directory/load"
)

var content = os.DirFS("..")

func TestTablesAreFresh(t *testing.T) {
	data, err := load.Load(content)
	if err != nil {
		t.Fatal(err)
	}
	want, err := load.Tables(data)
	if err != nil {
		t.Fatal(err)
	}
	got, err := fs.ReadFile(content, "tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("tables.go is older than the content: go generate ./dialogs/directory\n%s", cmp.Diff(string(want), string(got)))
	}
}

// Every file in testdata/rejects stands in for one content file, the one its first
// key belongs to, and has one fault, named in its first line. A shortened
// centres.yaml leaves places without an entry; those faults have a test of their own.
func TestRejects(t *testing.T) {
	paths, err := filepath.Glob("testdata/rejects/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no rejects: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(text), "\n")
			want, ok := strings.CutPrefix(first, "# want: ")
			if !ok {
				t.Fatal("the first line is not # want:")
			}
			name, _, _ := strings.Cut(want, ":")
			var got []string
			for _, line := range faults(t, with(t, name, text)) {
				if !strings.Contains(line, "has no entry") {
					got = append(got, line)
				}
			}
			if len(got) != 1 || !strings.Contains(got[0], want) {
				t.Errorf("faults:\n%s\nwant one with:\n%s", strings.Join(got, "\n"), want)
			}
		})
	}
}

func TestLoadNamesEveryPlaceWithoutEntry(t *testing.T) {
	text, err := fs.ReadFile(content, load.CentresFile)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("departments: ['976']"), []byte("departments: []"), 1)
	text = bytes.Replace(text, []byte("regions_insee: ['06']"), []byte("regions_insee: []"), 1)
	want := []string{
		`centres: region 06 has no entry: write one, with route_victims_here: false if nobody serves it`,
		`centres: department 976 has no entry: write one, with route_victims_here: false if nobody serves it`,
	}
	got := faults(t, with(t, load.CentresFile, text))
	for i := range got {
		_, got[i], _ = strings.Cut(got[i], ": ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestLoadNamesAllFaultsAtOnce(t *testing.T) {
	text, err := fs.ReadFile(content, load.EmergencyFile)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.ReplaceAll(text, []byte("cost: free"), []byte("price: free"))
	got := faults(t, with(t, load.EmergencyFile, text))
	if len(got) != 7 {
		t.Errorf("%d faults, want one for each of the seven numbers:\n%s", len(got), strings.Join(got, "\n"))
	}
}

func TestLoadWithoutAFile(t *testing.T) {
	dir := with(t, load.CentresFile, nil)
	delete(dir, load.HolidaysFile)
	if _, err := load.Load(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load = %v, want %v", err, fs.ErrNotExist)
	}
}

// with returns the content with one file replaced.
func with(t *testing.T, name string, text []byte) fstest.MapFS {
	t.Helper()
	dir := fstest.MapFS{}
	for _, file := range []string{load.CentresFile, load.NationalFile, load.EmergencyFile, load.HolidaysFile, load.DoorsFile} {
		from := content
		if file == load.DoorsFile && name != load.DoorsFile {
			from = os.DirFS("testdata") // leads to nothing that a shortened file may lack
		}
		data, err := fs.ReadFile(from, file)
		if err != nil {
			t.Fatal(err)
		}
		dir[file] = &fstest.MapFile{Data: data}
	}
	if dir[name] == nil {
		t.Fatalf("%q is no content file", name)
	}
	dir[name] = &fstest.MapFile{Data: text}
	return dir
}

func faults(t *testing.T, dir fs.FS) []string {
	t.Helper()
	_, err := load.Load(dir)
	var faults load.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("Load = %v, want faults", err)
	}
	return strings.Split(faults.Error(), "\n")
}
