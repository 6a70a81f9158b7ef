//go:build directory_bootstrap

package directory

// Empty tables, so that the generator compiles when a type changes and tables.go
// no longer fits it.
var (
	centres          = [...]Centre{}
	services         = [...]Service{}
	numbers          = [...]Number{}
	deadlines        = [...]Deadline{}
	rows             = [...]Row{}
	rowSources       = [...]RowSource{}
	own              = [...]Own{}
	namings          = [...]Naming{}
	brings           = [...]Bring{}
	notices          = [...]Notice{}
	reviews          = [...]review{}
	byDepartment     = [...]owner{}
	byRegion         = [...]owner{}
	generalDoors     = []int{}
	nationalHolidays = [...]holiday{}
	localHolidays    = [...]localCalendar{}
	zoneNames        = [...]string{}
)

const firstDay, lastDay date = 0, 0
