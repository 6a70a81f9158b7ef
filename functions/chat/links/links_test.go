package links_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/dossier"
	"relais/dialogs/dossier/dossiertest"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/functions/chat/links"
	"relais/locales"
	"relais/locales/gsm7"
)

var night = time.Date(2027, 3, 20, 1, 7, 0, 0, time.UTC)

type world struct {
	*dossiertest.Scene
	t       *testing.T
	handler *links.Handler
	log     *bytes.Buffer
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{Scene: dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain), t: t, log: &bytes.Buffer{}}
	w.handler = &links.Handler{Desk: w.Desk, Maker: w.Maker, Clock: w.Now, Log: slog.New(slog.NewJSONHandler(w.log, nil)), Most: 1 << 20}
	return w
}

func (w *world) link(purpose intake.Purpose) string {
	w.t.Helper()
	token, err := w.Desk.Link(w.t.Context(), w.Now(), w.Key, purpose, intake.LinkValidity)
	if err != nil {
		w.t.Fatal(err)
	}
	return links.Path + token
}

func (w *world) ask(method, path, contentType string, body []byte) events.APIGatewayV2HTTPResponse {
	w.t.Helper()
	r := events.APIGatewayV2HTTPRequest{RawPath: path, Headers: map[string]string{"content-type": contentType, "accept-language": "fr-FR,fr;q=0.9"}}
	r.RequestContext.HTTP.Method = method
	r.Body, r.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	response, err := w.handler.Handle(w.t.Context(), r)
	if err != nil {
		w.t.Fatal(err)
	}
	for name, want := range map[string]string{"cache-control": "no-store", "referrer-policy": "no-referrer", "x-content-type-options": "nosniff"} {
		if response.Headers[name] != want {
			w.t.Errorf("%s %s: %s is %q", method, path, name, response.Headers[name])
		}
	}
	return response
}

type file struct {
	name string
	data string
}

func form(t *testing.T, files ...file) (contentType string, body []byte) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, f := range files {
		part, err := m.CreatePart(textproto.MIMEHeader{
			"Content-Disposition": {fmt.Sprintf(`form-data; name="files"; filename=%q`, f.name)}, "Content-Type": {"image/jpeg"},
		})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(part, f.data)
	}
	m.Close()
	return m.FormDataContentType(), b.Bytes()
}

func TestFetch(t *testing.T) {
	w := open(t)
	path := w.link(intake.LinkDossier)
	turns := len(w.Turns(t))
	for range 2 { // previews look, too
		page := w.ask("GET", path, "", nil)
		if page.StatusCode != 200 || !strings.Contains(page.Body, `<form method="post">`) || !strings.Contains(page.Body, "<title>Votre lien</title>") {
			t.Fatalf("page: %d\n%s", page.StatusCode, page.Body)
		}
	}
	if len(w.Turns(t)) != turns {
		t.Error("looking at the page wrote a turn")
	}
	got := w.ask("POST", path, "application/x-www-form-urlencoded", nil)
	if got.StatusCode != 200 || got.Headers["content-type"] != "application/zip" || !strings.HasPrefix(got.Headers["content-disposition"], `attachment; filename=dossier-`) {
		t.Fatalf("fetched: %d %v", got.StatusCode, got.Headers)
	}
	data, err := base64.StdEncoding.DecodeString(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := dossier.Check(data, ""); err != nil || len(r.Faults) > 0 {
		t.Errorf("%+v, %v", r.Faults, err)
	}
	again, never := w.ask("POST", path, "", nil), w.ask("POST", links.Path+"AAAAAAAAAAAAAAAAAAAAAA", "", nil)
	if again.StatusCode != 404 || again.Body != never.Body || !maps.Equal(again.Headers, never.Headers) {
		t.Errorf("a used link: %d, unlike one that never was", again.StatusCode)
	}
}

// The page promises the papers that this reader's dossier holds, and no other.
func TestThePageSaysWhatIsInside(t *testing.T) {
	for _, tt := range []struct {
		name  string
		facts engine.Facts
		want  string
	}{
		{"a town hall", nil, "à compléter\u00a0: plainte, assurance, CNIL."},
		{"no data of people", engine.Facts{"personal_data": "no"}, "à compléter\u00a0: plainte, assurance."},
		{"a person at home", engine.Facts{"victim": "individual"}, "à compléter\u00a0: plainte."},
		{"a mistake", engine.Facts{"malice": "no"}, "à compléter\u00a0: assurance, CNIL."},
		{"a mistake at home", engine.Facts{"malice": "no", "victim": "individual"}, "sauf ceux mis à part.</p>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := open(t)
			if _, err := w.Desk.Amend(t.Context(), w.Now(), w.Key, "facts", func(a *intake.Amendment) error {
				a.State.Session.Facts = maps.Clone(a.State.Session.Facts)
				maps.Copy(a.State.Session.Facts, tt.facts)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			path := w.link(intake.LinkDossier)
			if page := w.ask("GET", path, "", nil); !strings.Contains(page.Body, tt.want) {
				t.Errorf("no %q in\n%s", tt.want, page.Body)
			}
		})
	}
}

// Of several files the receipt says the beginning of each digest, as the page shows it,
// in one SMS.
func TestReceiptOfSeveralFiles(t *testing.T) {
	for _, n := range []int{1, 2, 6} {
		w := open(t)
		var files []file
		for i := range n {
			files = append(files, file{fmt.Sprintf("%d.docx", i), fmt.Sprintf("PK\x03\x04%d", i)})
		}
		kind, body := form(t, files...)
		page := w.ask("POST", w.link(intake.LinkFiles), kind, body)
		said := w.Wait(t, time.Second)
		shown := regexp.MustCompile(`[0-9A-F]{4}(-[0-9A-F]{4})+`).FindAllString(said, -1)
		if len(shown) != n || gsm7.Segments(said) > engine.MaxSegments {
			t.Fatalf("%d files, %d fingerprints in %d segments: %q", n, len(shown), gsm7.Segments(said), said)
		}
		for _, print := range shown {
			if begins := strings.ToLower(strings.ReplaceAll(print, "-", "")); !strings.Contains(page.Body, "<code>"+begins) {
				t.Errorf("%s is shown on no page\n%s", print, page.Body)
			}
		}
	}
}

// A style that the page's own policy does not let through would show it bare.
func TestPolicyKnowsTheStyle(t *testing.T) {
	w := open(t)
	page := w.ask("GET", w.link(intake.LinkFiles), "", nil)
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(page.Body)
	if style == nil {
		t.Fatal("no style")
	}
	sum := sha256.Sum256([]byte(style[1]))
	if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(page.Headers["content-security-policy"], want) {
		t.Errorf("policy %q knows no %s", page.Headers["content-security-policy"], want)
	}
	if strings.Contains(page.Body, "<script") || strings.Contains(page.Body, "http") {
		t.Error("the page runs or fetches something")
	}
}

const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

func zipped(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("zeros")
	if err != nil {
		t.Fatal(err)
	}
	w.Write(make([]byte, 1<<20))
	z.Close()
	return b.String()
}

// packed is a stream of a PDF that holds objects, squeezed.
func packed(objects string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	io.WriteString(z, objects)
	z.Close()
	return "2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length " + strconv.Itoa(b.Len()) + " >>\nstream\n" + b.String() + "\nendstream\nendobj\n"
}

// letter is a mail of words, also as a page, that brings something along.
func letter(kind, name, data string) string {
	named, encoded := "", base64.StdEncoding.EncodeToString([]byte(data))
	if name != "" {
		named = fmt.Sprintf("Content-Disposition: attachment; filename=%q\r\n", name)
	}
	return "Content-Type: multipart/mixed; boundary=b\r\nFrom: a@b\r\nSubject: facture\r\n\r\n" +
		"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nVoici.\r\n--c\r\nContent-Type: text/html\r\n\r\n<html>Voici.</html>\r\n--c--\r\n" +
		"--b\r\nContent-Type: " + kind + "\r\n" + named + "Content-Transfer-Encoding: base64\r\n\r\n" + encoded + "\r\n--b--\r\n"
}

// Every kind of file (T36): what is taken in, and what of it may leave again.
func TestKindsOfFiles(t *testing.T) {
	const jpeg, png, pdf = "\xff\xd8\xff\xe0\x00\x10JFIF and so on", "\x89PNG\r\n\x1a\n and so on", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
	windows := "MZP" + strings.Repeat("\x00", 57) + "\x80\x00\x00\x00" + strings.Repeat("\x00", 64) + "PE\x00\x00"
	nested := "From: a@b\r\n\r\nx"
	for range 9 {
		nested = letter("text/plain", "a.eml", nested)
	}
	for _, tt := range []struct {
		name        string
		file        file
		kind        string
		quarantined bool
	}{
		{"a photo", file{"IMG_1.JPG", jpeg}, "image/jpeg", false},
		{"a capture", file{"écran.png", png}, "image/png", false},
		{"a mail with its headers", file{"mail.eml", "From: a@b\r\nSubject: facture\r\n\r\n<html>x</html>"}, "message/rfc822", false},
		{"notes", file{"notes.txt", "18h : plus rien ne marche, été"}, "text/plain", false},
		{"a document", file{"facture.pdf", "%PDF-1.7\n1 0 obj"}, "application/pdf", false},
		{"a document that acts", file{"facture.pdf", "%PDF-1.7\n<< /OpenAction 3 0 R >>"}, "application/pdf", true},
		{"a drawing", file{"logo.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`}, "text/plain", true},
		{"a page", file{"page.html", "<html><script>alert(1)</script>"}, "text/plain", true},
		{"a page called a photo", file{"photo.jpg", "<html><script>alert(1)</script>"}, "text/plain", true},
		{"a photo called a page", file{"photo.html", jpeg}, "image/jpeg", true},
		{"a photo that is also a page", file{"photo.jpg", jpeg + "<script>alert(1)</script>"}, "image/jpeg", true},
		{"a photo that is also an archive", file{"photo.jpg", jpeg + zipped(t)}, "image/jpeg", true},
		{"a photo that is also a document", file{"photo.jpg", jpeg + "%PDF-1.4"}, "image/jpeg", true},
		{"an archive that unpacks to much", file{"bombe.zip", zipped(t)}, "application/octet-stream", true},
		{"a program", file{"facture.exe", "MZ\x90\x00\x03"}, "application/octet-stream", true},
		{"what scanners are tried by", file{"eicar.txt", eicar}, "text/plain", true},
		{"the same in a mail", file{"eicar.eml", eicar}, "message/rfc822", true},
		{"an office document", file{"liste.docx", "PK\x03\x04\x14\x00"}, "application/octet-stream", true},
		{"a photo that is also a program", file{"photo.jpg", jpeg + "MZ\x90\x00\x03"}, "image/jpeg", true},
		{"a capture that is also a program", file{"écran.png", png + windows}, "image/png", true},
		{"a document that is also an archive", file{"facture.pdf", pdf + zipped(t)}, "application/pdf", true},
		{"a document that is also a program", file{"facture.pdf", pdf + windows}, "application/pdf", true},
		{"a document whose act is written in numbers", file{"facture.pdf", pdf + "<< /S /J#61vaScript >>"}, "application/pdf", true},
		{"a document that opens another", file{"facture.pdf", pdf + "<< /S /GoToR /F (x) >>"}, "application/pdf", true},
		{"a document with a script and no name of it", file{"facture.pdf", pdf + "<< /J#53\n(app.alert(1)) >>"}, "application/pdf", true},
		{"a document with packed objects", file{"relevé.pdf", pdf + packed("<< /Type /Page >>")}, "application/pdf", false},
		{"a document with an act among packed objects", file{"relevé.pdf", pdf + packed("<< /S /JavaScript >>")}, "application/pdf", true},
		{"the same in numbers", file{"relevé.pdf", pdf + packed("<< /S /Java#53cript >>")}, "application/pdf", true},
		{"a document whose packed objects nobody reads", file{"relevé.pdf", pdf + strings.Replace(packed("<< >>"), "FlateDecode", "LZWDecode", 1)}, "application/pdf", true},
		{"one that says so in numbers", file{"relevé.pdf", pdf + strings.NewReplacer("FlateDecode", "LZWDecode", "ObjStm", "#4fbjStm").Replace(packed("<< >>"))}, "application/pdf", true},
		{"one whose packed objects are not what they say", file{"relevé.pdf", pdf + "<< /Type /ObjStm /Filter /FlateDecode >>\nstream\nnothing"}, "application/pdf", true},
		{"one that unpacks to much", file{"relevé.pdf", pdf + packed(strings.Repeat(" ", 33<<20))}, "application/pdf", true},
		{"one whose packed objects come without a stream", file{"relevé.pdf", pdf + "<< /Type /ObjStm >>"}, "application/pdf", true},
		{"a mail with words twice and a logo", file{"mail.eml", letter("image/jpeg", "logo.jpg", jpeg)}, "message/rfc822", false},
		{"a mail with a document", file{"mail.eml", letter("application/pdf", "=?utf-8?Q?relev=C3=A9.pdf?=", pdf)}, "message/rfc822", false},
		{"a mail with a document that acts", file{"mail.eml", letter("application/pdf", "facture.pdf", pdf+"<< /OpenAction 3 0 R >>")}, "message/rfc822", true},
		{"a mail with a program", file{"mail.eml", letter("application/octet-stream", "facture.exe", windows)}, "message/rfc822", true},
		{"a mail with a program called words", file{"mail.eml", letter("text/plain", "facture.exe", windows)}, "message/rfc822", true},
		{"a mail with an office document", file{"mail.eml", letter("application/msword", "a.docx", zipped(t))}, "message/rfc822", true},
		{"a mail with a page", file{"mail.eml", letter("text/html", "facture.html", "<script>x</script>")}, "message/rfc822", true},
		{"a mail with something unnamed", file{"mail.eml", letter("application/octet-stream", "", windows)}, "message/rfc822", true},
		{"a mail in a mail", file{"mail.eml", letter("message/rfc822", "", letter("image/png", "a.png", png))}, "message/rfc822", false},
		{"a program in a mail in a mail", file{"mail.eml", letter("message/rfc822", "", letter("image/png", "a.png", windows))}, "message/rfc822", true},
		{"mails in mails without end", file{"mail.eml", nested}, "message/rfc822", true},
		{"a mail with a file among its words", file{"mail.eml", "From: a@b\r\n\r\nVoici.\r\nbegin 644 a.exe\r\nM35J0\r\nend\r\n"}, "message/rfc822", true},
		{"a mail that breaks off", file{"mail.eml", strings.TrimSuffix(letter("image/jpeg", "logo.jpg", jpeg), "--b--\r\n")}, "message/rfc822", true},
		{"a mail that says its type twice", file{"mail.eml", "Content-Type: text/plain\r\n" + letter("image/jpeg", "logo.jpg", jpeg)}, "message/rfc822", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := open(t)
			kind, body := form(t, tt.file)
			page := w.ask("POST", w.link(intake.LinkFiles), kind, body)
			sum := sha256.Sum256([]byte(tt.file.data))
			if page.StatusCode != 200 || !strings.Contains(page.Body, hex.EncodeToString(sum[:])) || strings.Contains(page.Body, "<script") {
				t.Fatalf("%d\n%s", page.StatusCode, page.Body)
			}
			files := w.Case(t).Files
			if len(files) != 1 || files[0].Type != tt.kind || files[0].Quarantined != tt.quarantined || files[0].Bytes != int64(len(tt.file.data)) {
				t.Fatalf("kept %+v, want %s, quarantined %v", files, tt.kind, tt.quarantined)
			}
			data, err := w.Desk.File(t.Context(), w.Case(t).ID, files[0].Kept)
			if err != nil || string(data) != tt.file.data {
				t.Errorf("what is kept is not what came: %v", err)
			}
		})
	}
}

func TestUploadsRefused(t *testing.T) {
	for _, tt := range []struct {
		name   string
		files  []file
		status int
	}{
		{"none", nil, 400},
		{"an empty one", []file{{"vide.jpg", ""}}, 400},
		{"both empty", []file{{"a.txt", ""}, {"vide.jpg", ""}}, 400},
		{"too many, most of them empty", []file{{"1.txt", "1"}, {"2.txt", ""}, {"3.txt", ""}, {"4.txt", ""}, {"5.txt", ""}, {"6.txt", ""}, {"7.txt", ""}}, 413},
		{"too large", []file{{"grand.txt", strings.Repeat("a", 1<<20+1)}}, 413},
		{"too large together", []file{{"a.txt", strings.Repeat("a", 600<<10)}, {"b.txt", strings.Repeat("b", 600<<10)}}, 413},
		{"too many", []file{{"1.txt", "1"}, {"2.txt", "2"}, {"3.txt", "3"}, {"4.txt", "4"}, {"5.txt", "5"}, {"6.txt", "6"}, {"7.txt", "7"}}, 413},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := open(t)
			path := w.link(intake.LinkFiles)
			kind, body := form(t, tt.files...)
			if page := w.ask("POST", path, kind, body); page.StatusCode != tt.status || !strings.Contains(page.Body, "<form") {
				t.Errorf("%d, want %d and the form again\n%s", page.StatusCode, tt.status, page.Body)
			}
			if n := len(w.Case(t).Files); n != 0 {
				t.Errorf("%d files kept", n)
			}
			kind, body = form(t, file{"notes.txt", "18h"})
			if page := w.ask("POST", path, kind, body); page.StatusCode != 200 {
				t.Errorf("the link is used up: %d", page.StatusCode)
			}
			if page := w.ask("POST", path, kind, body); page.StatusCode != 404 {
				t.Errorf("used a second time: %d", page.StatusCode)
			}
		})
	}
	w := open(t)
	for _, body := range []string{"", "x", "--b\r\n\r\n", "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n"} {
		if page := w.ask("POST", w.link(intake.LinkFiles), "multipart/form-data; boundary=b", []byte(body)); page.StatusCode != 400 {
			t.Errorf("form %q: %d", body, page.StatusCode)
		}
	}
}

// A file without a byte takes none of the others with it: it is refused by its name.
func TestOneOfTwoIsEmpty(t *testing.T) {
	w := open(t)
	kind, body := form(t, file{"notes.txt", "18h"}, file{"dossier/vide.jpg", ""}, file{"suite.txt", "19h"})
	page := w.ask("POST", w.link(intake.LinkFiles), kind, body)
	if page.StatusCode != 200 || !strings.Contains(page.Body, "<li>vide.jpg (vide\u00a0: pas reçu.") {
		t.Errorf("%d\n%s", page.StatusCode, page.Body)
	}
	var names []string
	for _, f := range w.Case(t).Files {
		names = append(names, f.Name)
	}
	if strings.Join(names, " ") != "notes.txt suite.txt" {
		t.Errorf("kept %q", names)
	}
}

// Names are shown, written into folders and put into headers: nothing in one may be a
// path, a line or a mark.
func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		`C:\Users\moi\photo.jpg`:     "photo.jpg",
		"../../etc/passwd.txt":       "passwd.txt",
		"a\r\nSet-Cookie: x.txt":     "aSet-Cookie x.txt",
		"facture\u202efdp.txt":       "facturefdp.txt",
		"..":                         "-",
		".htaccess":                  "htaccess",
		strings.Repeat("a", 300):     strings.Repeat("a", 80),
		"<script>alert(1)</script>x": "script>x",
	} {
		w := open(t)
		w.Send(t, name, "text/plain", []byte("x"), false)
		if got := w.Case(t).Files[0].Name; got != want && got != strings.ReplaceAll(want, ">", "") {
			t.Errorf("%q is kept as %q, want %q", name, got, want)
		}
	}
}

// The end of a link, of whatever kind, and what never was one, look the same.
func TestGone(t *testing.T) {
	w := open(t)
	want := w.ask("GET", links.Path+"AAAAAAAAAAAAAAAAAAAAAA", "", nil)
	if want.StatusCode != 404 {
		t.Fatalf("%d", want.StatusCode)
	}
	over := w.link(intake.LinkDossier)
	w.Advance(intake.LinkValidity + time.Second)
	for name, path := range map[string]string{
		"over": over, "for something else": w.link(intake.Purpose("else")), "empty": links.Path, "a path": links.Path + "../../etc/passwd", "long": links.Path + strings.Repeat("A", 10000), "another place": "/chat",
	} {
		for _, method := range []string{"GET", "POST"} {
			if got := w.ask(method, path, "", nil); got.StatusCode != 404 || got.Body != want.Body {
				t.Errorf("%s %s: %d", method, name, got.StatusCode)
			}
		}
	}
	if got := w.ask("DELETE", over, "", nil); got.StatusCode != 405 || got.Headers["allow"] != "GET, POST" {
		t.Errorf("DELETE: %d", got.StatusCode)
	}
	if w.log.Len() > 0 {
		t.Errorf("logged: %s", w.log)
	}
}

// Of a case that is erased a link shows no more than one that never was.
func TestErased(t *testing.T) {
	w := open(t)
	path := w.link(intake.LinkDossier)
	if _, err := w.Desk.Amend(t.Context(), w.Now(), w.Key, "erased", func(a *intake.Amendment) error { a.Erase(); return nil }); err != nil {
		t.Fatal(err)
	}
	want := w.ask("GET", links.Path+"AAAAAAAAAAAAAAAAAAAAAA", "", nil)
	if got := w.ask("GET", path, "", nil); got.StatusCode != 404 || got.Body != want.Body {
		t.Errorf("%d\n%s", got.StatusCode, got.Body)
	}
}

// The case takes so many files and no more; what it does not take is not kept.
func TestFull(t *testing.T) {
	w := open(t)
	for i := range intake.MaxFiles {
		w.Send(t, fmt.Sprintf("%d.txt", i), "text/plain", []byte("x"), false)
	}
	kind, body := form(t, file{"notes.txt", "18h"})
	if page := w.ask("POST", w.link(intake.LinkFiles), kind, body); page.StatusCode != 409 {
		t.Errorf("%d", page.StatusCode)
	}
	if n := len(w.Case(t).Files); n != intake.MaxFiles {
		t.Errorf("%d files kept", n)
	}
}

// Whoever holds a channel that was taken out of the case may hold its links too.
func TestALinkFromBeforeAChannelWent(t *testing.T) {
	w := open(t)
	older := map[intake.Purpose]string{}
	for _, purpose := range []intake.Purpose{intake.LinkDossier, intake.LinkFiles, intake.LinkJoin} {
		older[purpose] = w.link(purpose)
		if got := w.ask("GET", older[purpose], "", nil); got.StatusCode != 200 {
			t.Fatalf("%s: %d", purpose, got.StatusCode)
		}
	}
	w.Advance(time.Minute)
	if _, err := w.Desk.Amend(t.Context(), w.Now(), w.Key, "gone", func(a *intake.Amendment) error {
		a.State.Channels = []intake.Channel{{Channel: "sms", Gone: intake.Stamp(w.Now())}, {Channel: "web"}}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	never := w.ask("GET", links.Path+"AAAAAAAAAAAAAAAAAAAAAA", "", nil)
	for purpose, path := range older {
		for _, method := range []string{"GET", "POST"} {
			if got := w.ask(method, path, "", nil); got.StatusCode != 404 || got.Body != never.Body || !maps.Equal(got.Headers, never.Headers) {
				t.Errorf("%s of an older link, %s: %d\n%s", method, purpose, got.StatusCode, got.Body)
			}
		}
	}
	w.Advance(time.Minute)
	if got := w.ask("POST", w.link(intake.LinkDossier), "", nil); got.StatusCode != 200 {
		t.Errorf("a newer one: %d", got.StatusCode)
	}
}

// A file that is gone from where it was kept takes nothing else with it.
func TestAFileGone(t *testing.T) {
	w := open(t)
	w.Send(t, "a.txt", "text/plain", []byte("18h"), false)
	if err := w.Desk.Files.Drop(t.Context(), w.Case(t).Files[0].Blob); err != nil {
		t.Fatal(err)
	}
	got := w.ask("POST", w.link(intake.LinkDossier), "", nil)
	data, err := base64.StdEncoding.DecodeString(got.Body)
	if r, bad := dossier.Check(data, ""); err != nil || bad != nil || len(r.Faults) > 0 || !bytes.Contains(data, []byte(`"why": "gone"`)) {
		t.Errorf("%d, %+v", got.StatusCode, r.Faults)
	}
}

// PLAINTE: the text at once, the links within a minute, in one SMS of two segments; no
// others until one was used, which the answer to DOSSIER says.
func TestOffered(t *testing.T) {
	for _, word := range []string{"PLAINTE", "DOSSIER"} {
		t.Run(word, func(t *testing.T) {
			w := open(t)
			if text := w.Say(t, word); strings.Contains(text, links.Path) {
				t.Errorf("the answer to the word holds a link: %s", text)
			}
			text := w.Wait(t, time.Minute)
			found := regexp.MustCompile(`https://relais\.example(/l/[A-Za-z0-9_-]{22})`).FindAllStringSubmatch(text, -1)
			if len(found) != 2 || gsm7.Segments(text) > 2 {
				t.Fatalf("offered: %q", text)
			}
			answer := w.Say(t, word)
			if text := w.Wait(t, time.Minute); strings.Contains(text, links.Path) || word == "DOSSIER" && !strings.Contains(answer, "déjà envoyé") {
				t.Errorf("asked again at once: %s\nthen: %s", answer, text)
			}
			if got := w.ask("POST", found[0][1], "", nil); got.StatusCode != 200 || got.Headers["content-type"] != "application/zip" {
				t.Errorf("the first link: %d", got.StatusCode)
			}
			if got := w.ask("GET", found[1][1], "", nil); !strings.Contains(got.Body, `type="file"`) {
				t.Errorf("the second link: %s", got.Body)
			}
			if page := w.ask("POST", found[0][1], "", nil); page.StatusCode != 404 || !strings.Contains(page.Body, "DOSSIER") {
				t.Errorf("the first link again: %d", page.StatusCode)
			}
			answer = w.Say(t, "DOSSIER")
			if text := w.Wait(t, time.Minute); strings.Count(text, links.Path) != 2 || strings.Contains(answer, "déjà envoyé") {
				t.Errorf("asked for as the page of the used link says: %s\nthen: %s", answer, text)
			}
		})
	}
}

// LIEN: a page whose button leads to the chat; to look at it, or to press what is not its
// button, uses nothing up.
func TestGoingOnByALink(t *testing.T) {
	w := open(t)
	w.Say(t, "LIEN")
	found := regexp.MustCompile(`https://relais\.example(/l/([A-Za-z0-9_-]{22}))`).FindStringSubmatch(w.Wait(t, time.Minute))
	if found == nil {
		t.Fatal("no link")
	}
	for _, method := range []string{"GET", "GET", "POST"} {
		page := w.ask(method, found[1], "application/x-www-form-urlencoded", nil)
		for _, part := range []string{`<form method="post" action="/chat">`, `name="link" value="` + found[2] + `"`, `name="do" value="follow"`, `src="/chat/link.js"`, "Continuer ici"} {
			if page.StatusCode != 200 || !strings.Contains(page.Body, part) {
				t.Errorf("%s: %d, no %s in\n%s", method, page.StatusCode, part, page.Body)
			}
		}
		if policy := page.Headers["content-security-policy"]; !strings.HasSuffix(policy, "; script-src 'self'") {
			t.Errorf("%s: %s", method, policy)
		}
	}
	v, err := w.Desk.Open(t.Context(), w.Now(), intake.Visitor{Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.JoinsByLink(t.Context(), w.Now(), v, found[2]); err != nil {
		t.Errorf("after all that: %v", err)
	}
	w.Say(t, "LIEN")
	if text := w.Wait(t, time.Minute); !strings.Contains(text, links.Path) {
		t.Errorf("asked for another once it was used: %q", text)
	}
	again, never := w.ask("GET", found[1], "", nil), w.ask("GET", links.Path+"AAAAAAAAAAAAAAAAAAAAAA", "", nil)
	if again.StatusCode != 404 || again.Body != never.Body || !maps.Equal(again.Headers, never.Headers) || !strings.Contains(again.Body, "LIEN") {
		t.Errorf("a used link: %d, unlike one that never was", again.StatusCode)
	}
}

// On a narrow page no line begins with a colon: before one stands a space that does not break.
func TestNoLineBeginsWithAColon(t *testing.T) {
	texts := locales.Default()
	for _, id := range []string{
		"gone", "busy", "dossier.lead", "dossier.holds", "files.lead", "files.bounds", "files.done", "files.held", "files.hollow", "files.empty", "files.large", "files.full",
		"join.lead", "join.holds",
	} {
		text, err := texts.Text("fr", "link."+id, map[string]string{"papers": "plainte", "count": "5", "megabytes": "20"})
		if err != nil || strings.Contains(text, " :") {
			t.Errorf("%s: %q, %v", id, text, err)
		}
	}
}
