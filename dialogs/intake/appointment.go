package intake

import (
	"slices"
	"strings"

	"relais/dialogs/engine"
)

// The questions of complain.yaml how a complaint went, and when and where the appointment is.
const (
	complainDialog  = "complain"
	stateStep       = "state"
	appointmentStep = "appointment"

	complaintState   = "complaint_state"
	appointmentFact  = "appointment"
	appointmentHeard = "appointment_heard"

	maxAppointment = 160 // letters that are kept of it
)

// tellAppointment reads what is said beside the answer to those questions: "rdv mardi 9h,
// gendarmerie de Vertou" is the appointment too, and "ils ont refusé" is none, whichever of
// the two is open.
func (d *Desk) tellAppointment(reading *engine.Reading, question *engine.Question, lang, text string) {
	if question == nil || question.Dialog != complainDialog {
		return
	}
	if question.Step == stateStep || question.Step == appointmentStep { // the station is not the reporter's commune
		reading.Told = slices.DeleteFunc(reading.Told, func(t engine.Told) bool { return t.Fact == placeFact })
	}
	switch question.Step {
	case stateStep:
		said := strings.Join(strings.Fields(text), " ")
		if reading.Answer.Value == appointmentFact && strings.Contains(said, " ") && strings.ContainsAny(said, figures) {
			said = string([]rune(said)[:min(len([]rune(said)), maxAppointment)])
			reading.Told = append(reading.Told, engine.Told{Fact: appointmentFact, Value: said}, engine.Told{Fact: appointmentHeard, Value: "yes"})
		}
	case appointmentStep:
		dialog, _ := d.Set.Dialog(complainDialog)
		state, ok := dialog.Step(stateStep)
		if !ok || strings.ContainsAny(text, figures) { // "déposée mardi 9h" may be where and when
			return
		}
		other := *question
		other.Step, other.Kind, other.Choices = state.ID, state.Ask, state.Choices
		if value := d.Reader.Read(text, &other, lang).Answer.Value; slices.Contains([]string{"refused", "filed", "not_yet"}, value) {
			reading.Told = append(reading.Told, engine.Told{Fact: complaintState, Value: value})
			reading.Answer = engine.Reply{}
		}
	}
}
