package twilio

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/twilio/twilio-go/twiml"
)

// PathVoice is where the carrier asks what to say to a caller.
const PathVoice = "/twilio/voice"

// Call is a caller's, verified.
type Call struct {
	ID       string // CallSid
	From, To string
}

// Call reads a call that comes in. Its errors are those of SMS.
func (p *Parser) Call(r Request) (Call, error) {
	form, err := p.verified(r)
	if err != nil {
		return Call{}, err
	}
	call := Call{ID: form["CallSid"], From: form["From"], To: form["To"]}
	switch {
	case !p.numbers[call.To]:
		return Call{}, ErrForbidden
	case !isID(call.ID):
		return Call{}, ErrBadRequest
	}
	return call, nil
}

// RenderSay returns the TwiML that says each text, all of them so many times, and
// then ends the call. language is a tag such as fr-FR.
// Source: https://www.twilio.com/docs/voice/twiml/say.
func RenderSay(language string, times int, texts ...string) ([]byte, error) {
	if len(texts) == 0 || times < 1 {
		return nil, errors.New("twilio: render call: nothing to say")
	}
	document, response := twiml.CreateDocument()
	var verbs []twiml.Element
	for range times {
		for _, text := range texts {
			verbs = append(verbs, &twiml.VoiceSay{Language: language, Message: text}, &twiml.VoicePause{Length: strconv.Itoa(1)})
		}
	}
	twiml.AddAllVerbs(response, append(verbs, &twiml.VoiceHangup{}))
	for _, verb := range response.ChildElements() {
		verb.SortAttrs() // the library writes them in the random order of a map
	}
	text, err := twiml.ToXML(document)
	if err != nil {
		return nil, fmt.Errorf("twilio: render call: %w", err)
	}
	return []byte(text), nil
}
