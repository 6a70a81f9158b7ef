package main

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"relais/dialogs/dossier/dossiertest"
)

func TestVerify(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", time.Date(2027, 3, 20, 1, 7, 0, 0, time.UTC), dossiertest.Plain)
	h := s.Hand(t)
	name := filepath.Join(t.TempDir(), h.Name)
	if err := os.WriteFile(name, h.Zip, 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := zip.NewReader(bytes.NewReader(h.Zip), int64(len(h.Zip)))
	if err != nil {
		t.Fatal(err)
	}
	complaint, err := fs.ReadFile(files, "plainte.pdf")
	if err != nil {
		t.Fatal(err)
	}
	older := regexp.MustCompile(`[0-9]+(-[0-9A-F]{4}){5}`).FindString(string(complaint))
	changed := name + ".changed"
	if err := os.WriteFile(changed, []byte(strings.Replace(string(h.Zip), "ransomware a la mairie", "ransomware a la banque", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"held", []string{name, "-head", h.Print}, 0, "HELD by the fingerprint " + h.Print},
		{"flags first", []string{"-head", strings.ToLower(h.Print), name}, 0, "HELD"},
		{"the one that the complaint prints", []string{name, "-head", older}, 3, "OLDER FINGERPRINT: everything up to turn " + older[:strings.Index(older, "-")] + " is unchanged"},
		{"that, and changed", []string{changed, "-head", older}, 1, "REFUSED"},
		{"no fingerprint", []string{name}, 1, "proves nothing"},
		{"changed", []string{changed, "-head", h.Print}, 1, `CHANGED "log.json"`},
		{"no fingerprint at all", []string{name, "-head", "x"}, 2, "a fingerprint is"},
		{"no file", []string{name + ".gone"}, 2, "no such file"},
		{"nothing", nil, 2, "which dossier"},
		{"two", []string{name, name}, 2, "one dossier at a time"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if code := run(append([]string{"verify"}, tt.args...), time.Now(), &out, &out); code != tt.code || !strings.Contains(out.String(), tt.want) {
				t.Errorf("exit %d, want %d with %q:\n%s", code, tt.code, tt.want, out.String())
			}
		})
	}
}
