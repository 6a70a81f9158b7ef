// Cost says what the desk costs on AWS: an idle month, a hundred cases, a national
// day. It reckons from what each thing was measured to ask for (usage.yaml) and from
// dated prices (prices.yaml); what has no price is counted and named.
//
//	go run ./infra/stack/cost [-desks 1] [-set sms_out=0.08,sms_in=0.01]
//
// -set gives prices that an offer names, in US dollars for the unit of the list.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"relais/infra/stack"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("cost", flag.ContinueOnError)
	flags.SetOutput(errs)
	root := flags.String("root", ".", "folder of template.yaml")
	desks := flags.Int("desks", 1, "regions that have a desk")
	set := flags.String("set", "", "prices of your own: name=USD,name=USD")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	b, err := load()
	if err != nil {
		return err
	}
	if err := b.set(*set); err != nil {
		return err
	}
	t, err := stack.Read(os.DirFS(*root), nil)
	if err != nil {
		return err
	}
	return b.write(out, *desks, t.Alarms(*desks))
}

// set replaces prices.
func (b book) set(list string) error {
	for item := range strings.SplitSeq(list, ",") {
		if item == "" {
			continue
		}
		name, value, _ := strings.Cut(item, "=")
		p, known := b.Prices[name]
		usd, err := strconv.ParseFloat(value, 64)
		if !known || err != nil || usd < 0 {
			return fmt.Errorf("-set %s: want the name of a price in prices.yaml and a number of dollars", item)
		}
		p.USD, p.Grade = &usd, "set"
		b.Prices[name] = p
	}
	return nil
}
