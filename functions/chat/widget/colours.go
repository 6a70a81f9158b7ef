package widget

import (
	"fmt"
	"math"
	"strconv"
)

// Palette are the colours that a site may choose, light and dark, as #rrggbb.
type Palette struct {
	Accent     string `json:"accent"`
	OnAccent   string `json:"on_accent"`
	DarkAccent string `json:"dark_accent"`
	OnDark     string `json:"on_dark_accent"`
}

// The panels that an accent is read on, as in frame.css, and what is written on it.
const (
	lightPanel = "#ffffff"
	darkPanel  = "#1a2025"
	lightInk   = "#ffffff"
	darkInk    = "#10171b"
)

// readable is the least contrast of text.
// Source: WCAG 2.2, success criterion 1.4.3.
const readable = 4.5

// Colours works out the palette of an accent; empty is the desk's own. On dark panels
// the accent is lightened until it can be read. It refuses what is no colour (#rrggbb)
// and an accent that cannot be read as text on white.
func Colours(accent string) (Palette, error) {
	if accent == "" {
		return Palette{"#12606b", lightInk, "#7cc6d0", darkInk}, nil
	}
	c, err := parse(accent)
	if err != nil {
		return Palette{}, err
	}
	if got := contrast(c, must(lightPanel)); got < readable {
		return Palette{}, fmt.Errorf("colour %s: contrast %.2f on white, at least %.1f is needed", accent, got, readable)
	}
	dark := c
	for contrast(dark, must(darkPanel)) < readable+1 {
		for i := range dark {
			dark[i] += (1 - dark[i]) / 8
		}
	}
	return Palette{accent, on(c), dark.String(), on(must(dark.String()))}, nil
}

// on is the ink that is read best on a colour.
func on(c rgb) string {
	if contrast(c, must(lightInk)) >= contrast(c, must(darkInk)) {
		return lightInk
	}
	return darkInk
}

// rgb is a colour in sRGB, each part 0 to 1.
type rgb [3]float64

func parse(s string) (rgb, error) {
	n, err := strconv.ParseUint(s[min(1, len(s)):], 16, 32)
	if err != nil || len(s) != 7 || s[0] != '#' {
		return rgb{}, fmt.Errorf("colour %q: want #rrggbb", s)
	}
	return rgb{float64(n>>16) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}, nil
}

// must is parse for the colours of this file.
func must(s string) rgb {
	c, err := parse(s)
	if err != nil {
		panic(err)
	}
	return c
}

func (c rgb) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(c[0]*255+.5), int(c[1]*255+.5), int(c[2]*255+.5))
}

// contrast is 1 to 21, the same either way round.
// Source: WCAG 2.2, definitions "contrast ratio" and "relative luminance".
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (c rgb) luminance() float64 {
	l := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := c[i] / 12.92
		if c[i] > 0.04045 {
			v = math.Pow((c[i]+0.055)/1.055, 2.4)
		}
		l += weight * v
	}
	return l
}
