package directory

// Grade says how sure a value is: high is the owner's own page or two sources,
// medium one secondary source, low a conflict or nothing found. Empty is below low.
type Grade string

// The grades.
const (
	High   Grade = "high"
	Medium Grade = "medium"
	Low    Grade = "low"
)

// Centre is one entry of centres.yaml. The yaml tags name its fields there.
type Centre struct {
	ID          string      `yaml:"id"`                 // "occ"
	Name        string      `yaml:"name"`               // full name, for analysts; may hold acronyms
	ShortName   string      `yaml:"short_name"`         // for cards and lists
	Said        string      `yaml:"said"`               // how a French reporter hears it, article included, in SMS letters
	SaidEN      string      `yaml:"said_en"`            // the same in English
	Kind        string      `yaml:"kind"`               // csirt_territorial, no_csirt, private_csirt_not_for_routing
	Routes      bool        `yaml:"route_victims_here"` // false: never sent to, never open
	Regions     []string    `yaml:"regions_insee"`      // INSEE region codes, three digits for overseas collectivities
	ISO3166     []string    `yaml:"iso_3166_2"`
	Departments []string    `yaml:"departments"` // INSEE codes of departments and collectivities
	Seat        Seat        `yaml:"seat"`
	Phone       Phone       `yaml:"phone"`
	OtherPhones []SeenPhone `yaml:"phone_other_values_seen"` // conflicting values; never shown

	Email      string `yaml:"email"` // for analysts; never shown to a reporter
	EmailGrade Grade  `yaml:"email_confidence"`
	Website    string `yaml:"website"`
	ReportForm string `yaml:"report_form_url"`
	RFC2350    string `yaml:"rfc2350_url"`

	Hours         Hours    `yaml:"opening_hours"`
	Serves        []string `yaml:"serves"` // kinds of victim, in the sources' words
	SizeLimits    string   `yaml:"size_limits"`
	Operator      string   `yaml:"operator"`
	Languages     string   `yaml:"languages"`
	DelegateEmail string   `yaml:"anssi_delegate_email"` // for analysts; never shown to a reporter
	Grade         Grade    `yaml:"confidence"`           // of the phone number
	Fallback      []string `yaml:"fallback"`             // who helps where there is no centre
	Checked       string   `yaml:"checked"`              // day of the last check, 2026-11-21
	ReviewBy      string   `yaml:"review_by"`
	Sources       []Source `yaml:"sources"`
	Notes         []string `yaml:"notes"`
}

// Seat is where a centre's office is; its public holidays are the centre's.
type Seat struct {
	Department string `yaml:"department"`
	Place      string `yaml:"place"`
}

// Source is where a value was read.
type Source struct {
	URL      string `yaml:"url"`
	Date     string `yaml:"date"` // as known: a day, a month, "undated"
	Confirms string `yaml:"confirms"`
}

// Phone is a phone number. The zero value is "none known".
type Phone struct {
	National string `yaml:"national"` // as it is printed in France: "0 800 71 13 13"
	E164     string `yaml:"e164"`     // empty for short numbers, which only French networks know
	Cost     string `yaml:"cost"`
	Note     string `yaml:"note"`
	Grade    Grade  `yaml:"-"` // that of the entry it stands in
}

// SeenPhone is a number that some source gives and that is not believed.
type SeenPhone struct {
	National string `yaml:"national"`
	E164     string `yaml:"e164"`
	Seen     string `yaml:"seen"`
}

// Shown returns the number as a reporter may read it, and whether a reporter may:
// only a number graded high is shown.
func (p Phone) Shown() (string, bool) {
	if p.Grade != High || p.National == "" {
		return "", false
	}
	return p.National, true
}

// Service is one entry of national.yaml.
type Service struct {
	ID     string `yaml:"id"` // "17cyber"
	Name   string `yaml:"name"`
	Said   string `yaml:"said"` // how a French reporter hears it; empty where none is sent there
	SaidEN string `yaml:"said_en"`
	Kind   string `yaml:"kind"`
	Routes bool   `yaml:"route_victims_here"` // false: no reporter is sent there
	Rank   int    `yaml:"door"`               // order among the doors offered to anybody; 0 is none of them

	// Victims are the kinds of victim it takes, as the fact victim has them; empty: anybody.
	Victims   []string `yaml:"victims"`
	ForWhom   []string `yaml:"for_whom"`
	NotFor    []string `yaml:"not_for"`
	What      []string `yaml:"what"`
	Phones    []Phone  `yaml:"phone"`
	SMS       string   `yaml:"sms"`
	Email     string   `yaml:"email"` // for analysts; never shown to a reporter
	EmailNote string   `yaml:"email_note"`
	URL       string   `yaml:"url"`
	URLNote   string   `yaml:"url_note"`
	OtherURLs []string `yaml:"other_urls"`

	Hours       Hours    `yaml:"opening_hours"`
	Conditions  []string `yaml:"conditions"`
	Languages   string   `yaml:"languages"`
	Operator    string   `yaml:"operator"`
	Embed       Embed    `yaml:"embed"`
	DeepLinks   string   `yaml:"deep_links"`
	StatusNotes []string `yaml:"status_notes"`
	Unconfirmed []string `yaml:"unconfirmed"`
	Grade       Grade    `yaml:"confidence"` // of phone, SMS and address
	Checked     string   `yaml:"checked"`
	ReviewBy    string   `yaml:"review_by"`
	Sources     []Source `yaml:"sources"`
}

// Embed is what is known of a service's module for other sites.
type Embed struct {
	Exists      bool   `yaml:"exists"`
	Name        string `yaml:"name"`
	Free        bool   `yaml:"free"`
	HowToGet    string `yaml:"how_to_get"`
	Behaviour   string `yaml:"behaviour"`
	Privacy     string `yaml:"privacy"`
	Integration string `yaml:"technical_integration"`
	Licence     string `yaml:"licence_of_content"`
}

// Number is one entry of emergency.yaml. It may be shown at any time, whatever
// its grade elsewhere; the voice platform never dials it.
type Number struct {
	Number   string   `yaml:"number"` // "112"
	Name     string   `yaml:"name"`
	Said     string   `yaml:"said"` // how a French reporter hears it, beside the number
	SaidEN   string   `yaml:"said_en"`
	Use      string   `yaml:"use"`
	By       []string `yaml:"by"` // voice, sms: how it is reached
	Hours    Hours    `yaml:"opening_hours"`
	Service  string   `yaml:"service"` // id of the entry of national.yaml it shares its hours with
	Cost     string   `yaml:"cost"`
	Area     string   `yaml:"area"`
	Checked  string   `yaml:"checked"`
	ReviewBy string   `yaml:"review_by"`
	Sources  []Source `yaml:"sources"`
}

// Deadline is one legal deadline of national.yaml.
type Deadline struct {
	ID        string   `yaml:"id"`
	Rule      string   `yaml:"rule"`
	Reference string   `yaml:"reference"`
	AppliesTo []string `yaml:"applies_to"`
	Grade     Grade    `yaml:"confidence"`
	Checked   string   `yaml:"checked"`
	ReviewBy  string   `yaml:"review_by"`
	Sources   []Source `yaml:"sources"`
}

// Notice is the head of a content file.
type Notice struct {
	File     string
	Compiled string // day the file was compiled
	Scope    string
	Warning  string // a condition for going live
	Rule     string // how grades are given, or when the numbers are used
}
