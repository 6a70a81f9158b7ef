// Package regions reads the settings of the regions that have a desk, one file each,
// YAML or JSON, in the form of region.schema.json.
package regions

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/places"
)

// Bounds of the settings.
const (
	maxRetention = 365 // days; the log itself ends after 13 months
	maxFile      = 64 << 10
)

// Read reads one file a region, YAML or JSON. Files that begin with a dot
// are left alone. Its error joins every fault, with file and line; none shows a
// name or a number.
func Read(dir fs.FS) (map[string]desk.Region, error) {
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, fmt.Errorf("regions: %w", err)
	}
	regions := map[string]desk.Region{}
	owner := map[string]string{} // region or channel → file
	var faults []error
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || e.IsDir() {
			continue
		}
		f := &file{name: e.Name(), owner: owner}
		if region := f.read(dir); len(f.faults) == 0 {
			regions[region.Code] = region
		}
		faults = append(faults, f.faults...)
	}
	if len(regions) == 0 && len(faults) == 0 {
		faults = append(faults, errors.New("regions: the folder holds no file"))
	}
	return regions, errors.Join(faults...)
}

// file is one file while it is read.
type file struct {
	name   string
	owner  map[string]string
	faults []error
}

func (f *file) fault(line int, format string, args ...any) {
	f.faults = append(f.faults, fmt.Errorf("%s:%d: "+format, append([]any{f.name, line}, args...)...))
}

func (f *file) read(dir fs.FS) desk.Region {
	if !slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(f.name)) {
		f.fault(1, "a file of settings ends in .yaml or .json")
		return desk.Region{}
	}
	data, err := fs.ReadFile(dir, f.name)
	if err != nil {
		f.fault(1, "cannot be read")
		return desk.Region{}
	}
	if len(data) > maxFile {
		f.fault(1, "%d bytes, at most %d", len(data), maxFile)
		return desk.Region{}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		f.fault(1, "is empty")
		return desk.Region{}
	case err != nil:
		f.fault(lineOf(err), "is not YAML or JSON")
		return desk.Region{}
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		f.fault(max(second.Line, lineOf(err)), "more after the settings: one file is one region")
		return desk.Region{}
	}
	return f.region(document.Content[0])
}

// lineOf is where the reader of YAML stopped; 1 if it does not say.
func lineOf(err error) int {
	if at := new(yaml.LoadError); errors.As(err, &at) {
		return max(at.Mark.Line, 1)
	}
	return 1
}

// field decodes the value of one key.
type field struct {
	key    string
	decode func(*yaml.Node)
	wanted bool
}

// fields decodes a mapping: known keys, each once, those wanted all there. Anchors
// and aliases are refused, so that a line says what it says without another one.
func (f *file) fields(n *yaml.Node, known []field) {
	if n.Kind != yaml.MappingNode || n.Anchor != "" {
		f.fault(n.Line, "keys and values are wanted here")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := slices.IndexFunc(known, func(k field) bool { return k.key == key.Value })
		switch {
		case at < 0:
			f.fault(key.Line, "%q is no setting (known: %s)", key.Value, keys(known))
		case seen[key.Value]:
			f.fault(key.Line, "%s is there twice", key.Value)
		default:
			known[at].decode(value)
		}
		seen[key.Value] = true
	}
	for _, k := range known {
		if k.wanted && !seen[k.key] {
			f.fault(n.Line, "%s is missing", k.key)
		}
	}
}

func keys(known []field) string {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = k.key
	}
	return strings.Join(names, ", ")
}

// text decodes a text of a form, which says what is wanted.
func (f *file) text(to *string, form *regexp.Regexp, what string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Anchor != "" || n.Tag == "!!null" || !form.MatchString(n.Value) {
			f.fault(n.Line, "%s is wanted here", what)
			return
		}
		*to = n.Value
	}
}

func (f *file) list(n *yaml.Node, what string, item func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode || n.Anchor != "" || len(n.Content) == 0 {
		f.fault(n.Line, "a list of %s is wanted here", what)
		return
	}
	for _, c := range n.Content {
		item(c)
	}
}

var (
	e164        = regexp.MustCompile(`^\+[1-9][0-9]{7,14}$`)
	regionForm  = regexp.MustCompile(`^[0-9]{2,3}$`)
	nameForm    = regexp.MustCompile(`^[^\s\pC](?:[^\pC]{0,78}[^\s\pC])?$`)
	teamForm    = regexp.MustCompile(`^T[A-Z0-9_]{2,30}$`)
	channelForm = regexp.MustCompile(`^[CG][A-Z0-9_]{2,30}$`)
	personForm  = regexp.MustCompile(`^[UW][A-Z0-9_]{2,30}$`)
	rightForm   = regexp.MustCompile(`^(read|lead|route|extract)$`)
	nightForm   = regexp.MustCompile(`^(none|p1|all)$`)
	dutyForm    = regexp.MustCompile(`^(sms|call)$`)
	textForm    = regexp.MustCompile(`^(none|full)$`)
)

const phoneWanted = "a phone number, + and 8 to 15 digits,"

func (f *file) region(n *yaml.Node) desk.Region {
	r := desk.Region{DutyBy: intake.BySMS, Night: intake.PageP1, Retention: desk.DefaultRetention, SlackText: desk.TextNone}
	f.fields(n, []field{
		{"region", func(n *yaml.Node) { f.code(n, &r.Code) }, true},
		{"name", f.text(&r.Name, nameForm, "a name of one line"), true},
		{"slack", func(n *yaml.Node) { f.slack(n, &r.Slack) }, false},
		{"analysts", func(n *yaml.Node) { f.analysts(n, &r.Analysts) }, true},
		{"duty", func(n *yaml.Node) {
			f.list(n, "phone numbers", func(n *yaml.Node) {
				var phone string
				f.text(&phone, e164, phoneWanted)(n)
				r.Duty = append(r.Duty, phone)
			})
		}, true},
		{"duty_by", f.text((*string)(&r.DutyBy), dutyForm, "sms or call"), false},
		{"night_pages", f.text((*string)(&r.Night), nightForm, "none, p1 or all"), false},
		{"retention_days", func(n *yaml.Node) { f.days(n, &r.Retention) }, false},
		{"sms_price", func(n *yaml.Node) { f.price(n, &r.SMSPrice) }, false},
		{"slack_text", f.text((*string)(&r.SlackText), textForm, "none or full"), false},
	})
	return r
}

func (f *file) code(n *yaml.Node, to *string) {
	f.text(to, regionForm, `a region code of INSEE ("76", "02")`)(n)
	if *to == "" {
		return
	}
	if _, ok := places.RegionName(*to); !ok {
		f.fault(n.Line, "%s is no region code of INSEE", *to)
	}
	f.once(n.Line, "region "+*to)
}

// once refuses what another file has already.
func (f *file) once(line int, what string) {
	if other, taken := f.owner[what]; taken {
		f.fault(line, "%s is also in %s", what, other)
	}
	f.owner[what] = f.name
}

func (f *file) slack(n *yaml.Node, to *desk.Channel) {
	f.fields(n, []field{
		{"team", f.text(&to.Team, teamForm, "the id of a workspace (T…)"), true},
		{"channel", f.text(&to.Channel, channelForm, "the id of a channel (C… or G…)"), true},
	})
	if to.Channel != "" {
		// Two regions in one channel would read each other's cases.
		f.once(n.Line, "channel "+to.Channel)
	}
}

func (f *file) days(n *yaml.Node, to *int) {
	days, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || days < 1 || days > maxRetention {
		f.fault(n.Line, "a number of days from 1 to %d is wanted here", maxRetention)
		return
	}
	*to = days
}

func (f *file) analysts(n *yaml.Node, to *[]desk.Analyst) {
	ids, unnamed := map[string]bool{}, map[string]bool{}
	f.list(n, "analysts", func(n *yaml.Node) {
		var a desk.Analyst
		f.fields(n, []field{
			{"slack", f.text(&a.Slack, personForm, "the id of a member (U… or W…)"), false},
			{"name", f.text(&a.Name, nameForm, "a name of one line"), true},
			{"rights", func(n *yaml.Node) { f.rights(n, &a.Rights) }, true},
			{"phone", f.text(&a.Phone, e164, phoneWanted), false},
		})
		if a.Slack != "" && ids[a.Slack] {
			f.fault(n.Line, "member %s is there twice", a.Slack)
		}
		if a.Slack == "" && unnamed[a.Name] {
			f.fault(n.Line, "two members without an id have one name: nobody could tell who acted")
		}
		ids[a.Slack], unnamed[a.Name] = true, unnamed[a.Name] || a.Slack == ""
		*to = append(*to, a)
	})
	if !slices.ContainsFunc(*to, func(a desk.Analyst) bool { return a.May(desk.MayLead) }) {
		f.fault(n.Line, "nobody has the right to lead: no case could be taken")
	}
}

func (f *file) rights(n *yaml.Node, to *[]desk.Right) {
	f.list(n, "rights", func(n *yaml.Node) {
		var right string
		f.text(&right, rightForm, "read, lead, route or extract")(n)
		if right != "" && slices.Contains(*to, desk.Right(right)) {
			f.fault(n.Line, "%s is there twice", right)
		}
		*to = append(*to, desk.Right(right))
	})
}

// priceForm is an amount in euros below ten, to a hundredth of a cent.
var priceForm = regexp.MustCompile(`^[0-9]\.[0-9]{1,4}$`)

// price decodes an amount in euros.
func (f *file) price(n *yaml.Node, to *int) {
	var text string
	f.text(&text, priceForm, "an amount in euros such as 0.08")(n)
	euros, fraction, ok := strings.Cut(text, ".")
	if !ok {
		return
	}
	value, err := strconv.Atoi(euros + (fraction + "0000")[:4])
	if err == nil {
		*to = value
	}
}
