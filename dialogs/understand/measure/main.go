// Command measure reads labelled first messages and prints how well they are understood:
// harmful confusions first, then accuracy, right within two, macro-F1, calibration and
// the confusions.
//
//	go run ./dialogs/understand/measure [-all] [file ...]
//
// Without files it reads the development set. A line is "incident type | text".
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	all := flag.Bool("all", false, "print every line that is read wrongly")
	flag.Parse()
	files := flag.Args()
	if len(files) == 0 {
		files = []string{"dialogs/understand/testdata/dev.txt"}
	}
	for _, name := range files {
		lines, err := load(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		measure(lines).write(os.Stdout, name, *all)
	}
}
