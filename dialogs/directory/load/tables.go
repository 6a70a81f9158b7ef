package load

import (
	"bytes"
	"cmp"
	"fmt"
	"go/format"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/fr"

	"relais/dialogs/directory"
)

// The years whose public holidays are written into the tables. Past the last one
// every working day is Unknown, never Open.
const (
	firstYear = 2024
	lastYear  = 2050
)

// Tables returns the Go source of the directory package's tables: literals that
// the compiler lays out, with no pointer, map or function call in them.
func Tables(d Data) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Code generated from centres.yaml, national.yaml, emergency.yaml, holidays.yaml and doors.yaml; DO NOT EDIT.\n\n")
	b.WriteString("//go:build !directory_bootstrap\n\npackage directory\n")
	table(&b, "centres", d.Centres)
	table(&b, "services", d.Services)
	table(&b, "numbers", d.Numbers)
	table(&b, "deadlines", d.Deadlines)
	table(&b, "rows", d.Rows)
	table(&b, "rowSources", d.RowSources)
	table(&b, "own", d.Own)
	table(&b, "namings", d.Namings)
	table(&b, "brings", d.Brings)
	table(&b, "notices", d.Notices)
	reviews(&b, d)
	owners(&b, "byDepartment", d.Centres, func(c directory.Centre) []string { return c.Departments })
	owners(&b, "byRegion", d.Centres, func(c directory.Centre) []string { return c.Regions })
	fmt.Fprintf(&b, "\nvar generalDoors = []int{%s}\n", strings.Join(generalDoors(d.Services), ", "))
	fmt.Fprintf(&b, "\nvar zoneNames = [...]string{%s}\n", strings.Join(zones(d), ", "))
	holidays(&b, d.Territories)
	source, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("directory: format tables: %w", err)
	}
	return source, nil
}

func table[T any](b *bytes.Buffer, name string, entries []T) {
	fmt.Fprintf(b, "\nvar %s = [...]%s{\n", name, reflect.TypeFor[T]().Name())
	for i := range entries {
		literal(b, reflect.ValueOf(entries[i]), true)
		b.WriteString(",\n")
	}
	b.WriteString("}\n")
}

// literal writes v as a Go composite literal, zero fields left out. elided: the
// type is known from around it.
func literal(b *bytes.Buffer, v reflect.Value, elided bool) {
	switch v.Kind() {
	case reflect.Struct:
		if !elided {
			b.WriteString(v.Type().Name())
		}
		b.WriteString("{\n")
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				fmt.Fprintf(b, "%s: ", v.Type().Field(i).Name)
				literal(b, f, false)
				b.WriteString(",\n")
			}
		}
		b.WriteString("}")
	case reflect.Slice:
		fmt.Fprintf(b, "[]%s{\n", v.Type().Elem().Name())
		for i := range v.Len() {
			literal(b, v.Index(i), true)
			b.WriteString(",\n")
		}
		b.WriteString("}")
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	default:
		fmt.Fprintf(b, "%v", v.Interface())
	}
}

func reviews(b *bytes.Buffer, d Data) {
	b.WriteString("\nvar reviews = [...]review{\n")
	row := func(file, id, by string) { fmt.Fprintf(b, "{%q, %q},\n", file+" "+id, by) }
	for _, c := range d.Centres {
		row(CentresFile, c.ID, c.ReviewBy)
	}
	for _, s := range d.Services {
		row(NationalFile, s.ID, s.ReviewBy)
	}
	for _, l := range d.Deadlines {
		row(NationalFile, l.ID, l.ReviewBy)
	}
	for _, n := range d.Numbers {
		row(EmergencyFile, n.Number, n.ReviewBy)
	}
	for _, t := range d.Territories {
		row(HolidaysFile, t.Name, t.ReviewBy)
	}
	row(DoorsFile, "doors", d.DoorsReview)
	b.WriteString("}\n")
}

func owners(b *bytes.Buffer, name string, centres []directory.Centre, codes func(directory.Centre) []string) {
	type row struct {
		code   string
		centre int
	}
	var rows []row
	for i, c := range centres {
		for _, code := range codes(c) {
			rows = append(rows, row{code, i})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.code, b.code) })
	fmt.Fprintf(b, "\nvar %s = [...]owner{\n", name)
	for _, r := range rows {
		fmt.Fprintf(b, "{%q, %d}, // %s\n", r.code, r.centre, centres[r.centre].ID)
	}
	b.WriteString("}\n")
}

// generalDoors returns the places in services of those with a rank, first rank first.
func generalDoors(services []directory.Service) []string {
	var ranked []int
	for i, s := range services {
		if s.Rank > 0 {
			ranked = append(ranked, i)
		}
	}
	slices.SortFunc(ranked, func(a, b int) int { return cmp.Compare(services[a].Rank, services[b].Rank) })
	doors := make([]string, len(ranked))
	for i, r := range ranked {
		doors[i] = fmt.Sprint(r)
	}
	return doors
}

func zones(d Data) []string {
	var names []string
	add := func(h directory.Hours) {
		if h.Zone != "" {
			names = append(names, fmt.Sprintf("%q", h.Zone))
		}
	}
	for _, c := range d.Centres {
		add(c.Hours)
	}
	for _, s := range d.Services {
		add(s.Hours)
	}
	for _, n := range d.Numbers {
		add(n.Hours)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func holidays(b *bytes.Buffer, territories []Territory) {
	fmt.Fprintf(b, "\nconst firstDay, lastDay date = %d0101, %d1231\n", firstYear, lastYear)
	b.WriteString("\nvar nationalHolidays = [...]holiday{\n")
	for year := firstYear; year <= lastYear; year++ {
		days(b, nationalDays(year))
	}
	b.WriteString("}\n\nvar localHolidays = [...]localCalendar{\n")
	for _, t := range territories {
		for _, department := range t.Departments {
			fmt.Fprintf(b, "{%q, []holiday{\n", department)
			for year := firstYear; year <= lastYear; year++ {
				days(b, localDays(t, year))
			}
			b.WriteString("}},\n")
		}
	}
	b.WriteString("}\n")
}

// publicHoliday is a public holiday of one year.
type publicHoliday struct {
	day      time.Time
	name     string
	doubtful bool
}

// days writes the holidays of one year on one line.
func days(b *bytes.Buffer, year []publicHoliday) {
	for _, d := range year {
		fmt.Fprintf(b, "{%s, %q, %t}, ", d.day.Format("20060102"), d.name, d.doubtful)
	}
	b.WriteString("\n")
}

func nationalDays(year int) []publicHoliday {
	var all []publicHoliday
	for _, h := range fr.Holidays {
		all = append(all, publicHoliday{day: calendarDay(h, year), name: h.Name})
	}
	slices.SortFunc(all, func(a, b publicHoliday) int { return a.day.Compare(b.day) })
	return all
}

func localDays(t Territory, year int) []publicHoliday {
	var all []publicHoliday
	for _, d := range t.Days {
		h := aa.Easter.Clone(nil)
		h.CalcOffset = d.Easter
		if d.Date != "" {
			day, _ := time.Parse("01-02", d.Date) // checkTerritories saw to its form
			h = &cal.Holiday{Month: day.Month(), Day: day.Day(), Func: cal.CalcDayOfMonth}
		}
		all = append(all, publicHoliday{day: calendarDay(h, year), name: d.Name, doubtful: d.Grade != directory.High})
	}
	slices.SortFunc(all, func(a, b publicHoliday) int { return a.day.Compare(b.day) })
	return all
}

// calendarDay returns noon of the day h falls on. The library answers with local
// midnight of the machine it runs on, which in some zones is an hour of the day
// before when clocks change; half a day later is the right day everywhere.
func calendarDay(h *cal.Holiday, year int) time.Time {
	actual, _ := h.Calc(year)
	y, m, d := actual.Add(12 * time.Hour).Date()
	return time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
}
