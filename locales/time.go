package locales

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	ut "github.com/go-playground/locales"
	"github.com/go-playground/locales/en"
	"github.com/go-playground/locales/fr"
)

// At says an instant for people: weekday and local time, and the day of the month
// once the weekday alone could mean another week. The text is time.at or time.at_date.
func (c *Catalog) At(lang string, at, now time.Time) (string, error) {
	id := "time.at"
	if d := at.Sub(now); d > 6*24*time.Hour || d < -6*24*time.Hour {
		id = "time.at_date"
	}
	return c.Instant(lang, id, at)
}

// Instant says an instant, in the zone it carries, by the text with this id. Its
// values are weekday, weekday_short, day, month (its name), month_number (two digits),
// year, hour, minute and zone (UTC+1); next_weekday, next_weekday_short, next_day, next_month,
// next_month_number and next_year are of the day after, as a night needs, and month_ends and
// year_ends say that it lies in another.
func (c *Catalog) Instant(lang, id string, at time.Time) (string, error) {
	names := calendar(lang)
	next := time.Date(at.Year(), at.Month(), at.Day()+1, 12, 0, 0, 0, at.Location())
	yes := map[bool]string{true: "yes"}
	return c.Text(lang, id, map[string]string{
		"weekday":       names.WeekdayWide(at.Weekday()),
		"weekday_short": names.WeekdayAbbreviated(at.Weekday()),
		"day":           strconv.Itoa(at.Day()),
		"month":         names.MonthWide(at.Month()),
		"month_number":  fmt.Sprintf("%02d", at.Month()),
		"year":          strconv.Itoa(at.Year()),
		"zone":          offset(at),
		"hour":          strconv.Itoa(at.Hour()),
		"minute":        fmt.Sprintf("%02d", at.Minute()),

		"next_weekday":       names.WeekdayWide(next.Weekday()),
		"next_weekday_short": names.WeekdayAbbreviated(next.Weekday()),
		"next_day":           strconv.Itoa(next.Day()),
		"next_month":         names.MonthWide(next.Month()),
		"next_month_number":  fmt.Sprintf("%02d", next.Month()),
		"next_year":          strconv.Itoa(next.Year()),
		"month_ends":         yes[next.Month() != at.Month()],
		"year_ends":          yes[next.Year() != at.Year()],
	})
}

// offset says how far the clock of the place is from that of the world: UTC+1, UTC-9:30.
func offset(at time.Time) string {
	_, seconds := at.Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	if seconds%3600 == 0 {
		return fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, seconds/3600, seconds/60%60)
}

// calendar returns the names of days and months. A regional language that the
// library does not know speaks French here.
func calendar(lang string) ut.Translator {
	if lang == "en" {
		return english()
	}
	return french()
}

// Made once: each holds some hundred names.
var (
	french  = sync.OnceValue(fr.New)
	english = sync.OnceValue(en.New)
)
