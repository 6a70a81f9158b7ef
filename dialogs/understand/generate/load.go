package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"relais/dialogs/understand/letters"
)

// phrase is one accepted word or phrase with what it means and where it stands.
type phrase struct {
	section string // common, commands, …, or "choices" for dialog.step.choice
	name    string
	value   string
	weight  int
	words   []string
	typed   string // as it stands in the file
	at      string // file:line
}

// source is one words.<lang>.yaml, read and checked but for what needs the whole.
type source struct {
	tag       string
	spellings map[string]string
	flags     map[string]map[string]bool // list of words: → its words
	numbers   map[string]int
	about     map[string]int // collectives
	ordinals  map[string]int
	elided    map[string]string   // "j" for "je": one word to a phrase
	secrets   map[string][]string // words that announce a secret, by what they do
	roles     map[string][]string // by word, what it does in a sentence
	phrases   []phrase
}

// Names a words file may use. Another name is a mistake.
var (
	sections = map[string][]string{
		"common": {"yes", "no", "done", "not_done", "in_progress", "partial", "cannot", "did_opposite", "unsure",
			"help", "wait", "skip", "unclear", "all", "none", "other", "same", "question", "good", "later", "explain"},
		"roles": {"perfect", "recent", "being", "going", "able", "may", "must", "speaker", "you", "inverts", "inverted", "auxiliary",
			"how", "why", "what", "that", "next", "relative", "not", "never", "nothing", "softens", "more", "only", "without", "except",
			"and", "but", "or", "of", "to", "for", "from", "since", "ago", "this", "leads_month", "dates", "some", "before", "out_of",
			"one", "joined", "every", "singular", "assent", "dissent", "nobody", "contradicts", "wish", "reached",
			"paid", "taken", "gone", "sent", "paying", "made", "transfer", "moved", "halted", "slurred", "false", "demanded", "announced"},
		"secrets": {"passwords", "codes", "plain_codes", "harmless", "links", "given", "as", "logins", "favoured"},
		"commands": {"human", "help", "back", "repeat", "pause", "file", "clocks", "complaint", "verify", "code", "link",
			"cyber17", "who", "language", "new", "stop", "restart", "drill", "end", "test"},
		"signals": {"danger", "cry", "distress", "worn", "minor", "takes_over", "watched", "watched_phone", "looked", "spied", "partner", "kin",
			"reader_along", "someone", "people_or_we", "own_voice", "ours", "spies", "looks", "gets_in", "has_read", "own_phone", "own_texts", "written", "this_here", "everything", "has_access", "shared_letters", "own_screen", "their_mail",
			"the_phone", "may_be", "pried_on", "got_into", "stranger", "it_is", "own_self", "planted", "trails", "own_things",
			"nears", "unfree", "haste", "left_alone", "beside_me", "knock", "helps", "helped", "swallowed", "plant", "attacked", "out_of_order"},
		"figurative": {"danger", "distress", "worn", "minor", "watched_phone", "victim", "account", "paid", "money", "deaf"},
		"closing":    {"farewell", "beside"},
		"unreached":  {"anywhere", "alone"},
		"whose":      {"writer", "employed", "of_oneself", "own_thing", "school", "deaf", "kin"},
		"questions":  nil, // named in answers.yaml
		"incidents": {"ransomware", "phishing", "smishing", "account_compromise", "transfer_fraud", "data_breach",
			"defacement", "ddos", "malware", "intrusion", "tech_support_scam", "impersonation", "telephony_fraud",
			"device_loss", "provider_compromise", "extortion", "data_extortion", "card_fraud",
			"bank_adviser_scam", "insider", "unknown", "not_incident"},
		"grammar": {"blamed", "hedge", "condition", "correction", "although", "greeting", "thanks",
			"act", "network", "nil", "hand_over", "leave", "portion", "no_computer", "range", "sum", "out_of", "multiply", "currency", "vague", "mine", "opening", "begs", "sender", "sent", "untold", "withheld", "elsewhere", "aside", "no_fact", "at_once",
			"amends", "added", "instead", "sum_told", "bill", "self", "somebody", "discovered", "reach_me", "reference", "sent_on", "bank", "titled", "honorific", "saint", "ungiven",
			"payers", "card", "bare_card", "other_card", "card_given", "debit", "withdrawal", "card_used", "attempt", "machine", "struck", "down", "of_one", "roughly", "mailbox", "numbered", "mandated",
			"due", "nearly", "payer_by", "reports", "singled", "one_of_them", "families", "cheated", "outlay", "means", "coins", "sham", "offered"},
		"words": {"light", "filler", "negation", "break", "ask", "tongue", "head", "plain", "keep", "naming"},
		"times": {"now", "today", "yesterday", "before_yesterday", "last_night", "morning", "noon", "afternoon",
			"evening", "night", "midnight", "ago", "last", "week", "month", "day", "hour", "minute", "half",
			"quarter", "less", "weekend", "since", "monday", "tuesday", "wednesday", "thursday", "friday",
			"saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august",
			"september", "october", "november", "december", "between", "about", "spare", "ordinal", "am", "pm",
			"to", "past", "either", "until", "last_week"},
	}
	weights = map[string]int{"strong": 3, "weak": 1, "against": -3}
)

// load reads locales/words.<lang>.yaml of dir, sorted by language. It returns every
// fault of every file at once, each with file and line.
func load(dir string) ([]*source, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "words.*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("words: list %s: %w", dir, err)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("words: no words.<lang>.yaml in %s", dir)
	}
	sort.Strings(paths)
	var all []*source
	var faults []error
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("words: read: %w", err)
		}
		s, errs := parse(filepath.Base(p), text)
		faults = append(faults, errs...)
		all = append(all, s)
	}
	return all, errors.Join(faults...)
}

// reader of one file: collects what it finds and every fault.
type parser struct {
	file   string
	s      *source
	faults []error
}

func (p *parser) fault(n *yaml.Node, format string, args ...any) {
	p.faults = append(p.faults, fmt.Errorf("%s:%d: %s", p.file, n.Line, fmt.Sprintf(format, args...)))
}

// parse reads one file. The language is the middle part of its name.
func parse(file string, text []byte) (*source, []error) {
	tag := strings.TrimSuffix(strings.TrimPrefix(file, "words."), ".yaml")
	p := &parser{file: file, s: &source{tag: tag, spellings: map[string]string{}, flags: map[string]map[string]bool{},
		numbers: map[string]int{}, about: map[string]int{}, ordinals: map[string]int{}, elided: map[string]string{}, secrets: map[string][]string{}, roles: map[string][]string{}}}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&doc); err != nil {
		return p.s, []error{fmt.Errorf("%s: %w", file, err)}
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return p.s, []error{fmt.Errorf("%s:1: want a mapping of sections", file)}
	}
	root := doc.Content[0]
	// Spellings first: every other phrase is spelt out with them.
	p.each(root, func(key, value *yaml.Node) {
		if key.Value == "spelling" {
			p.spelling(value)
		}
	})
	p.each(root, func(key, value *yaml.Node) {
		switch name := key.Value; name {
		case "spelling":
		case "words":
			p.named(key, value, func(name string, list *yaml.Node) { p.flagged(name, list) })
		case "secrets":
			p.named(key, value, func(name string, list *yaml.Node) {
				p.list(list, func(item *yaml.Node) {
					folded, _ := letters.Fold(item.Value, noLimit)
					p.s.secrets[name] = append(p.s.secrets[name], folded)
				})
			})
		case "roles":
			p.named(key, value, func(name string, list *yaml.Node) {
				p.list(list, func(item *yaml.Node) {
					if w, _ := letters.Fold(item.Value, noLimit); len(letters.Words(w)) != 1 {
						p.fault(item, "roles.%s: want one word, not %q", name, item.Value)
					} else if slices.Contains(p.s.roles[w], name) {
						p.fault(item, "roles.%s: %q stands there twice", name, w)
					} else {
						p.s.roles[w] = append(p.s.roles[w], name)
					}
				})
			})
		case "elisions":
			p.each(value, func(to, list *yaml.Node) {
				p.list(list, func(item *yaml.Node) { p.s.elided[item.Value] = to.Value })
			})
		case "numbers", "collectives", "ordinals":
			into := map[string]map[string]int{"numbers": p.s.numbers, "collectives": p.s.about, "ordinals": p.s.ordinals}[name]
			p.each(value, func(k, list *yaml.Node) {
				n, err := strconv.Atoi(k.Value)
				if err != nil {
					p.fault(k, "%s: %q is no whole number", name, k.Value)
					return
				}
				p.list(list, func(item *yaml.Node) {
					if ws := p.words(item); len(ws) == 1 {
						into[ws[0]] = n
					} else {
						p.fault(item, "%s: want one word, not %q", name, item.Value)
					}
				})
			})
		case "incidents":
			p.named(key, value, func(name string, body *yaml.Node) {
				p.each(body, func(k, list *yaml.Node) {
					w, ok := weights[k.Value]
					if !ok {
						p.fault(k, "incidents.%s: unknown key %q (want strong, weak or against)", name, k.Value)
						return
					}
					p.phrases(list, phrase{section: "incidents", name: name, weight: w})
				})
			})
		case "currencies": // "grammar: currency" are euros
			p.each(value, func(code, list *yaml.Node) {
				p.phrases(list, phrase{section: "grammar", name: "currency", value: code.Value})
			})
		case "facts", "asked", "things":
			p.each(value, func(fact, body *yaml.Node) {
				p.each(body, func(v, list *yaml.Node) {
					p.phrases(list, phrase{section: name, name: fact.Value, value: v.Value})
				})
			})
		default:
			if _, ok := sections[name]; ok {
				p.named(key, value, func(n string, list *yaml.Node) {
					p.phrases(list, phrase{section: name, name: n})
				})
				return
			}
			// Anything else is a dialog: dialog, step, choice, words.
			if value.Kind != yaml.MappingNode {
				p.fault(key, "unknown key %q", name)
				return
			}
			p.each(value, func(step, body *yaml.Node) {
				if body.Kind != yaml.MappingNode {
					p.fault(step, "%s.%s: want choices with their words (is %q a misspelt section?)", name, step.Value, name)
					return
				}
				p.each(body, func(choice, list *yaml.Node) {
					p.phrases(list, phrase{section: "choices", name: name + "." + step.Value + "." + choice.Value})
				})
			})
		}
	})
	p.contradictions()
	return p.s, p.faults
}

// each walks a mapping; a key met twice is a fault.
func (p *parser) each(n *yaml.Node, do func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.fault(n, "want a mapping")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := n.Content[i]; seen[k.Value] {
			p.fault(k, "key %q stands there twice", k.Value)
		} else {
			seen[k.Value] = true
		}
		do(n.Content[i], n.Content[i+1])
	}
}

// named walks a section. Its names are fixed, but where sections lists none.
func (p *parser) named(section, body *yaml.Node, do func(name string, list *yaml.Node)) {
	known := sections[section.Value]
	p.each(body, func(k, v *yaml.Node) {
		if known == nil {
			do(k.Value, v)
			return
		}
		for _, n := range known {
			if n == k.Value {
				do(n, v)
				return
			}
		}
		p.fault(k, "%s: unknown key %q (want one of %s)", section.Value, k.Value, strings.Join(known, ", "))
	})
}

func (p *parser) list(n *yaml.Node, do func(item *yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		p.fault(n, "want a list of words")
		return
	}
	for _, item := range n.Content {
		if item.Kind != yaml.ScalarNode {
			p.fault(item, "want a word or a phrase")
			continue
		}
		do(item)
	}
}

const noLimit = 1 << 20

// words folds and cuts a phrase and spells its words out.
func (p *parser) words(item *yaml.Node) []string {
	folded, hidden := letters.Fold(item.Value, noLimit)
	if hidden {
		p.fault(item, "%q holds invisible or look-alike letters", item.Value)
	}
	var out []string
	spelt := "" // the last word of what was just spelt out: "c est" is not "c est est"
	for _, run := range strings.FieldsFunc(folded, func(r rune) bool { return r == ' ' || r == '\'' || r == '-' }) {
		if n := len(out); n > 0 && out[n-1] == run && spelt == run {
			spelt = ""
			continue
		}
		if to, ok := p.s.spellings[run]; ok {
			out = append(out, strings.Fields(to)...)
			spelt = out[len(out)-1]
			continue
		}
		spelt = ""
		for _, w := range letters.Words(run) {
			if to, ok := p.s.spellings[w]; ok {
				out = append(out, strings.Fields(to)...)
			} else {
				out = append(out, w)
			}
		}
	}
	if len(out) == 0 {
		p.fault(item, "empty word %q", item.Value)
	}
	return out
}

func (p *parser) spelling(n *yaml.Node) {
	p.each(n, func(to, list *yaml.Node) {
		folded, _ := letters.Fold(to.Value, noLimit)
		target := strings.Join(letters.Words(folded), " ")
		if target == "" {
			p.fault(to, "spelling: empty word")
			return
		}
		p.list(list, func(item *yaml.Node) {
			from, _ := letters.Fold(item.Value, noLimit)
			from = strings.TrimSpace(from)
			if from == "" || strings.ContainsAny(from, " '-") {
				p.fault(item, "spelling: %q is not one word", item.Value)
				return
			}
			if from == target {
				return
			}
			if old, ok := p.s.spellings[from]; ok && old != target {
				p.fault(item, "spelling: %q stands for both %q and %q", from, old, target)
				return
			}
			p.s.spellings[from] = target
		})
	})
	// A target that is itself spelt otherwise would depend on the order of look-ups.
	for _, from := range sortedKeys(p.s.spellings) {
		to := p.s.spellings[from]
		for i, w := range strings.Fields(to) {
			// "c" for "c est" begins with itself and is spelt out once.
			if next, ok := p.s.spellings[w]; ok && !(i == 0 && strings.HasPrefix(next, w+" ")) {
				p.fault(n, "spelling: %q is spelt %q, whose %q is spelt %q", from, to, w, next)
			}
		}
	}
}

func (p *parser) flagged(name string, list *yaml.Node) {
	set := p.s.flags[name]
	if set == nil {
		set = map[string]bool{}
		p.s.flags[name] = set
	}
	p.list(list, func(item *yaml.Node) {
		for _, w := range p.words(item) {
			set[w] = true
		}
	})
}

// phrases reads a list of phrases, or {of: [assureur, mutuelle], said: [_ pirate, fuite de _]}: each of
// the first in the place of "_" of each of the second.
func (p *parser) phrases(list *yaml.Node, like phrase) {
	if list.Kind == yaml.MappingNode {
		list = p.paired(list)
	}
	p.list(list, func(item *yaml.Node) {
		ph := like
		ph.words, ph.typed = p.words(item), item.Value
		ph.at = fmt.Sprintf("%s:%d", p.file, item.Line)
		if len(ph.words) > 0 {
			p.s.phrases = append(p.s.phrases, ph)
		}
	})
}

// paired returns as one list what "of" and "said" make together.
func (p *parser) paired(n *yaml.Node) *yaml.Node {
	const place = "_"
	lists := map[string][]*yaml.Node{}
	p.each(n, func(key, list *yaml.Node) {
		if key.Value != "of" && key.Value != "said" || list.Kind != yaml.SequenceNode {
			p.fault(key, "key %q: want a list, or of and said with a list each", key.Value)
			return
		}
		lists[key.Value] = list.Content
	})
	all := &yaml.Node{Kind: yaml.SequenceNode, Line: n.Line}
	if len(lists["of"]) == 0 || len(lists["said"]) == 0 {
		p.fault(n, "want a list, or of and said with a list each")
		return all
	}
	for _, said := range lists["said"] {
		if strings.Count(said.Value, place) != 1 {
			p.fault(said, "%q: want one %s, the place of who or what it is said of", said.Value, place)
			continue
		}
		for _, of := range lists["of"] {
			item := *of
			item.Value = strings.Replace(said.Value, place, of.Value, 1)
			all.Content = append(all.Content, &item)
		}
	}
	return all
}

// exclusive tells which phrases may not stand under two names: those of one group.
func (ph *phrase) group() string {
	switch ph.section {
	case "facts", "asked":
		return ph.section + "." + ph.name
	case "things": // a word may name two things of a kind: those that are offered decide
		return ph.section + "." + ph.name + dotted(ph.value)
	case "signals", "figurative", "whose": // words may tell of two signals, or of whom in two ways
		return ph.section + "." + ph.name
	case "choices":
		return ph.name[:strings.LastIndexByte(ph.name, '.')]
	case "incidents":
		if ph.weight == 3 {
			return "incidents.strong"
		}
		return fmt.Sprintf("incidents.%s.%d", ph.name, ph.weight)
	}
	return ph.section
}

func (p *parser) contradictions() {
	type key struct{ group, text string }
	seen := map[key]*phrase{}
	for i := range p.s.phrases {
		ph := &p.s.phrases[i]
		k := key{ph.group(), strings.Join(ph.words, " ")}
		old, ok := seen[k]
		if !ok {
			seen[k] = ph
			continue
		}
		if old.name == ph.name && old.value == ph.value {
			// Two ways of writing that are the same word to the reader may both stand.
			if old.typed != ph.typed {
				continue
			}
			p.faults = append(p.faults, fmt.Errorf("%s: %s.%s: %q stands there twice (first at %s)", ph.at, ph.section, ph.name, k.text, old.at))
		} else {
			p.faults = append(p.faults, fmt.Errorf("%s: %q means %s%s and %s%s (%s)", ph.at, k.text,
				old.name, dotted(old.value), ph.name, dotted(ph.value), old.at))
		}
	}
}

func dotted(v string) string {
	if v == "" {
		return ""
	}
	return "." + v
}
