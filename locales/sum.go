package locales

import (
	"fmt"
	"strconv"
)

// Sum says a sum in hundredths of a euro for people, "12 400,75 euros", and the hundredths
// only where there are any. The text is sum.whole or sum.cents.
func (c *Catalog) Sum(lang string, cents int64) (string, error) {
	figures := strconv.FormatInt(cents/100, 10)
	for i := len(figures) - 3; i > 0; i -= 3 {
		figures = figures[:i] + " " + figures[i:]
	}
	if cents%100 == 0 {
		return c.Text(lang, "sum.whole", map[string]string{"n": figures})
	}
	return c.Text(lang, "sum.cents", map[string]string{"n": figures, "cents": fmt.Sprintf("%02d", cents%100)})
}
