// Package links serves the pages behind one-time links: a dossier to fetch, files to
// leave, a conversation to go on with. They need no script. To look at a page uses nothing up, because previews look
// too; to press its button does.
package links

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/dossier"
	"relais/dialogs/intake"
)

// Path is where the pages stand; a token follows.
const Path = intake.LinkPath

// Handler answers requests. Its fields are set once, before its first use.
type Handler struct {
	Desk  *intake.Desk
	Maker *dossier.Maker
	Clock func() time.Time
	Log   *slog.Logger
	// Most is how many bytes of files one page takes, below what stands before us lets
	// through: six million on Lambda, in base64.
	Most int
}

// MostOnLambda is Most for a function on Lambda.
const MostOnLambda = 4 << 20

// maxAtOnce is how many files one page takes.
const maxAtOnce = 6

// Handle answers one request, as Lambda calls it. Its error is always nil.
func (h *Handler) Handle(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	method := r.RequestContext.HTTP.Method
	token, ok := strings.CutPrefix(r.RawPath, Path)
	lang := h.language(r.Headers["accept-language"])
	switch {
	case method != http.MethodGet && method != http.MethodPost:
		response := h.page(lang, http.StatusMethodNotAllowed, view{})
		response.Headers["allow"] = http.MethodGet + ", " + http.MethodPost
		return response, nil
	case !ok || len(token) > maxToken:
		return h.gone(lang), nil
	}
	pass, err := h.Desk.Look(ctx, h.Clock(), token, intake.LinkFiles, intake.LinkDossier, intake.LinkJoin)
	switch post := method == http.MethodPost; {
	case errors.Is(err, intake.ErrNoToken):
		return h.gone(lang), nil
	case err != nil:
		h.failed("look", err)
		return h.page(lang, http.StatusServiceUnavailable, view{Say: "link.busy"}), nil
	case pass.Purpose == intake.LinkFiles && post:
		return h.take(ctx, r, lang, token), nil
	case pass.Purpose == intake.LinkDossier && post:
		return h.hand(ctx, lang, token), nil
	}
	v := view{For: pass.Purpose, Token: token}
	if v.For == intake.LinkDossier {
		v.Papers, err = h.Maker.Prepared(ctx, pass.Key)
		switch {
		case errors.Is(err, intake.ErrNoToken):
			return h.gone(lang), nil
		case err != nil:
			h.failed("prepared", err)
			return h.page(lang, http.StatusServiceUnavailable, view{Say: "link.busy"}), nil
		}
	}
	return h.page(lang, http.StatusOK, v), nil
}

// Serve is Handle for a server that is told when the response was written out.
func (h *Handler) Serve(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, func(context.Context) error) {
	response, _ := h.Handle(ctx, r)
	return response, nil
}

// maxToken bounds what is taken for a token.
const maxToken = 64

func (h *Handler) gone(lang string) events.APIGatewayV2HTTPResponse {
	return h.page(lang, http.StatusNotFound, view{Say: "link.gone"})
}

func (h *Handler) failed(what string, err error) {
	h.Log.Error("link failed", "channel", intake.ChannelWeb, "what", what, "error", err)
}

// hand gives the dossier, as a file to keep.
func (h *Handler) hand(ctx context.Context, lang, token string) events.APIGatewayV2HTTPResponse {
	handed, err := h.Maker.Hand(ctx, h.Clock(), token)
	switch {
	case errors.Is(err, intake.ErrNoToken):
		return h.gone(lang)
	case err != nil && len(handed.Zip) == 0:
		h.failed("dossier", err)
		return h.page(lang, http.StatusServiceUnavailable, view{Say: "link.busy"})
	case err != nil:
		// The link is used: what it was used for must not be lost with the message about it.
		h.failed("fingerprint", err)
	}
	response := answer(http.StatusOK)
	response.Headers["content-type"] = "application/zip"
	response.Headers["content-disposition"] = mime.FormatMediaType("attachment", map[string]string{"filename": handed.Name})
	response.Body, response.IsBase64Encoded = base64.StdEncoding.EncodeToString(handed.Zip), true
	return response
}

// take keeps the files that were sent.
func (h *Handler) take(ctx context.Context, r events.APIGatewayV2HTTPRequest, lang, token string) events.APIGatewayV2HTTPResponse {
	again := func(status int, why string) events.APIGatewayV2HTTPResponse {
		return h.page(lang, status, view{For: intake.LinkFiles, Say: "link.files." + why})
	}
	files, hollow, err := h.uploads(r)
	switch {
	case errors.Is(err, errLarge):
		return again(http.StatusRequestEntityTooLarge, "large")
	case err != nil || len(files) == 0:
		return again(http.StatusBadRequest, "empty")
	}
	kept, err := h.Desk.TakeFiles(ctx, h.Clock(), token, files)
	switch {
	case errors.Is(err, intake.ErrNoToken):
		return h.gone(lang)
	case errors.Is(err, intake.ErrFull):
		return h.page(lang, http.StatusConflict, view{Say: "link.files.full"})
	case err != nil:
		h.failed("files", err)
		return h.page(lang, http.StatusServiceUnavailable, view{For: intake.LinkFiles, Say: "link.busy"})
	}
	return h.page(lang, http.StatusOK, view{Say: "link.files.done", Kept: kept, Hollow: hollow})
}

var errLarge = errors.New("too large")

// uploads reads the form; hollow are the names of the files in it without a byte. It
// returns errLarge for more than the bounds.
func (h *Handler) uploads(r events.APIGatewayV2HTTPRequest) (files []intake.Upload, hollow []string, err error) {
	body := []byte(r.Body)
	if r.IsBase64Encoded {
		if body, err = base64.StdEncoding.DecodeString(r.Body); err != nil {
			return nil, nil, err
		}
	}
	if len(body) > h.Most+formRoom {
		return nil, nil, errLarge
	}
	kind, values, err := mime.ParseMediaType(r.Headers["content-type"])
	if err != nil || kind != "multipart/form-data" {
		return nil, nil, errors.New("it is no form with files")
	}
	total := 0
	form := multipart.NewReader(bytes.NewReader(body), values["boundary"])
	for {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			return files, hollow, nil
		}
		if err != nil {
			return nil, nil, err
		}
		name := part.FileName()
		data, err := io.ReadAll(part)
		switch {
		case err != nil:
			return nil, nil, err
		case part.FormName() != "files" || name == "" && len(data) == 0:
			continue // a field left open
		}
		if total += len(data); total > h.Most || len(files)+len(hollow) == maxAtOnce {
			return nil, nil, errLarge
		}
		if len(data) == 0 {
			hollow = append(hollow, intake.FileName(name))
			continue
		}
		kind, quarantined := sniff(name, data)
		files = append(files, intake.Upload{Name: name, Type: kind, Data: data, Sum: sha256.Sum256(data), Quarantined: quarantined})
	}
}

// formRoom is what a form needs beside its files, in bytes.
const formRoom = 16 << 10

//go:embed page.html
var source string

//go:embed page.css
var style string

var layout = template.Must(template.New("page").Parse(source))

// view is what a page shows.
type view struct {
	For   intake.Purpose // what its form does; "" for none
	Token string         // of the link that it goes on by
	Say   string         // id of a text
	Kept  []intake.Kept
	// Hollow are the names of files that came without a byte, and were not taken.
	Hollow []string
	// Papers are what a dossier holds for offices.
	Papers []dossier.Edition
}

// page renders a page in a language. All pages have the same neutral title, and none
// says whose case it is.
func (h *Handler) page(lang string, status int, v view) events.APIGatewayV2HTTPResponse {
	response := answer(status)
	var failed error
	values := map[string]string{"count": strconv.Itoa(maxAtOnce), "megabytes": strconv.Itoa(h.Most >> 20), "papers": ""}
	text := func(id string) string {
		said, err := h.Desk.Texts.Text(lang, id, values)
		failed = errors.Join(failed, err)
		return said
	}
	type line struct{ Name, Sum, Held string }
	data := struct {
		Lang, Title, Say, Lead, More, Label, Button, Join, ID string
		Style                                                 template.CSS
		Kept                                                  []line
		Files                                                 bool
	}{Lang: lang, Title: text("link.title"), Style: template.CSS(style), Files: v.For == intake.LinkFiles}
	switch v.For {
	case intake.LinkFiles:
		data.Lead, data.More, data.Label, data.Button = text("link.files.lead"), text("link.files.bounds"), text("link.files.label"), text("link.files.button")
	case intake.LinkDossier:
		var papers []string
		for _, e := range v.Papers {
			papers = append(papers, text("link.dossier.paper."+string(e)))
		}
		values["papers"] = strings.Join(papers, ", ")
		data.Lead, data.More, data.Button = text("link.dossier.lead"), text("link.dossier.holds"), text("link.dossier.button")
	case intake.LinkJoin:
		data.Lead, data.More, data.Button = text("link.join.lead"), text("link.join.holds"), text("link.join.button")
		data.Join, data.ID = v.Token, rand.Text()
		response.Headers["content-security-policy"] += "; script-src 'self'"
	}
	if v.Say != "" {
		data.Say = text(v.Say)
	}
	for _, k := range v.Kept {
		l := line{Name: dossier.Visible(k.Name), Sum: k.SHA256}
		if k.Quarantined {
			l.Held = text("link.files.held")
		}
		data.Kept = append(data.Kept, l)
	}
	for _, name := range v.Hollow {
		data.Kept = append(data.Kept, line{Name: dossier.Visible(name), Held: text("link.files.hollow")})
	}
	var b strings.Builder
	if err := errors.Join(layout.Execute(&b, data), failed); err != nil {
		h.failed("page", err)
		return answer(http.StatusInternalServerError)
	}
	response.Headers["content-type"] = "text/html; charset=utf-8"
	response.Headers["content-language"] = lang
	response.Body = b.String()
	return response
}

// policy lets a page do nothing but look as it does and send its form back to where it
// came from.
var policy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

func answer(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{StatusCode: status, Headers: map[string]string{
		"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "x-robots-tag": "noindex",
		"content-security-policy": policy, "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
	}}
}

// language is the first that the browser names and we offer, else the default.
func (h *Handler) language(accept string) string {
	for name := range strings.SplitSeq(accept, ",") {
		name, _, _ = strings.Cut(name, ";")
		name, _, _ = strings.Cut(strings.TrimSpace(name), "-")
		if name = strings.ToLower(name); h.Desk.Texts.Offers(name) {
			return name
		}
	}
	return h.Desk.Texts.Tags()[0]
}
