// Package dossier prints dossiers and reads them back with poppler's programs, so it
// runs nothing unless asked:
//
//	go test ./tests/dossier -dossier [-dossier.keep folder]
package dossier

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"relais/dialogs/dossier"
	"relais/dialogs/dossier/dossiertest"
	pdf "relais/infra/dossier"
)

var (
	run  = flag.Bool("dossier", false, "print dossiers and read them with pdftotext and pdftoppm")
	keep = flag.String("dossier.keep", "", "leave documents and pictures of their pages in this `folder`")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if !*run {
		return
	}
	os.Exit(m.Run())
}

var night = time.Date(2027, 3, 20, 1, 7, 0, 0, time.UTC)

func TestPictures(t *testing.T) {
	folder := *keep
	if folder == "" {
		folder = t.TempDir()
	}
	for name, lines := range map[string]string{"mayor": dossiertest.Mayor, "company": dossiertest.Company} {
		s := dossiertest.Play(t, lines, "", night, pdf.PDF)
		s.Send(t, "IMG_2041 écran rançon.jpg", "image/jpeg", []byte("\xff\xd8\xff not a picture"), false)
		c := s.Case(t)
		for _, e := range dossier.Editions(c.Facts) {
			d, data := printed(t, s, c, e)
			base := filepath.Join(folder, name+"-"+d.File)
			if err := os.WriteFile(base, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command("pdftoppm", "-r", "60", "-png", base, base).CombinedOutput(); err != nil {
				t.Fatalf("pdftoppm: %v\n%s", err, out)
			}
		}
	}
}
