// Command try lets an analyst try what Relais understands, without a server.
//
//	go run ./dialogs/try play     a conversation, one message a line
//	go run ./dialogs/try place    one text a line on standard input, the commune it names as JSON
//	go run ./dialogs/try understand    one message a line, what it tells as JSON; understand answer -kind K for answers
package main

import (
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run returns the exit code of a subcommand, 2 if there is none of that name.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) > 0 {
		switch args[0] {
		case "play":
			return playConversation(args[1:], in, out, errs)
		case "place":
			return place(args[1:], in, out, errs)
		case "understand":
			return understandLines(args[1:], in, out, errs)
		}
	}
	fmt.Fprintln(errs, "usage: try play | place | understand")
	return 2
}
