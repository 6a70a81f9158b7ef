// Package directory says whom to call, and whether anybody answers: the regional
// centre of a place, the national doors, the emergency numbers, with the source,
// the grade and the date of check of every value.
//
// The content is centres.yaml, national.yaml, emergency.yaml and holidays.yaml,
// which analysts own; go generate compiles them into tables.go. Nothing is parsed
// when a program starts. The package is pure: the instant comes in as an argument.
//
// What a reporter may read follows from the grades. Hours graded high are stated,
// medium are said with "en principe" (Standing.Hedged), anything lower is never
// stated and the state is Unknown, never Open. A phone number is shown only when
// it is graded high, or stands in emergency.yaml. E-mail addresses are for
// analysts and are never shown to a reporter.
//
// Slices in returned values are shared: read them, do not write them.
package directory

import (
	"cmp"
	"iter"
	"slices"
)

//go:generate go run -tags directory_bootstrap ./load/generate

// Centres returns every entry of centres.yaml in its order, those for routing
// and those kept so that nobody adds them by mistake (Centre.Routes is false).
func Centres() iter.Seq[Centre] { return slices.Values(centres[:]) }

// Services returns every entry of national.yaml in its order.
func Services() iter.Seq[Service] { return slices.Values(services[:]) }

// Numbers returns every entry of emergency.yaml in its order.
func Numbers() iter.Seq[Number] { return slices.Values(numbers[:]) }

// Deadlines returns the legal deadlines of national.yaml in their order.
func Deadlines() iter.Seq[Deadline] { return slices.Values(deadlines[:]) }

// Notices returns the head of each content file: its scope and its warning, which
// is a condition for going live.
func Notices() iter.Seq[Notice] { return slices.Values(notices[:]) }

// Serving returns the centre that serves a place, and whether there is one.
// insee is a commune's INSEE code of five characters or a department's of two or
// three; region is an INSEE region code ("76", "02"), or the three digits of an
// overseas collectivity ("975"). Either may be empty. A known insee wins over
// region; an unknown one is ignored. A place whose entry is not for routing
// (Mayotte, Polynésie française) has no centre: its doors are national.
func Serving(insee, region string) (Centre, bool) {
	i, ok := find(byDepartment[:], department(insee))
	if !ok {
		i, ok = find(byRegion[:], region)
	}
	if !ok || !centres[i].Routes {
		return Centre{}, false
	}
	return centres[i], true
}

// CentreByID returns the entry of centres.yaml with this id.
func CentreByID(id string) (Centre, bool) {
	for i := range centres {
		if centres[i].ID == id {
			return centres[i], true
		}
	}
	return Centre{}, false
}

// National returns the entry of national.yaml with this id.
func National(id string) (Service, bool) {
	for i := range services {
		if services[i].ID == id {
			return services[i], true
		}
	}
	return Service{}, false
}

// PhoneOf returns the number of the entry of national.yaml with this id as a reporter may read it,
// "" if there is none.
func PhoneOf(id string) string {
	s, _ := National(id)
	door, _ := s.Contact()
	return door.Phone
}

// Emergency returns the emergency number written number ("112", "3114").
func Emergency(number string) (Number, bool) {
	for i := range numbers {
		if numbers[i].Number == number {
			return numbers[i], true
		}
	}
	return Number{}, false
}

// DueForReview returns the entries of the four files whose review day lies before
// day (written 2027-02-21), each as "centres.yaml occ", in the order of the files.
// It serves the weekly run.
func DueForReview(day string) []string {
	var due []string
	for i := range reviews {
		if reviews[i].by < day {
			due = append(due, reviews[i].entry)
		}
	}
	return due
}

// review is the day by which somebody must have looked at an entry again.
type review struct {
	entry string
	by    string
}

// owner names the index of the centre that covers a department or a region.
type owner struct {
	code   string
	centre int
}

func find(table []owner, code string) (int, bool) {
	i, ok := slices.BinarySearchFunc(table, code, func(o owner, code string) int { return cmp.Compare(o.code, code) })
	if !ok {
		return 0, false
	}
	return table[i].centre, true
}

// department returns the department or collectivity of an INSEE code: two
// characters, three where the code begins with 97 or 98.
func department(insee string) string {
	switch {
	case len(insee) != 5:
		return insee
	case insee[:2] == "97" || insee[:2] == "98":
		return insee[:3]
	default:
		return insee[:2]
	}
}
