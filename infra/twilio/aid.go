package twilio

import (
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/locales"
)

//go:generate go run relais/infra/twilio/fallback

// sayings is how often first aid is said: a caller who writes it down needs the second.
const sayings = 2

// spoken names the voice of a language as the carrier does.
var spoken = map[string]string{"fr": "fr-FR", "en": "en-GB"}

// FirstAidSMS returns the TwiML that answers a text where no dialog can be held: what
// to do first, in the first language, because nothing is known of the sender's. It
// names no sender, so that the carrier can host it for every number.
func FirstAidSMS(texts *locales.Catalog) ([]byte, error) {
	aid, err := texts.Text(texts.Tags()[0], "notice.first_aid.text", nil)
	if err != nil {
		return nil, err
	}
	return RenderSMS(intake.Reply{Message: engine.Message{Text: aid}}, "")
}

// FirstAidVoice returns the TwiML that says who speaks and what to do first, twice,
// in the first language, and ends the call.
func FirstAidVoice(texts *locales.Catalog) ([]byte, error) {
	lang := texts.Tags()[0]
	hello, err := texts.Text(lang, "notice.hello", nil)
	if err != nil {
		return nil, err
	}
	aid, err := texts.Text(lang, texts.OnChannel(lang, "notice.first_aid", "voice"), nil)
	if err != nil {
		return nil, err
	}
	return RenderSay(spoken[lang], sayings, hello, aid)
}
