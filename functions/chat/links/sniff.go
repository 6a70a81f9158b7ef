package links

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"
)

// kind is a type that may leave again in a dossier: what its bytes begin with, and the
// endings of names that go with it.
type kind struct {
	mime    string
	at      int
	magic   []string
	endings []string
}

// kinds are pictures and documents that show what happened and run nothing.
var kinds = []kind{
	{"image/jpeg", 0, []string{"\xff\xd8\xff"}, []string{".jpg", ".jpeg", ".jfif"}},
	{"image/png", 0, []string{"\x89PNG\r\n\x1a\n"}, []string{".png"}},
	{"image/gif", 0, []string{"GIF87a", "GIF89a"}, []string{".gif"}},
	{"image/webp", 8, []string{"WEBP"}, []string{".webp"}},
	{"image/heic", 4, []string{"ftypheic", "ftypheix", "ftypmif1", "ftypheim", "ftypheis"}, []string{".heic", ".heif"}},
	{"application/pdf", 0, []string{"%PDF-1.", "%PDF-2."}, []string{".pdf"}},
}

// plainEndings are those of files of words alone: notes, journals.
var plainEndings = []string{".txt", ".log", ".csv", ".md", ""}

// sniff says what a file is by its bytes, whatever its sender calls it, and whether it
// stays in quarantine: everything that is not surely one of the few types above, that is
// two things at once, or that a machine would run.
func sniff(name string, data []byte) (mime string, quarantined bool) {
	ending := strings.ToLower(path.Ext(name))
	for _, k := range kinds {
		for _, magic := range k.magic {
			if len(data) >= k.at+len(magic) && string(data[k.at:k.at+len(magic)]) == magic {
				return k.mime, !has(k.endings, ending) || doubtful(k.mime, data)
			}
		}
	}
	if plain(data) {
		if ending == ".eml" {
			// A mail with its headers is what investigators ask for first, and most hold a page.
			return "message/rfc822", bytes.Contains(bytes.ToLower(data), []byte(eicar))
		}
		return "text/plain", !has(plainEndings, ending) || doubtful("text/plain", data)
	}
	return "application/octet-stream", true
}

func has(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// plain reports text of letters, without a control but tabs and line ends.
func plain(data []byte) bool {
	if !utf8.Valid(data) {
		return false
	}
	for _, b := range data {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f {
			return false
		}
	}
	return true
}

// second are the marks of another type inside a file: a page, a script, an archive, a
// program. Pictures hold none of them by chance that matters, so what holds one waits for
// somebody to look.
var second = []string{"<script", "<html", "<!doctype", "<svg", "<?php", "<?xml", "javascript:", "pk\x03\x04", "pk\x05\x06", "mz\x90\x00", "\x7felf", "#!/", "7z\xbc\xaf", "rar!\x1a"}

// active are the words by which a PDF does something by itself or brings something along.
var active = []string{"/javascript", "/js ", "/js(", "/openaction", "/launch", "/embeddedfile", "/richmedia", "/aa<<", "/aa <<", "/xfa"}

// eicar is the file by which scanners are tried.
const eicar = `x5o!p%@ap[4\pzx54(p^)7cc)7}$eicar-standard-antivirus-test-file!$h+h*`

func doubtful(mime string, data []byte) bool {
	low := bytes.ToLower(data)
	marks := append([]string{eicar}, second...)
	switch mime {
	case "application/pdf":
		marks = append(marks[:1:1], active...) // its streams may hold any bytes; XML metadata is usual
		marks = append(marks, "<script", "<html")
	case "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic":
		// The metadata of a picture is XML.
		marks = without(marks, "<?xml", "#!/", "mz\x90\x00")
	}
	for _, m := range marks {
		if bytes.Contains(low, []byte(m)) {
			return true
		}
	}
	return mime != "application/pdf" && bytes.Contains(low, []byte("%pdf-"))
}

func without(list []string, not ...string) []string {
	var out []string
	for _, l := range list {
		if !has(not, l) {
			out = append(out, l)
		}
	}
	return out
}
