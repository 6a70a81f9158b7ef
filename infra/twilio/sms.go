package twilio

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/twilio/twilio-go/twiml"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/locales/gsm7"
)

// maxLetters is the longest text the carrier takes: error 21617.
// Source: https://www.twilio.com/docs/api/errors/21617.
const maxLetters = 1600

// ErrUnsayable: the text is empty, or does not fit one SMS of two segments.
var ErrUnsayable = errors.New("text does not fit one SMS")

// Document is the content type of what RenderSMS returns.
const Document = "text/xml; charset=utf-8"

// RenderSMS returns the TwiML that answers a message: one text sent from
// reply.From, or an empty document for a silent reply. Receipts go to statusURL,
// if there is one. The same reply gives the same bytes. It returns ErrUnsayable.
//
// TwiML has no validity: the carrier may hold an answer for up to ten hours.
func RenderSMS(reply intake.Reply, statusURL string) ([]byte, error) {
	document, response := twiml.CreateDocument()
	if !reply.Silent {
		if segments := gsm7.Segments(reply.Text); segments == 0 || segments > engine.MaxSegments || utf8.RuneCountInString(reply.Text) > maxLetters {
			return nil, fmt.Errorf("twilio: render turn %d: %d segments: %w", reply.N, segments, ErrUnsayable)
		}
		// In a noun of its own the text keeps its spaces; the verb's would be trimmed.
		twiml.AddAllVerbs(response, []twiml.Element{&twiml.MessagingMessage{
			From: reply.From, Action: statusURL,
			InnerElements: []twiml.Element{&twiml.MessagingBody{Message: reply.Text}},
		}})
	}
	for _, message := range response.ChildElements() {
		message.SortAttrs() // the library writes them in the random order of a map
	}
	text, err := twiml.ToXML(document)
	if err != nil {
		return nil, fmt.Errorf("twilio: render turn %d: %w", reply.N, err)
	}
	return []byte(text), nil
}
