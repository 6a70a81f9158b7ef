package directory

import (
	"iter"
	"slices"
	"time"
)

// Purpose says what a door of doors.yaml is for.
type Purpose string

// The purposes, in the order in which doors are said.
const (
	ForLife      Purpose = "life"      // an emergency number
	ForMoney     Purpose = "money"     // who can stop or recall a payment
	ForStop      Purpose = "stop"      // who can stop the rest: operator, host, provider
	ForHelp      Purpose = "help"      // the centre, 17Cyber
	ForComplaint Purpose = "complaint" // where to file
	ForDuty      Purpose = "duty"      // whom to tell: CNIL, prosecutor, insurer
	ForReport    Purpose = "report"    // helps others, replaces no complaint
)

// Row is one row of doors.yaml: a door, and for whom it is.
type Row struct {
	ID string `yaml:"id"`
	// To is the id of a service, an emergency number, an own door, or ToCentre.
	To      string     `yaml:"to"`
	For     Purpose    `yaml:"for"`
	When    Conditions `yaml:"when"`
	Grade   string     `yaml:"grade"`   // of the advice: A to D, as in a dialog
	Sources []string   `yaml:"sources"` // ids of RowSource
}

// ToCentre is the destination of a row that leads to the regional centre.
const ToCentre = "centre"

// RowSource is where a row's advice was read.
type RowSource struct {
	ID     string `yaml:"id"`
	Source `yaml:",inline"`
}

// Own is a door that everybody has another of: one's bank, one's insurer.
type Own struct {
	ID      string `yaml:"id"`
	Said    string `yaml:"said"` // how a French reporter hears it, in SMS letters
	SaidEN  string `yaml:"said_en"`
	Recalls bool   `yaml:"recalls"` // can ask money back, while minutes count
}

// Bring is one thing to take along to the police station or gendarmerie.
type Bring struct {
	ID      string     `yaml:"id"`
	When    Conditions `yaml:"when"`
	Grade   string     `yaml:"grade"`
	Sources []string   `yaml:"sources"`
}

// Naming is how texts name a door: one that has any of the words names it.
type Naming struct {
	To string   `yaml:"to"` // as in Row
	FR []string `yaml:"fr"` // small letters, as in the texts
	EN []string `yaml:"en"`
}

// Conditions must all hold.
type Conditions []Condition

// Condition holds when the fact has one of the values; "unset" is the value of a
// fact that nobody has stated.
type Condition struct {
	Fact string
	Is   []string
}

func (cs Conditions) hold(fact func(string) string) bool {
	for _, c := range cs {
		if !slices.Contains(c.Is, fact(c.Fact)) {
			return false
		}
	}
	return true
}

// Rows returns the rows of doors.yaml in their order.
func Rows() iter.Seq[Row] { return slices.Values(rows[:]) }

// Brings returns what doors.yaml says to take along, in its order.
func Brings() iter.Seq[Bring] { return slices.Values(brings[:]) }

// Owns returns the own doors of doors.yaml in their order.
func Owns() iter.Seq[Own] { return slices.Values(own[:]) }

// Namings returns how texts name the doors, in the order of doors.yaml.
func Namings() iter.Seq[Naming] { return slices.Values(namings[:]) }

// RowSources returns the sources of doors.yaml in their order.
func RowSources() iter.Seq[RowSource] { return slices.Values(rowSources[:]) }

// Doors returns the doors for a victim and an incident, best first: first those for
// life, then money, and so on by Purpose, inside it in the order of doors.yaml. Each
// door stands once, open or closed at now (Door.Stands), with the row that names it
// (Door.Row; its reason is the text "doors.<row>").
//
// victim and incident are values of those facts, "" for unset. facts are the other
// facts of the case; of them "place" (INSEE code of the commune) finds the regional
// centre, and where it is missing "region" (INSEE code of the region whose number
// was texted), which is no fact of a dialog. A service that does not serve the victim
// is never among the doors, whatever a row says. It is never empty: 17Cyber is
// for everybody.
func Doors(victim, incident string, facts map[string]string, now time.Time) []Door {
	fact := stated(victim, incident, facts)
	doors := make([]Door, 0, 2*len(purposes))
	seen := map[string]bool{}
	for i := range rows {
		row := &rows[i]
		if seen[row.To] || !row.When.hold(fact) {
			continue
		}
		if d, ok := destination(row.To, fact, now); ok {
			seen[row.To] = true
			d.Row, d.For = row.ID, row.For
			doors = append(doors, d)
		}
	}
	slices.SortStableFunc(doors, func(a, b Door) int { return a.For.rank() - b.For.rank() })
	return doors
}

// Due reports whether telling a door is a duty of the victim.
func Due(doors []Door, id string) bool {
	return slices.ContainsFunc(doors, func(d Door) bool { return d.ID == id && d.For == ForDuty })
}

// Complaint returns the id of the first door for a complaint among doors, and "none"
// where there is none: nothing was done that a complaint could be of.
func Complaint(doors []Door) string {
	for _, d := range doors {
		if d.For == ForComplaint {
			return d.ID
		}
	}
	return "none"
}

// ToBring returns what to take along to file a complaint, as ids of the texts
// "doors.bring.<id>". The arguments are those of Doors.
func ToBring(victim, incident string, facts map[string]string) []string {
	fact := stated(victim, incident, facts)
	var ids []string
	for i := range brings {
		if brings[i].When.hold(fact) {
			ids = append(ids, brings[i].ID)
		}
	}
	return ids
}

// purposes in the order in which doors are said.
var purposes = []Purpose{ForLife, ForMoney, ForStop, ForHelp, ForComplaint, ForDuty, ForReport}

func (p Purpose) rank() int { return slices.Index(purposes, p) }

const unset = "unset"

// stated returns the value of a fact, or unset.
func stated(victim, incident string, facts map[string]string) func(string) string {
	return func(name string) string {
		value := facts[name]
		switch name {
		case "victim":
			value = victim
		case "incident":
			value = incident
		}
		if value == "" {
			return unset
		}
		return value
	}
}

// destination returns the door a row leads to, and false when there is none here, or
// when it does not serve this victim.
func destination(to string, fact func(string) string, now time.Time) (Door, bool) {
	if to == ToCentre {
		return regional(fact, now)
	}
	if n, ok := Emergency(to); ok {
		return n.door(now), true
	}
	if s, ok := National(to); ok {
		d, known := s.Contact()
		if !known || !s.Serves(fact("victim")) {
			return Door{}, false
		}
		return d.standing(s.Hours, s.At(now)), true
	}
	for i := range own {
		if own[i].ID == to {
			return Door{ID: to, Kind: OwnDoor, Said: own[i].Said, SaidEN: own[i].SaidEN, Stands: Standing{State: Unknown}}, true
		}
	}
	return Door{}, false
}

func regional(fact func(string) string, now time.Time) (Door, bool) {
	centre, ok := Serving(fact("place"), fact("region"))
	if !ok {
		return Door{}, false
	}
	d, _ := centre.Contact()
	return d.standing(centre.Hours, centre.At(now)), true
}

// door returns the number as a door; its address is that of the entry of
// national.yaml with the same id.
func (n Number) door(now time.Time) Door {
	d := Door{ID: n.Number, Kind: EmergencyDoor, Said: n.Said, SaidEN: n.SaidEN, Checked: n.Checked}
	if slices.Contains(n.By, "voice") {
		d.Phone = n.Number
	}
	if slices.Contains(n.By, "sms") {
		d.SMS = n.Number
	}
	if s, ok := National(n.Number); ok {
		d.URL = s.URL
	}
	return d.standing(n.Hours, n.At(now))
}

// Serves reports whether a service takes this kind of victim, a value of the fact
// victim; "unset" and "unknown" are taken only where everybody is.
func (s Service) Serves(victim string) bool {
	return len(s.Victims) == 0 || slices.Contains(s.Victims, victim)
}
