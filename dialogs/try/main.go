// Command try lets an analyst try what Relais understands, without a server.
//
//	go run ./dialogs/try play          a conversation, one message a line
//	go run ./dialogs/try understand    one first message a line: what it is about, and why
//	go run ./dialogs/try answer        one answer a line: what it means under a kind of question
//	go run ./dialogs/try place         one text a line: the commune it names
//	go run ./dialogs/try score FILE    how many labelled answers of a file are read rightly
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
		case "answer":
			return answerLines(args[1:], in, out, errs)
		case "score":
			return scoreAnswers(args[1:], out, errs)
		}
	}
	fmt.Fprintln(errs, "usage: try play | understand | answer | place | score")
	return 2
}
