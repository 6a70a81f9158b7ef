package directory

import (
	"cmp"
	"slices"
	"time"
)

// holiday is one public holiday of one year. doubtful: sources differ on whether
// the day is one.
type holiday struct {
	date     date
	name     string
	doubtful bool
}

// localCalendar holds the holidays that one department has beside the national ones.
type localCalendar struct {
	department string
	days       []holiday
}

// Holiday reports whether the day on which t falls, in its own zone, is a public holiday in a
// department, "" for the national ones alone; false past the end of the calendar.
func Holiday(t time.Time, department string) bool {
	h, _ := holidayOn(dateOf(t), department)
	return h.name != ""
}

// holidayOn returns the public holiday of this day in this department, whose name
// is empty when it is none, and whether the calendar reaches that day.
func holidayOn(day date, department string) (holiday, bool) {
	if day < firstDay || day > lastDay {
		return holiday{}, false
	}
	if i, ok := slices.BinarySearchFunc(nationalHolidays[:], day, byDate); ok {
		return nationalHolidays[i], true
	}
	for i := range localHolidays {
		if localHolidays[i].department != department {
			continue
		}
		if j, ok := slices.BinarySearchFunc(localHolidays[i].days, day, byDate); ok {
			return localHolidays[i].days[j], true
		}
	}
	return holiday{}, true
}

func byDate(h holiday, day date) int { return cmp.Compare(h.date, day) }
