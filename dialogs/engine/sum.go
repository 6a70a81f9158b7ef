package engine

import (
	"fmt"
	"strconv"
	"strings"
)

// IsSum is the kind of a fact that is a sum of money: "12400", or with its cents "12400.75".
const IsSum = "sum"

// Sum writes a sum in hundredths, 0 or more, as the value of a fact.
func Sum(cents int64) string {
	if cents%100 == 0 {
		return strconv.FormatInt(cents/100, 10)
	}
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}

// Cents reads the value of a fact that is a sum, in hundredths; false for anything else.
func Cents(value string) (int64, bool) {
	whole, part, _ := strings.Cut(value, ".")
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil || n < 0 || Sum(n) != value {
		return 0, false
	}
	return n, true
}
