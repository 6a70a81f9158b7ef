package wire

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"relais/dialogs/dossier"
)

// TestDossier: a phone asks for the dossier, leaves a file, fetches the dossier and has
// the fingerprint that holds it, all by the functions as they are deployed.
func TestDossier(t *testing.T) {
	t.Parallel()
	d := deploy(t, setup{})
	const phone = "+33639980124"
	for _, words := range []string{"tous nos fichiers sont chiffrés", "1"} {
		d.text(phone, words)
		d.rests()
	}
	d.text(phone, "PLAINTE")
	asked := time.Now()
	for end := asked.Add(time.Minute); !strings.Contains(strings.Join(d.readBy(phone), " "), "/l/"); d.pump() { // the stream alone: no schedule runs
		if time.Now().After(end) {
			t.Fatalf("no link without the timer among %q", d.readBy(phone))
		}
	}
	t.Logf("measured: the link to the dossier came %d ms after the word, by the stream alone", time.Since(asked).Milliseconds())
	texts := func(what string) string {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
			d.rests()
			for _, text := range d.readBy(phone) {
				if strings.Contains(text, what) {
					return text
				}
			}
			time.Sleep(200 * time.Millisecond)
		}
		t.Fatalf("nothing with %q among %q", what, d.readBy(phone))
		return ""
	}
	links := regexp.MustCompile(`https://relais\.example(/l/[A-Za-z0-9_-]+)`).FindAllStringSubmatch(texts("/l/"), -1)
	if len(links) != 2 {
		t.Fatalf("links: %v", links)
	}
	fetch, leave := links[0][1], links[1][1]

	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	part, err := m.CreateFormFile("files", "notes.txt")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(part, "18h : plus rien ne marche")
	m.Close()
	if page := d.ask(http.MethodPost, leave, m.FormDataContentType(), form.Bytes()); page.Code != http.StatusOK {
		t.Fatalf("files: %d\n%s", page.Code, page.Body)
	}
	texts("gardé au dossier")

	if page := d.ask(http.MethodGet, fetch, "", nil); page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "<form") {
		t.Fatalf("page: %d\n%s", page.Code, page.Body)
	}
	got := d.ask(http.MethodPost, fetch, "", nil)
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "application/zip" {
		t.Fatalf("dossier: %d %v\n%s", got.Code, got.Header(), got.Body)
	}
	print := regexp.MustCompile(`[0-9]+(-[0-9A-F]{4}){5}`).FindString(texts("a été téléchargé"))
	r, err := dossier.Check(got.Body.Bytes(), print)
	if err != nil || !r.Held || !strings.HasPrefix(r.Items[len(r.Items)-1].Name, dossier.FilesFolder) {
		t.Errorf("held against %s: %+v, %v", print, r, err)
	}
	for _, path := range []string{fetch, leave, "/l/AAAAAAAAAAAAAAAAAAAAAA"} {
		if page := d.ask(http.MethodPost, path, "", nil); page.Code != http.StatusNotFound {
			t.Errorf("once more: %d", page.Code)
		}
	}
	if said := d.output.String(); strings.Contains(said, fetch) || strings.Contains(said, "notes.txt") || strings.Contains(said, "39980124") {
		t.Error("the functions print a token, a name or a number")
	}
	d.judge()
}

func (d *deployed) ask(method, path, contentType string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, publicURL+path, bytes.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	out := httptest.NewRecorder()
	d.ServeHTTP(out, r)
	return out
}
