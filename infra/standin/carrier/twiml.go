package carrier

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"relais/infra/standin"
)

// reply is a <Message> of a TwiML document.
type reply struct {
	to, from, action string
	body             string
	media            int
}

// playAnswer does what a webhook's answer says, or returns why it cannot.
// Content types: https://www.twilio.com/docs/messaging/twiml#content-types; plain
// text is sent to the reporter as it is, so an error page in plain text is too.
func (s *Server) playAnswer(m Message, address string, answer standin.Answer) *fault {
	if answer.Status < 200 || answer.Status > 299 {
		return &fault{code: 11200, detail: fmt.Sprintf("status %d", answer.Status)}
	}
	if answer.Status == http.StatusNoContent || len(answer.Body) == 0 {
		return nil
	}
	kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return &fault{code: 12300, detail: "no content type"}
	case kind == "text/plain":
		s.send(m, address, reply{body: string(answer.Body)})
		return nil
	case kind != "text/xml" && kind != "application/xml" && kind != "text/html":
		return &fault{code: 12300, detail: "content type " + kind}
	}
	return s.play(m, address, answer.Body)
}

// play sends the messages of a TwiML document.
func (s *Server) play(m Message, address string, document []byte) *fault {
	replies, warnings, err := parseTwiML(document)
	for _, warning := range warnings {
		s.alert(m, &fault{code: 12200, warning: true, detail: warning})
	}
	if err != nil {
		return &fault{code: 12100, detail: err.Error()}
	}
	for _, r := range replies {
		s.send(m, address, r)
	}
	return nil
}

// send sends one reply. What the vendor refuses here is only noted by it: the
// webhook has been answered already.
func (s *Server) send(m Message, address string, r reply) {
	if r.from == "" {
		r.from = m.To
	}
	if r.to == "" {
		r.to = m.From
	}
	if r.action != "" {
		callback, err := resolve(address, r.action)
		if err != nil {
			s.alert(m, &fault{code: 14105, warning: true, detail: "action is not a URL"})
		}
		r.action = callback
	}
	order := order{from: r.from, to: r.to, body: r.body, media: r.media, callback: r.action}
	if refusal := s.refusal(order); refusal != nil {
		s.alert(m, &fault{code: refusal.Code, detail: refusal.Message})
		return
	}
	s.accept(outboundReply, order)
}

// resolve returns the absolute form of a URL in a document from base.
func resolve(base, address string) (string, error) {
	from, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	to, err := from.Parse(address)
	if err != nil {
		return "", err
	}
	if resolved := to.String(); isWebURL(resolved) {
		return resolved, nil
	}
	return "", errors.New("not an http or https URL")
}

// parseTwiML reads a messaging document. A document that is not well-formed, or
// whose root is not Response, is an error; a verb, noun or attribute that does not
// exist is a warning and left out.
func parseTwiML(document []byte) (replies []reply, warnings []string, err error) {
	decoder := xml.NewDecoder(bytes.NewReader(document))
	root, err := nextStart(decoder)
	if err != nil {
		return nil, nil, err
	}
	if root.Name.Local != "Response" {
		return nil, nil, fmt.Errorf("root is <%s>, not <Response>", root.Name.Local)
	}
	warn := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, warnings, fmt.Errorf("inside <Response>: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local != "Message" {
				warn("<%s> is no messaging verb that is played", token.Name.Local)
				if err := decoder.Skip(); err != nil {
					return nil, warnings, err
				}
				continue
			}
			r, err := parseMessage(decoder, token, warn)
			if err != nil {
				return nil, warnings, err
			}
			replies = append(replies, r)
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				warn("text outside a verb")
			}
		case xml.EndElement:
			if err := onlySpaceFollows(decoder); err != nil {
				return nil, warnings, err
			}
			return replies, warnings, nil
		}
	}
}

func parseMessage(decoder *xml.Decoder, start xml.StartElement, warn func(string, ...any)) (reply, error) {
	var r reply
	for _, attribute := range start.Attr {
		switch attribute.Name.Local {
		case "to":
			r.to = attribute.Value
		case "from":
			r.from = attribute.Value
		case "action":
			r.action = attribute.Value
		case "statusCallback":
			if r.action == "" {
				r.action = attribute.Value
			}
		case "method":
			if !slices.Contains([]string{"GET", "POST"}, attribute.Value) {
				warn("method %q is neither GET nor POST", attribute.Value)
			}
		default:
			warn("<Message> has no attribute %q", attribute.Name.Local)
		}
	}
	var text, body strings.Builder
	for {
		token, err := decoder.Token()
		if err != nil {
			return r, fmt.Errorf("inside <Message>: %w", err)
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			inner, err := innerText(decoder)
			if err != nil {
				return r, fmt.Errorf("inside <%s>: %w", token.Name.Local, err)
			}
			switch token.Name.Local {
			case "Body":
				body.WriteString(inner)
			case "Media":
				r.media++
			default:
				warn("<%s> is no noun of <Message>", token.Name.Local)
			}
		case xml.EndElement:
			if r.body = body.String(); r.body == "" {
				r.body = strings.TrimSpace(text.String())
			}
			return r, nil
		}
	}
}

func innerText(decoder *xml.Decoder) (string, error) {
	var text strings.Builder
	for {
		token, err := decoder.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			return "", fmt.Errorf("<%s> may not stand here", token.Name.Local)
		case xml.EndElement:
			return text.String(), nil
		}
	}
}

func nextStart(decoder *xml.Decoder) (xml.StartElement, error) {
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return xml.StartElement{}, errors.New("no element")
		}
		if err != nil {
			return xml.StartElement{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			return token, nil
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return xml.StartElement{}, errors.New("text before the first element")
			}
		}
	}
}

func onlySpaceFollows(decoder *xml.Decoder) error {
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			return fmt.Errorf("<%s> after </Response>", token.Name.Local)
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return errors.New("text after </Response>")
			}
		}
	}
}
