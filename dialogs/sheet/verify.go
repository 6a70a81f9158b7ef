package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"relais/dialogs/dossier"
)

// verify checks a dossier and says what it holds and everything that was changed. It
// returns 0 if the fingerprint holds all of it, 1 if anything does not fit or no
// fingerprint was given, 2 for arguments, 3 if it is an older one of the same case, which
// holds a part of it. Whoever checks has this program and the file,
// and trusts neither.
func verify(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("sheet verify", flag.ContinueOnError)
	flags.SetOutput(errs)
	head := flags.String("head", "", "fingerprint that the reporter received, 12-7F3A-91C0-55E2-0B1D-9A3C")
	var name string
	for {
		switch err := flags.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			return 0
		case err != nil:
			return 2
		}
		if flags.NArg() == 0 {
			break
		}
		if name != "" {
			fmt.Fprintf(errs, "sheet verify: one dossier at a time, not %q and %q\n", name, flags.Arg(0))
			return 2
		}
		name, args = flags.Arg(0), flags.Args()[1:]
	}
	if name == "" {
		fmt.Fprintln(errs, "sheet verify: which dossier?")
		return 2
	}
	data, err := os.ReadFile(name)
	if err != nil {
		fmt.Fprintf(errs, "sheet verify: %v\n", err)
		return 2
	}
	r, err := dossier.Check(data, *head)
	if err != nil {
		fmt.Fprintf(errs, "sheet verify: -head: %v\n", err)
		return 2
	}
	return report(r, *head, out)
}

// report prints what was found. Names are those of the dossier: they are shown quoted, so
// that nothing in them is a command to the terminal.
func report(r dossier.Report, head string, out io.Writer) int {
	fmt.Fprintf(out, "dossier %q, made %s, %d turns", r.Code, r.Made.Format(time.RFC3339), r.Turns)
	if r.Erased > 0 {
		fmt.Fprintf(out, ", %d of them erased", r.Erased)
	}
	fmt.Fprintf(out, ", %d parts withheld\n", r.Hidden)
	for _, e := range r.Items {
		fmt.Fprintf(out, "  %s  %9d  %q\n", e.SHA256, e.Bytes, e.Name)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(out, "CHANGED %q: %q\n", f.What, f.Detail)
	}
	switch {
	case len(r.Faults) > 0:
		fmt.Fprintln(out, "REFUSED")
	case r.Held:
		fmt.Fprintf(out, "HELD by the fingerprint %s: nothing was changed\n", head)
		return 0
	case r.Older > 0:
		fmt.Fprintf(out, "OLDER FINGERPRINT: everything up to turn %d is unchanged. It says nothing of what came after, nor of the documents;\nfor all of it use the one that the reporter received after the download\n", r.Older)
		return 3
	default:
		fmt.Fprintf(out, "It fits in itself, and proves nothing: whoever makes it anew makes it fit.\nGive -head the fingerprint that the reporter received; this one has %s\n", r.Print)
	}
	return 1
}
