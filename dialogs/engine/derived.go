package engine

// DerivedFacts are the read-only facts that dialogs may ask for in when. They are
// worked out by the desk before each condition and never stored.
var DerivedFacts = []Fact{
	// The regional centre that serves the case, at this instant. unknown: its hours
	// are not stated, or there is no centre.
	{Name: "centre", Values: []string{"open", "closed", "unknown"}},
	// Whether a region is known: own, of the number texted and with a desk here;
	// elsewhere, another region's centre; none, a region without a centre.
	{Name: "territory", Values: []string{"own", "elsewhere", "none", "unknown"}},
	{Name: "host_count", Values: []string{"single", "several", "unknown"}},
	{Name: "channel", Values: []string{"sms", "voice", "web", "slack"}},
	// Whether the attacker may read what is said where the conversation is.
	{Name: "read_along", Values: []string{"yes", "no"}},
	{Name: "phone_safe", Values: []string{"yes", "no"}}, // worked out in facts.yaml
	// Whether whoever writes has the number of the account to which the money went; worked out in facts.yaml.
	{Name: "payee", Values: []string{"yes", "no"}},
	// How long ago the money left, from the fact sent_at.
	{Name: "elapsed_money", Values: []string{"under_24h", "under_72h", "over", "unknown"}},
	// Whether the two words heard are those given.
	{Name: "words_match", Values: []string{"yes", "no", "unknown"}},
	// Whether the case is in a region's queue, and whether a clock's end falls while the centre is closed.
	{Name: "queued", Values: []string{"yes", "no"}},
	// Whether any deadline of clocks.yaml may run for this victim; before_opening: one of
	// them ends while the centre is closed.
	{Name: "deadlines", Values: []string{"some", "before_opening", "none"}},
	// The first door for a complaint that doors.yaml has for this victim and incident;
	// none: nothing was done that a complaint could be of.
	{Name: "complaint_door", Values: []string{"complaint-in-person", "perceval", "thesee", "none"}},
	// Whether doors.yaml has the prosecutor as a duty of this victim.
	{Name: "prosecutor_due", Values: []string{"yes", "no"}},
	// Whether what was told is an attack on a computer system; no: something was got by a lie
	// or a threat, and nothing told says that a machine or an account was entered. Worked out in facts.yaml.
	{Name: "system_attack", Values: []string{"yes", "no"}},
	{Name: "clock_insurer", Values: []string{"running", "before_opening", "over", "unknown"}},
	{Name: "clock_cnil", Values: []string{"running", "before_opening", "over", "unknown"}},
}

// Derivable returns the declaration of a derived fact.
func Derivable(name string) (*Fact, bool) {
	for i := range DerivedFacts {
		if DerivedFacts[i].Name == name {
			return &DerivedFacts[i], true
		}
	}
	return nil, false
}
