package twilio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/twilio/twilio-go/client"

	"relais/dialogs/intake"
)

// How a request is refused. A handler answers the status of the same name, with
// nothing in it: whoever cannot sign learns nothing.
var (
	ErrForbidden   = errors.New("not signed by our account") // 403
	ErrBadRequest  = errors.New("not a request of ours")     // 400
	ErrUnsupported = errors.New("content type not taken")    // 415
)

// Bounds of a request. Twilio sends about twenty parameters and two more for each
// file of a message, which may have ten.
const (
	maxBody       = 64 << 10
	maxHeader     = 8 << 10 // all names and values
	maxParameters = 40      // besides those of the files
	maxName       = 64
	maxMedia      = 10
	signatureSize = 28 // base64 of an HMAC-SHA1
)

// Parser verifies and reads the carrier's requests.
type Parser struct {
	account    Account
	validators []client.RequestValidator
	numbers    map[string]bool
}

// NewParser returns a parser, or an error that names every fault of the account.
func NewParser(a Account) (*Parser, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	p := &Parser{account: a, numbers: map[string]bool{}}
	for _, token := range a.Tokens {
		p.validators = append(p.validators, client.NewRequestValidator(token))
	}
	for _, number := range a.Numbers {
		p.numbers[number] = true
	}
	return p, nil
}

// Account returns the account whose requests are read.
func (p *Parser) Account() Account { return p.account }

// Request is what a webhook received: path and query as they stood in the request
// line, still percent-encoded, header names in lower case, and the raw body.
type Request struct {
	Path, RawQuery string
	Header         map[string]string
	Body           []byte
}

// ParseSMS reads an inbound message. The text is kept byte for byte, also where it is no
// UTF-8; files are noted and never fetched. Its errors are ErrForbidden,
// ErrBadRequest and ErrUnsupported, and say nothing of the request.
func (p *Parser) ParseSMS(r Request) (intake.Inbound, error) {
	form, err := p.verified(r)
	if err != nil {
		return intake.Inbound{}, err
	}
	in := intake.Inbound{
		Channel: Channel, ID: form["MessageSid"], From: form["From"], To: form["To"], Text: form["Body"],
		Mute: p.account.mute(form["From"]),
	}
	switch {
	case !p.numbers[in.To]:
		return intake.Inbound{}, ErrForbidden
	case !isID(in.ID) || in.From == "":
		return intake.Inbound{}, ErrBadRequest
	}
	for i := range maxMedia {
		if address := form["MediaUrl"+strconv.Itoa(i)]; address != "" {
			in.Media = append(in.Media, intake.Media{URL: address, Type: form["MediaContentType"+strconv.Itoa(i)]})
		}
	}
	return in, nil
}

// silentPrefixes begin numbers that cost whoever writes to them: international
// freephone, shared-cost and premium services, personal numbers, satellite and
// international networks (ITU-T list of E.164 assigned country codes), and French
// value-added numbers (Arcep, national numbering plan).
var silentPrefixes = []string{
	"+800", "+808", "+870", "+878", "+881", "+882", "+883", "+979",
	"+3381", "+3382", "+3389",
}

// mute reports a sender that must not be written to: no full number (a name, a
// short code), one that costs, or one of our own, whose answer would be answered.
func (a Account) mute(from string) bool {
	return !isE164(from) || slices.Contains(a.Numbers, from) || from == a.Sender ||
		slices.ContainsFunc(silentPrefixes, func(prefix string) bool { return strings.HasPrefix(from, prefix) })
}

// Status is a receipt for a message of ours.
type Status struct {
	Turn       intake.Ref // zero: the message was not sent for a turn
	Entry      string     // outbox entry it left by, empty for an answer
	MessageSID string
	Receipt    intake.Receipt // Unknown: a status that says nothing here
	ErrorCode  string         // the carrier's, digits; empty: none
}

// receipts gives what a message status proves. One that is queued was taken from
// our answer, so that answer arrived.
// Source: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values.
var receipts = map[string]intake.Receipt{
	"accepted": intake.Answered, "scheduled": intake.Answered, "queued": intake.Answered, "sending": intake.Answered,
	"sent": intake.Sent, "delivered": intake.Delivered, "read": intake.Delivered,
	"undelivered": intake.Failed, "failed": intake.Failed, "canceled": intake.Failed,
}

// ParseStatus reads a receipt. One that names no turn, or a status not known, is not an
// error: there is nothing to do. Its errors are those of ParseSMS.
func (p *Parser) ParseStatus(r Request) (Status, error) {
	form, err := p.verified(r)
	if err != nil {
		return Status{}, err
	}
	s := Status{MessageSID: form["MessageSid"], Receipt: receipts[form["MessageStatus"]]}
	if code := form["ErrorCode"]; isErrorCode(code) {
		s.ErrorCode = code
	}
	query, err := parseForm(r.RawQuery)
	if err != nil {
		return s, nil
	}
	if s.Turn, err = intake.ParseRef(query["t"]); err != nil {
		s.Turn = intake.Ref{}
	}
	s.Entry = query["o"]
	return s, nil
}

// verified returns the parameters of a request that our account signed.
func (p *Parser) verified(r Request) (map[string]string, error) {
	signature := r.Header["x-twilio-signature"]
	if len(signature) != signatureSize {
		return nil, ErrForbidden
	}
	if err := bounded(r); err != nil {
		return nil, err
	}
	kind, err := contentType(r.Header)
	if err != nil {
		return nil, err
	}
	address := p.account.PublicURL + r.Path
	if r.RawQuery != "" {
		address += "?" + r.RawQuery
	}
	form, err := p.parameters(kind, address, signature, r)
	if err != nil {
		return nil, err
	}
	if form["AccountSid"] != p.account.SID {
		return nil, ErrForbidden
	}
	return form, nil
}

func bounded(r Request) error {
	size := 0
	for name, value := range r.Header {
		size += len(name) + len(value)
	}
	target := r.Path + r.RawQuery
	if len(r.Body) > maxBody || size > maxHeader || len(target) > maxHeader || !strings.HasPrefix(r.Path, "/") || strings.ContainsFunc(target, noTarget) {
		return ErrBadRequest
	}
	return nil
}

// noTarget reports what cannot stand in a request line: the signed address would be
// read in two ways.
func noTarget(r rune) bool { return r <= ' ' || r > '~' || r == '#' }

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// contentType refuses what is packed or written in another alphabet: it would be
// read otherwise than it was signed.
func contentType(header map[string]string) (string, error) {
	kind, parameters, err := mime.ParseMediaType(header["content-type"])
	charset := strings.ToLower(parameters["charset"])
	encoding := header["content-encoding"]
	if err != nil || kind != formType && kind != jsonType || charset != "" && charset != "utf-8" || encoding != "" && encoding != "identity" {
		return "", ErrUnsupported
	}
	return kind, nil
}

func (p *Parser) parameters(kind, address, signature string, r Request) (map[string]string, error) {
	if kind == jsonType {
		// The hash stands in the signed query; twilio-go takes the first of two.
		if strings.Count("&"+r.RawQuery, "&bodySHA256=") != 1 ||
			!p.signed(func(v client.RequestValidator) bool { return v.ValidateBody(address, r.Body, signature) }) {
			return nil, ErrForbidden
		}
		return parseJSON(r.Body)
	}
	// A parameter given twice is refused before its signature is looked at: the
	// library checks one value, and a reader could take the other.
	form, err := parseForm(string(r.Body))
	if err != nil {
		return nil, err
	}
	if !p.signed(func(v client.RequestValidator) bool { return v.Validate(address, form, signature) }) {
		return nil, ErrForbidden
	}
	return form, nil
}

// signed asks every token, also after one that fits: the time says nothing of which.
func (p *Parser) signed(valid func(client.RequestValidator) bool) bool {
	ok := false
	for _, v := range p.validators {
		if valid(v) {
			ok = true
		}
	}
	return ok
}

// parseForm reads a form strictly: every escape whole, no parameter twice, none
// without a name, within the bounds. Values are kept byte for byte.
func parseForm(text string) (map[string]string, error) {
	form := map[string]string{}
	for text != "" {
		var pair string
		pair, text, _ = strings.Cut(text, "&")
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return nil, ErrBadRequest
		}
		if value, err = url.QueryUnescape(value); err != nil {
			return nil, ErrBadRequest
		}
		if err := put(form, name, value); err != nil {
			return nil, err
		}
	}
	return counted(form)
}

// parseJSON reads one flat object of texts, by the rules of parseForm.
func parseJSON(body []byte) (map[string]string, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, ErrBadRequest
	}
	form := map[string]string{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, ErrBadRequest
		}
		value, err := decoder.Token()
		if err != nil {
			return nil, ErrBadRequest
		}
		text, ok := value.(string)
		if !ok {
			return nil, ErrBadRequest
		}
		if err := put(form, fmt.Sprint(name), text); err != nil {
			return nil, err
		}
	}
	if _, err := decoder.Token(); err != nil || decoder.More() {
		return nil, ErrBadRequest
	}
	return counted(form)
}

func put(form map[string]string, name, value string) error {
	_, twice := form[name]
	if twice || name == "" || len(name) > maxName || len(form) == maxParameters+2*maxMedia {
		return ErrBadRequest
	}
	form[name] = value
	return nil
}

// counted refuses more parameters than a message has, those of its files aside.
func counted(form map[string]string) (map[string]string, error) {
	rest := len(form)
	for i := range maxMedia {
		for _, name := range []string{"MediaUrl", "MediaContentType"} {
			if _, ok := form[name+strconv.Itoa(i)]; ok {
				rest--
			}
		}
	}
	if rest > maxParameters {
		return nil, ErrBadRequest
	}
	return form, nil
}
