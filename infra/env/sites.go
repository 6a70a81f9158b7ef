package env

import (
	"net/url"
	"regexp"
	"strings"

	"relais/dialogs/places"
)

// Site is a page of somebody else that offers the chat.
type Site struct {
	Region string   // INSEE region code: whose desk gets what is written there
	Frames []string // origins whose pages may show the chat, as https://www.example.org
	Accent string   // #rrggbb; empty: our own colour
}

var (
	siteForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}$`)
	accentForm = regexp.MustCompile(`^#[0-9a-f]{6}$`)
)

// sites reads the pages that offer the chat: "cci31=76 https://www.cci.example #12606b;
// mairie=76 https://mairie.example": a name, a region, origins and, maybe, a colour.
func (r *reader) sites() map[string]Site {
	const name = "RELAIS_CHAT_SITES"
	text := r.text(name, false)
	if text == "" {
		return nil
	}
	sites := map[string]Site{}
	for i, item := range strings.Split(text, ";") {
		words := strings.Fields(item)
		if len(words) == 0 {
			r.fault(name, "item %d says nothing", i+1)
			continue
		}
		id, region, paired := strings.Cut(words[0], "=")
		_, twice := sites[id]
		switch _, known := places.RegionName(region); {
		case !paired || !siteForm.MatchString(id):
			r.fault(name, "item %d does not begin with name=region, the name of small letters, figures and -", i+1)
		case twice:
			r.fault(name, "item %d: the site is there twice", i+1)
		case !known:
			r.fault(name, "item %d: %q is no region code of INSEE", i+1, region)
		}
		site := Site{Region: region}
		for _, word := range words[1:] {
			switch {
			case accentForm.MatchString(word) && site.Accent == "":
				site.Accent = word
			case isOrigin(word):
				site.Frames = append(site.Frames, word)
			default:
				r.fault(name, "item %d: %q is neither an origin (https:// and a host alone) nor one colour (#12606b)", i+1, word)
			}
		}
		if len(site.Frames) == 0 {
			r.fault(name, "item %d: no origin: whose pages may show the chat", i+1)
		}
		sites[id] = site
	}
	return sites
}

// isOrigin reports an origin as browsers write it, letter by letter.
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https" && u.Host != "" && text == "https://"+strings.ToLower(u.Host) && !strings.ContainsAny(u.Host, "*'\",; ")
}
