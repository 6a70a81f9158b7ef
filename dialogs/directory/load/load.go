// Package load reads the directory's content files, refuses what is wrong in them
// and writes the tables the directory package is compiled from. It is the only
// part of the directory that knows YAML; programs that only look up do not link it.
package load

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"relais/dialogs/directory"
)

// Data is the content of the five files, checked.
type Data struct {
	Centres     []directory.Centre
	Services    []directory.Service
	Numbers     []directory.Number
	Deadlines   []directory.Deadline
	Rows        []directory.Row
	RowSources  []directory.RowSource
	Own         []directory.Own
	Namings     []directory.Naming
	Brings      []directory.Bring
	DoorsReview string // day by which doors.yaml is read again
	Notices     []directory.Notice
	Territories []Territory
}

// Territory is a place with public holidays of its own.
type Territory struct {
	Name        string   `yaml:"name"`
	Departments []string `yaml:"departments"`
	Checked     string   `yaml:"checked"`
	ReviewBy    string   `yaml:"review_by"`
	Days        []Day    `yaml:"days"`
}

// Day is one local public holiday: either a date of every year, or a number of
// days from Easter Sunday.
type Day struct {
	Name    string             `yaml:"name"`
	Date    string             `yaml:"date"`   // 05-27
	Easter  int                `yaml:"easter"` // -2 is Good Friday; 0 is "not given"
	Grade   directory.Grade    `yaml:"confidence"`
	Note    string             `yaml:"note"`
	Sources []directory.Source `yaml:"sources"`
}

// head is what stands above the entries of every file. The parts that no program
// needs are read so that a slip in them is still refused.
type head struct {
	Compiled string `yaml:"compiled"`
	Scope    string `yaml:"scope"`
	Warning  string `yaml:"warning"`
}

type centresFile struct {
	Head        head               `yaml:",inline"`
	GradeRule   string             `yaml:"confidence_rule"`
	MainSources mainSources        `yaml:"main_sources"`
	Conventions conventions        `yaml:"conventions"`
	Dialling    []string           `yaml:"dialling_notes"`
	AfterHours  afterHours         `yaml:"after_hours"`
	Centres     []directory.Centre `yaml:"centres"`
}

type mainSources struct {
	ANSSI        string `yaml:"anssi"`
	Compilation  string `yaml:"compilation"`
	NotAvailable string `yaml:"not_available"`
}

type conventions struct {
	Days          string `yaml:"days"`
	RegionCodes   string `yaml:"region_codes"`
	DepartmentMap string `yaml:"department_map"`
	Hours         string `yaml:"hours"`
	ShortNumbers  string `yaml:"short_numbers"`
}

type afterHours struct {
	Finding string             `yaml:"finding"`
	Sources []directory.Source `yaml:"sources"`
	Grade   string             `yaml:"confidence"` // a sentence, not a grade
}

type nationalFile struct {
	Head        head                 `yaml:",inline"`
	GradeRule   string               `yaml:"confidence_rule"`
	Conventions conventions          `yaml:"conventions"`
	Services    []directory.Service  `yaml:"services"`
	Deadlines   []directory.Deadline `yaml:"legal_deadlines"`
}

type emergencyFile struct {
	Head    head               `yaml:",inline"`
	Rule    string             `yaml:"rule"`
	Numbers []directory.Number `yaml:"numbers"`
}

type doorsFile struct {
	Head     head                  `yaml:",inline"`
	Checked  string                `yaml:"checked"`
	ReviewBy string                `yaml:"review_by"`
	Sources  []directory.RowSource `yaml:"sources"`
	Own      []directory.Own       `yaml:"own"`
	Named    []directory.Naming    `yaml:"named"`
	Rows     []directory.Row       `yaml:"doors"`
	Brings   []directory.Bring     `yaml:"bring"`
}

type holidaysFile struct {
	Head        head        `yaml:",inline"`
	Territories []Territory `yaml:"territories"`
}

// The names of the content files.
const (
	CentresFile   = "centres.yaml"
	NationalFile  = "national.yaml"
	EmergencyFile = "emergency.yaml"
	HolidaysFile  = "holidays.yaml"
	DoorsFile     = "doors.yaml"
)

// Load reads and checks the five content files in dir. What is wrong in them is
// reported at once, as Faults; any other error is one of reading.
func Load(dir fs.FS) (Data, error) {
	var (
		centres   centresFile
		national  nationalFile
		emergency emergencyFile
		holidays  holidaysFile
		doors     doorsFile
	)
	c := &checker{}
	for _, f := range []struct {
		name string
		into any
		file **file
	}{
		{CentresFile, &centres, &c.centres},
		{NationalFile, &national, &c.national},
		{EmergencyFile, &emergency, &c.emergency},
		{HolidaysFile, &holidays, &c.holidays},
		{DoorsFile, &doors, &c.doors},
	} {
		text, err := fs.ReadFile(dir, f.name)
		if err != nil {
			return Data{}, fmt.Errorf("directory: %w", err)
		}
		*f.file = decode(f.name, text, f.into)
	}
	if c.broken() {
		return Data{}, c.all()
	}
	c.head(c.centres, centres.Head)
	c.head(c.national, national.Head)
	c.head(c.emergency, emergency.Head)
	c.head(c.holidays, holidays.Head)
	c.checkTerritories(holidays.Territories)
	c.checkCentres(centres.Centres, holidays.Territories)
	c.checkServices(national.Services)
	c.checkDeadlines(national.Deadlines)
	c.checkNumbers(emergency.Numbers, national.Services)
	c.head(c.doors, doors.Head)
	c.checkDoors(doors, national.Services, emergency.Numbers)
	if faults := c.all(); len(faults) > 0 {
		return Data{}, faults
	}

	for i := range centres.Centres {
		if p := &centres.Centres[i].Phone; p.National != "" {
			p.Grade = centres.Centres[i].Grade
		}
	}
	for i := range national.Services {
		for j := range national.Services[i].Phones {
			national.Services[i].Phones[j].Grade = national.Services[i].Grade
		}
	}
	for i := range emergency.Numbers {
		n := &emergency.Numbers[i]
		if s := slices.IndexFunc(national.Services, func(s directory.Service) bool { return s.ID == n.Service }); s >= 0 {
			n.Hours = national.Services[s].Hours
		}
	}
	notice := func(name string, h head, rule string) directory.Notice {
		return directory.Notice{File: name, Compiled: h.Compiled, Scope: h.Scope, Warning: h.Warning, Rule: rule}
	}
	return Data{
		Centres:   centres.Centres,
		Services:  national.Services,
		Numbers:   emergency.Numbers,
		Deadlines: national.Deadlines,
		Rows:      doors.Rows, RowSources: doors.Sources, Own: doors.Own, Namings: doors.Named, Brings: doors.Brings, DoorsReview: doors.ReviewBy,
		Notices: []directory.Notice{
			notice(CentresFile, centres.Head, centres.GradeRule),
			notice(NationalFile, national.Head, national.GradeRule),
			notice(EmergencyFile, emergency.Head, emergency.Rule),
			notice(HolidaysFile, holidays.Head, ""),
			notice(DoorsFile, doors.Head, ""),
		},
		Territories: holidays.Territories,
	}, nil
}

// Fault is one thing wrong in a content file.
type Fault struct {
	File string
	Line int
	Text string
}

// Faults are all faults of the content, by file and line.
type Faults []Fault

// Error lists the faults, one a line, each as file:line: text.
func (faults Faults) Error() string {
	lines := make([]string, len(faults))
	for i, f := range faults {
		lines[i] = fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text)
	}
	return strings.Join(lines, "\n")
}

func sortFaults(faults Faults) {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}
