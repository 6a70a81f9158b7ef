// Package dossier prints the documents of a case as PDF, with a font of its own, so that
// a page looks the same everywhere. The same document and instant give the same bytes.
package dossier

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"

	"relais/dialogs/dossier"
)

// DejaVu: Latin with all its accents, Greek, Cyrillic. The licence is in fonts/LICENSE.
var (
	//go:embed fonts/DejaVuSansCondensed.ttf
	regular []byte
	//go:embed fonts/DejaVuSansCondensed-Bold.ttf
	bold []byte
)

// Measures of a page, in millimetres, and sizes, in points.
const (
	margin  = 18.0
	top     = 16.0
	bottom  = 20.0
	label   = 52.0 // width of the column of labels
	gap     = 3.0
	line    = 4.6 // height of a line of text
	small   = 3.9 // and of one in small print
	written = 6.2 // and of one to write on
	textPt  = 9.5
	smallPt = 8.0
	box     = 2.8
)

// Grey and ink, in RGB.
var (
	ink  = [3]int{20, 24, 32}
	grey = [3]int{96, 104, 116}
	rule = [3]int{176, 184, 196}
)

const font = "dejavu"

// pages stands for the number of pages until it is known. No text holds a no-break space,
// see dossier.Visible.
const pages = "{\u00a0}"

// PDF prints a document, as a dossier.Printer. made stands in its metadata.
func PDF(d dossier.Document, made time.Time) (data []byte, count int, err error) {
	p := &printer{Fpdf: fpdf.New("P", "mm", "A4", ""), doc: d}
	p.SetCatalogSort(true)
	p.SetCreationDate(made.UTC())
	p.SetModificationDate(made.UTC())
	p.SetProducer("Relais", true)
	p.SetTitle(p.drawn(d.Title), true)
	p.SetLang(d.Lang)
	p.AddUTF8FontFromBytes(font, "", regular)
	p.AddUTF8FontFromBytes(font, "B", bold)
	p.SetMargins(margin, top, margin)
	p.SetAutoPageBreak(true, bottom)
	p.AliasNbPages(pages)
	p.SetFooterFunc(p.foot)
	p.AddPage()
	p.head()
	for _, s := range d.Sections {
		p.section(s)
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, 0, fmt.Errorf("print %s: %w", d.File, err)
	}
	return b.Bytes(), p.PageCount(), nil
}

type printer struct {
	*fpdf.Fpdf
	doc dossier.Document
}

func (p *printer) colour(c [3]int) { p.SetTextColor(c[0], c[1], c[2]) }

func (p *printer) width() float64 {
	w, _ := p.GetPageSize()
	return w - 2*margin
}

func (p *printer) head() {
	p.colour(ink)
	p.SetFont(font, "B", 15)
	p.MultiCell(0, 7, p.drawn(p.doc.Title), "", "L", false)
	p.SetFont(font, "", smallPt)
	p.colour(grey)
	p.MultiCell(0, small, p.drawn(p.doc.Lead), "", "L", false)
	p.Ln(1)
}

func (p *printer) foot() {
	p.SetY(-bottom + 6)
	p.SetFont(font, "", 7.5)
	p.colour(grey)
	p.CellFormat(p.width()-16, 4, p.drawn(p.doc.Foot), "", 0, "L", false, 0, "")
	p.CellFormat(16, 4, fmt.Sprintf("%d / %s", p.PageNo(), pages), "", 0, "R", false, 0, "")
}

// room begins a new page unless so much of this one is left.
func (p *printer) room(height float64) {
	_, page := p.GetPageSize()
	if p.GetY()+height > page-bottom {
		p.AddPage()
	}
}

func (p *printer) section(s dossier.Section) {
	p.room(18) // a heading never stands alone at the foot of a page
	p.Ln(2)
	p.SetFont(font, "B", 10.5)
	p.colour(ink)
	p.MultiCell(0, 5.2, p.drawn(s.Title), "", "L", false)
	p.SetDrawColor(rule[0], rule[1], rule[2])
	p.SetLineWidth(0.2)
	p.Line(margin, p.GetY()+0.3, margin+p.width(), p.GetY()+0.3)
	p.Ln(1.4)
	for _, i := range s.Items {
		p.item(i)
	}
}

func (p *printer) item(i dossier.Item) {
	value := p.drawn(i.Value)
	switch i.Form {
	case dossier.Field:
		p.field(p.drawn(i.Label), value, i.Mono)
	case dossier.Blank:
		p.blank(p.drawn(i.Label), i.Lines)
	case dossier.Quote:
		p.SetFont(font, "", smallPt)
		p.room(small * 2)
		p.colour(grey)
		p.MultiCell(0, small, p.drawn(i.Label), "", "L", false)
		p.indented(value, 3)
	case dossier.Point:
		p.marked("–", value)
	case dossier.Box:
		p.marked("", value)
	case dossier.Note:
		p.SetFont(font, "", smallPt)
		p.colour(grey)
		p.MultiCell(0, small, value, "", "L", false)
	}
}

// field writes a label and, beside it, what is known. The two columns break lines and
// pages each for itself, so the label is written first and the higher of them counts.
func (p *printer) field(name, value, mono string) {
	p.SetFont(font, "", textPt)
	value = p.parted(value, p.width()-label-gap)
	lines := len(p.SplitText(value, p.width()-label-gap)) + len(mono)/64
	p.room(float64(min(lines, 4)) * line)
	y, page := p.GetY(), p.PageNo()
	p.label(name)
	under, on := p.GetY(), p.PageNo()
	p.SetPage(page)
	p.SetXY(margin+label+gap, y)
	p.SetLeftMargin(margin + label + gap)
	p.SetFont(font, "", textPt)
	p.colour(ink)
	p.MultiCell(0, line, value, "", "L", false)
	if mono != "" {
		p.SetFont(font, "", 7)
		p.colour(grey)
		p.MultiCell(0, 3.4, "SHA-256 "+mono, "", "L", false)
	}
	p.SetLeftMargin(margin)
	if p.PageNo() == on && p.GetY() < under {
		p.SetY(under)
	}
	p.SetX(margin)
	p.Ln(0.5)
}

func (p *printer) label(text string) {
	p.SetFont(font, "", smallPt)
	p.colour(grey)
	p.SetX(margin)
	p.MultiCell(label, line, text, "", "L", false)
}

// blank leaves room to write on dotted lines.
func (p *printer) blank(name string, count int) {
	height := float64(count) * written
	p.SetFont(font, "", smallPt)
	lines := float64(len(p.SplitText(name, label)))
	p.room(max(height, lines*line))
	y := p.GetY()
	p.label(name)
	p.SetDrawColor(grey[0], grey[1], grey[2])
	p.SetLineWidth(0.2)
	p.SetDashPattern([]float64{0.3, 1}, 0)
	for i := range count {
		p.Line(margin+label+gap, y+float64(i+1)*written-1.2, margin+p.width(), y+float64(i+1)*written-1.2)
	}
	p.SetDashPattern(nil, 0)
	p.SetY(max(y+height, p.GetY()))
	p.Ln(0.3)
}

// marked writes a point of a list: a mark, or a box to tick, and the text beside it.
func (p *printer) marked(mark, text string) {
	p.SetFont(font, "", textPt)
	p.room(line)
	if mark == "" {
		p.SetDrawColor(grey[0], grey[1], grey[2])
		p.SetLineWidth(0.25)
		p.Rect(margin+0.5, p.GetY()+(line-box)/2, box, box, "D")
	} else {
		p.colour(grey)
		p.CellFormat(5, line, mark, "", 0, "L", false, 0, "")
	}
	p.SetX(margin + 5)
	p.indented(text, 5)
}

func (p *printer) indented(text string, by float64) {
	p.SetLeftMargin(margin + by)
	p.SetX(margin + by)
	p.SetFont(font, "", textPt)
	p.colour(ink)
	p.MultiCell(0, line, p.parted(text, p.width()-by), "", "L", false)
	p.SetLeftMargin(margin)
	p.SetX(margin)
}

// parted breaks words that are wider than a line behind a sign of an address, which would be
// broken within a word.
func (p *printer) parted(text string, width float64) string {
	width -= 2 * p.GetCellMargin()
	words := strings.Split(text, " ")
	for i, word := range words {
		if p.GetStringWidth(word) <= width {
			continue
		}
		var lines []string
		for line := word; line != ""; {
			end := len(line)
			for end > 0 && p.GetStringWidth(line[:end]) > width {
				end = strings.LastIndexAny(line[:end-1], "/-") + 1
			}
			if end == 0 { // nowhere
				end = len(line)
			}
			lines, line = append(lines, line[:end]), line[end:]
		}
		words[i] = strings.Join(lines, "\n")
	}
	return strings.Join(words, " ")
}

// drawn is a text with only letters that the font draws. A run of others is replaced by
// the document's words for it; the log holds them as they were written.
func (p *printer) drawn(text string) string {
	var b strings.Builder
	foreign := false
	for _, r := range text {
		switch {
		case drawable(r):
			foreign = false
			b.WriteRune(r)
		case !foreign:
			foreign = true
			b.WriteString(p.doc.Foreign)
		}
	}
	return b.String()
}

// drawable reports a letter that the font has and that is written from left to right
// without changing its shape beside others.
func drawable(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return false
	case r < 0x250, r >= 0x1e00 && r < 0x1f00, r >= 0x2010 && r < 0x2028, r >= 0x2030 && r < 0x205f, r >= 0x20a0 && r < 0x20c0, r >= 0x2190 && r < 0x2200:
		return true
	}
	return unicode.In(r, unicode.Greek, unicode.Cyrillic) && r < 0x2000
}
