package directory

import "time"

// Door is somebody a reporter can turn to. It holds only what may be shown: an
// empty field is not to be said.
type Door struct {
	ID     string // id of the centre or service
	Kind   DoorKind
	Said   string // how a French reporter hears it, in SMS letters
	SaidEN string
	Phone  string // national form, graded high
	SMS    string
	URL    string
	Form   string // a centre's own report form
	// Always: open around the clock, every day, and that is stated.
	Always bool
	// Hedged: its hours are said with "en principe".
	Hedged bool
	// Closes is when a door that is open closes, in its own time zone; zero when
	// Always, and in a Contact.
	Closes  time.Time
	Checked string // day of the last check, 2026-11-21

	// Stands, Row and For are set by Doors only: how it stands now, the id of the row
	// of doors.yaml that names it, and what it is for.
	Stands Standing
	Row    string
	For    Purpose
}

// DoorKind says what stands behind a door.
type DoorKind string

// The kinds of door.
const (
	RegionalDoor DoorKind = "regional"
	NationalDoor DoorKind = "national"
	// EmergencyDoor is an entry of emergency.yaml.
	EmergencyDoor DoorKind = "emergency"
	// OwnDoor is the victim's own: the bank, the operator. It has no number here.
	OwnDoor DoorKind = "own"
)

// Contact returns what a reporter may be told of the centre, whether it is open
// or not, and false when nobody is sent there.
func (c Centre) Contact() (Door, bool) {
	if !c.Routes {
		return Door{}, false
	}
	phone, _ := c.Phone.Shown()
	return Door{
		ID: c.ID, Kind: RegionalDoor, Said: c.Said, SaidEN: c.SaidEN,
		Phone: phone, URL: c.Website, Form: c.ReportForm, Checked: c.Checked,
	}, true
}

// Contact returns what a reporter may be told of the service, whether it is open
// or not, and false when nobody is sent there.
func (s Service) Contact() (Door, bool) {
	if !s.Routes {
		return Door{}, false
	}
	d := Door{ID: s.ID, Kind: NationalDoor, Said: s.Said, SaidEN: s.SaidEN, URL: s.URL, Checked: s.Checked}
	for _, p := range s.Phones {
		if number, ok := p.Shown(); ok {
			d.Phone = number
			break
		}
	}
	if s.Grade == High {
		d.SMS = s.SMS
	}
	return d, true
}

// Night returns the national door that is open at any instant, for anybody,
// anywhere: 17Cyber and its chat with the police or gendarmerie. The check of
// national.yaml refuses a first door that is not open around the clock, graded
// high, with an address.
func Night() Door {
	d, _ := services[generalDoors[0]].openDoor(time.Time{})
	return d
}

// DoorFor returns the doors open at this instant for a place, best first: its
// regional centre when its hours are stated and it is open, then the national
// doors for anybody. insee and region are those of Serving; both may be empty,
// for an individual or an unknown place. It is never empty: it ends with Night or
// holds it.
func DoorFor(insee, region string, at time.Time) []Door {
	doors := make([]Door, 0, len(generalDoors)+1)
	if c, ok := Serving(insee, region); ok {
		if s := c.At(at); s.State == Open {
			d, _ := c.Contact()
			doors = append(doors, d.open(c.Hours, s))
		}
	}
	for _, i := range generalDoors {
		if d, ok := services[i].openDoor(at); ok {
			doors = append(doors, d)
		}
	}
	return doors
}

func (s *Service) openDoor(at time.Time) (Door, bool) {
	standing := s.At(at)
	d, ok := s.Contact()
	if !ok || standing.State != Open {
		return Door{}, false
	}
	return d.open(s.Hours, standing), true
}

// standing adds how the door stands, with what may be said of its hours.
func (d Door) standing(h Hours, s Standing) Door {
	d.Stands = s
	if s.State == Open {
		return d.open(h, s)
	}
	d.Hedged = s.Hedged
	return d
}

func (d Door) open(h Hours, s Standing) Door {
	d.Always, d.Hedged, d.Closes = h.Always, s.Hedged, s.Closes
	return d
}
