package links

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"regexp"
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
func sniff(name string, data []byte) (mime string, quarantined bool) { return judge(name, data, 0) }

// judge is sniff for a file that lies so deep in mails.
func judge(name string, data []byte, depth int) (mime string, quarantined bool) {
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
			return mailType, contains(lower(data), eicar) || brings(data, depth)
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

// second are the marks of another type inside a file, most of them longer than comes by
// chance in a picture of some megabytes, and pages those of a page or a script, in whatever
// case. What holds one waits for somebody to look.
var (
	second = []string{
		"PK\x03\x04\x0a\x00", "PK\x03\x04\x14\x00", "PK\x03\x04\x2d\x00", // with the version that reads it
		"MZ\x90\x00", "\x7fELF\x01", "\x7fELF\x02", "7z\xbc\xaf\x27\x1c", "Rar!\x1a\x07",
	}
	pages = []string{eicar, "<script", "<html", "<!doctype", "<svg ", "<svg\n", "<svg\r", "<svg\t", "<svg/", "<svg>", "<?php", "javascript:"}
)

// zipEnds is by what a zip is read, within so many bytes of the end of the file.
const (
	zipEnds   = "PK\x05\x06"
	zipEndsIn = 22 + 1<<16
)

// eicar is the file by which scanners are tried.
const eicar = `x5o!p%@ap[4\pzx54(p^)7cc)7}$eicar-standard-antivirus-test-file!$h+h*`

// doubtful reports a file that is something else beside its type, or that acts.
func doubtful(mime string, data []byte) bool {
	low := lower(data)
	if contains(data, second...) || contains(data[max(0, len(data)-zipEndsIn):], zipEnds) || program(data) {
		return true
	}
	switch mime {
	case "application/pdf": // a page is told of in it, and what acts has names of its own
		return contains(low, eicar, "<script", "<html", "<?php") || acts(data)
	case "text/plain":
		return contains(low, pages...) || contains(low, "%pdf-", "<?xml", "#!/")
	}
	return contains(low, pages...) || contains(low, "%pdf-") // the metadata of a picture is XML
}

// lower writes the letters of ASCII small: what is no text is left as it is.
func lower(data []byte) []byte {
	low := bytes.Clone(data)
	for i, b := range low {
		if 'A' <= b && b <= 'Z' {
			low[i] = b + 'a' - 'A'
		}
	}
	return low
}

func contains(data []byte, marks ...string) bool {
	for _, m := range marks {
		if bytes.Contains(data, []byte(m)) {
			return true
		}
	}
	return false
}

// program reports a program for Windows anywhere in a file: the header of one names the
// place of the other, whatever stands between them.
func program(data []byte) bool {
	for {
		i := bytes.Index(data, []byte("MZ"))
		if i < 0 {
			return false
		}
		data = data[i:]
		if len(data) > 64 {
			at := int64(binary.LittleEndian.Uint32(data[60:]))
			if at < int64(len(data)) && bytes.HasPrefix(data[at:], []byte("PE\x00\x00")) {
				return true
			}
		}
		data = data[2:]
	}
}

// active are the names by which a PDF does something by itself or brings something along.
// The letters of the short ones come by chance; what they name begins behind them.
var active = regexp.MustCompile(`/(?:(?i:JavaScript|OpenAction|Launch|EmbeddedFile|RichMedia|SubmitForm|ImportData|GoToE|GoToR)|XFA|(?:JS|AA)(?:[\x00\t\n\f\r ]*[(<%]|[\x00\t\n\f\r ]+[0-9]))`)

// escaped is a letter of a name written as its number, which a PDF may do with any.
var escaped = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)

func unescaped(pdf []byte) []byte {
	return escaped.ReplaceAllFunc(pdf, func(m []byte) []byte {
		letter, _ := hex.DecodeString(string(m[1:]))
		return letter
	})
}

// packed is a stream that holds other objects, opens where the bytes of a stream begin,
// and squeezed the only way of squeezing one that is looked into.
var (
	packed   = []byte("/ObjStm")
	opens    = regexp.MustCompile(`>>[\x00\t\n\f\r ]*stream\r?\n`)
	squeezed = regexp.MustCompile(`/Filter[\x00\t\n\f\r ]*(/FlateDecode|\[[\x00\t\n\f\r ]*/FlateDecode[\x00\t\n\f\r ]*\])`)
)

// maxInflated bounds what is unpacked of one PDF, in bytes.
const maxInflated = 32 << 20

// acts reports a PDF that does something by itself, or whose objects are packed in a way
// that does not let us see whether it does.
func acts(pdf []byte) bool {
	plain := unescaped(pdf)
	if active.Match(plain) {
		return true
	}
	shut := bytes.Count(plain, packed)
	room := int64(maxInflated)
	for _, at := range opens.FindAllIndex(pdf, -1) {
		if shut == 0 {
			break
		}
		dictionary := unescaped(pdf[max(0, bytes.LastIndex(pdf[:at[0]], []byte("obj"))):at[1]])
		if !bytes.Contains(dictionary, packed) {
			continue
		}
		if !squeezed.Match(dictionary) || bytes.Contains(dictionary, []byte("/DecodeParms")) {
			return true
		}
		objects, err := inflated(pdf[at[1]:], room)
		if err != nil || active.Match(unescaped(objects)) {
			return true
		}
		room -= int64(len(objects))
		shut -= bytes.Count(dictionary, packed)
	}
	return shut != 0
}

// inflated unpacks a stream of at most so many bytes.
func inflated(data []byte, most int64) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(out)) > most {
		err = errLarge
	}
	return out, err
}

// mailType is a mail with its headers: what investigators ask for first.
const mailType = "message/rfc822"

// maxNested is how deep the parts of a mail may lie in one another.
const maxNested = 5

// brings reports a mail that brings along what would stay in quarantine if it came alone,
// or that cannot be read to its end. The words of a mail may be a page, as in most.
func brings(data []byte, depth int) bool {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	return err != nil || bringsPart(textproto.MIMEHeader(m.Header), m.Body, depth)
}

func bringsPart(h textproto.MIMEHeader, body io.Reader, depth int) bool {
	kind, values, name, err := declared(h)
	if err != nil || depth > maxNested {
		return true
	}
	encoding := strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding")))
	if strings.HasPrefix(kind, "multipart/") {
		return encoding == "base64" || encoding == "quoted-printable" || values["boundary"] == "" ||
			bringsParts(multipart.NewReader(body, values["boundary"]), depth+1)
	}
	switch encoding {
	case "", "7bit", "8bit":
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	default:
		return true
	}
	data, err := io.ReadAll(body)
	switch {
	case err != nil:
		return true
	case kind == mailType:
		return brings(data, depth+1)
	case name == "" && (kind == "text/plain" || kind == "text/html"):
		return contains(lower(data), eicar) || uuencoded.Match(data)
	}
	_, quarantined := judge(name, data, depth+1)
	return quarantined
}

func bringsParts(parts *multipart.Reader, depth int) bool {
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF { // not wrapped: the end that was announced
			return false
		}
		if err != nil || bringsPart(part.Header, part, depth) {
			return true
		}
	}
}

// uuencoded is how a file stood among the words of a mail before mails had parts.
var uuencoded = regexp.MustCompile(`(?m)^begin(-base64)? [0-7]{3,4} `)

// declared reads what a part of a mail says of itself: its type, with values, and the
// name of the file that it is, "" for none. What says it twice may be read in two ways.
func declared(h textproto.MIMEHeader) (kind string, values map[string]string, name string, err error) {
	for _, field := range []string{"Content-Type", "Content-Disposition", "Content-Transfer-Encoding"} {
		if len(h[field]) > 1 {
			return "", nil, "", errors.New("said twice")
		}
	}
	kind = "text/plain"
	if v := h.Get("Content-Type"); v != "" {
		if kind, values, err = mime.ParseMediaType(v); err != nil {
			return "", nil, "", err
		}
		name = values["name"]
	}
	if v := h.Get("Content-Disposition"); v != "" {
		how, more, err := mime.ParseMediaType(v)
		if err != nil {
			return "", nil, "", err
		}
		if more["filename"] != "" {
			name = more["filename"]
		} else if how == "attachment" && name == "" {
			name = "-"
		}
	}
	name, err = new(mime.WordDecoder).DecodeHeader(name)
	return kind, values, name, err
}
