// Package places finds the French commune that a text names: all of today's
// communes, overseas included, by what people type for them. It is pure.
//
// # Data
//
// data holds tables made by generate (run by go generate, with npm and a
// network) out of three packages of the npm registry:
//
//   - @etalab/decoupage-administratif 6.0.0 (2026-03-09; code MIT, data Licence
//     Ouverte of Etalab): the communes, departments and regions of 2026 from
//     INSEE's Code officiel géographique, legal populations from INSEE, postal
//     codes from La Poste. https://github.com/datagouv/decoupage-administratif
//   - @etalab/decoupage-administratif 0.7.0 (MIT, Licence Ouverte): INSEE's
//     history of commune names and codes since 1943.
//   - an-array-of-french-words 2.0.0 (MIT): French words that must not pass for
//     a misspelt name. https://github.com/words/an-array-of-french-words
//
// What each file holds, a line an entry, sorted by its first column:
//
//	communes.tsv     INSEE code, name, department, population (0: none published), postal codes
//	former.tsv       codes of merged communes and municipal districts, today's commune
//	names.tsv        folded name, then kind and INSEE code of each commune it may mean
//	near.bin         for each name a misspelling may mean: hash of its sound, its letters, its line
//	postal.tsv       postal code, communes it serves
//	departments.tsv  code, name, region
//	regions.tsv      code, name
//	territories.tsv  what people call departments and regions, the departments meant
//	words.tsv        words and phrases around a name, with marks (see generate/words.tsv)
//	french.bin       filter of French words, which are no misspelt names
//
// Collectivities without a region carry their own code as department and
// region ("975", "988"), as the data does. The five uninhabited districts of
// the southern lands have no postal code, and Clipperton no inhabitant.
package places

import (
	_ "embed"
	"iter"
	"strconv"
	"strings"

	"relais/dialogs/places/spelling"
)

//go:generate sh generate/fetch.sh

var (
	//go:embed data/communes.tsv
	communes table
	//go:embed data/former.tsv
	former table
	//go:embed data/names.tsv
	names table
	//go:embed data/near.bin
	near string
	//go:embed data/postal.tsv
	postal table
	//go:embed data/departments.tsv
	departments table
	//go:embed data/regions.tsv
	regions table
	//go:embed data/territories.tsv
	territories table
	//go:embed data/words.tsv
	vocabulary table
	//go:embed data/french.bin
	frenchWords spelling.Filter
)

// Place is one of today's communes.
type Place struct {
	INSEE          string   // five characters: "81004", "2A004", "97411"
	Name           string   // official name, "L'Isle-Jourdain"
	Department     string   // "81", "2A", "974"; collectivities: "975", "988"
	DepartmentName string   // "Tarn"
	Region         string   // INSEE region code, "76", "02"; collectivities: "975", "988"
	RegionName     string   // "Occitanie"
	Postal         []string // sorted as published; empty for uninhabited districts
	Population     int      // inhabitants, 0 if none is published
	TimeZone       string   // IANA name, "Europe/Paris"
}

// Lookup returns the commune of an INSEE code. The code of a merged commune or
// of a municipal district of Paris, Lyon or Marseille gives today's commune.
// Letters may be small ("2a004").
func Lookup(insee string) (Place, bool) {
	insee = strings.ToUpper(insee)
	row, ok := communes.find(insee)
	if !ok {
		if insee, ok = former.find(insee); !ok {
			return Place{}, false
		}
		if row, ok = communes.find(insee); !ok {
			return Place{}, false
		}
	}
	return place(insee, row), true
}

// place reads a row of communes.tsv.
func place(insee, row string) Place {
	name, row, _ := strings.Cut(row, "\t")
	department, row, _ := strings.Cut(row, "\t")
	population, codes, _ := strings.Cut(row, "\t")
	p := Place{INSEE: insee, Name: name, Department: department, TimeZone: TimeZone(insee)}
	p.Population, _ = strconv.Atoi(population)
	if codes != "" {
		p.Postal = strings.Split(codes, ",")
	}
	if d, ok := departments.find(department); ok {
		p.DepartmentName, p.Region, _ = strings.Cut(d, "\t")
		p.RegionName, _ = RegionName(p.Region)
	}
	return p
}

// RegionName returns the name of a region, or of a collectivity that has none.
func RegionName(code string) (string, bool) { return regions.find(code) }

// DepartmentName returns the name of a department, or of a collectivity that counts as one.
func DepartmentName(code string) (string, bool) {
	row, ok := departments.find(code)
	name, _, _ := strings.Cut(row, "\t")
	return name, ok
}

// All yields every commune of today, sorted by INSEE code.
func All() iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for at := 0; at < len(communes); {
			insee, row := communes.line(at)
			if !yield(place(insee, row)) {
				return
			}
			at += len(insee) + len(row) + 2
		}
	}
}

// TimeZone returns the IANA time zone of an INSEE code, "" for a code of no
// known department. Source: IANA time zone database, zone1970.tab.
func TimeZone(insee string) string {
	if len(insee) < 3 {
		return ""
	}
	switch insee[:3] {
	case "971":
		return "America/Guadeloupe"
	case "972":
		return "America/Martinique"
	case "973":
		return "America/Cayenne"
	case "974":
		return "Indian/Reunion"
	case "975":
		return "America/Miquelon"
	case "976":
		return "Indian/Mayotte"
	case "977":
		return "America/St_Barthelemy"
	case "978":
		return "America/Marigot"
	case "984":
		switch insee {
		case "98414":
			return "Antarctica/DumontDUrville"
		case "98415":
			return "Indian/Mayotte"
		}
		return "Indian/Kerguelen"
	case "986":
		return "Pacific/Wallis"
	case "987":
		switch insee {
		case "98718", "98723", "98731", "98746", "98756", "98757":
			return "Pacific/Marquesas" // Fatu-Hiva, Hiva-Oa, Nuku-Hiva, Tahuata, Ua-Huka, Ua-Pou
		case "98719":
			return "Pacific/Gambier"
		}
		return "Pacific/Tahiti"
	case "988":
		return "Pacific/Noumea"
	case "989":
		return "Etc/GMT+8" // Clipperton has no zone of its own
	}
	if _, ok := departments.find(insee[:2]); !ok {
		return ""
	}
	return "Europe/Paris"
}
