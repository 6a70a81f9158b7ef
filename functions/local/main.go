// Local runs the whole desk in one process: without keys as a demo, with a phone
// and a Slack channel in the browser; with keys as the real thing on one server.
//
//	go run ./functions/local [-addr 127.0.0.1:1717] [-data DIR] [-now RFC3339]
//	go run ./functions/local drill [row …]    what a mayor gets while something is down
//	go run ./functions/local -aws [-addr 127.0.0.1:1717]
//
// With -aws the same demo is served by the functions as they are deployed on AWS,
// behind stand-ins for what AWS gives them. It keeps nothing and has the machine's clock.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"relais/infra/env"
	"relais/infra/env/regions"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	addr, data string
	now        time.Time
	aws        bool
}

func parse(args []string, errs io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("local", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:1717", "address to listen on")
	flags.StringVar(&o.data, "data", "relais-data", "folder of the data, made if it is not there")
	flags.Func("now", "time of the desk's clock, RFC 3339 (demo only)", func(s string) (err error) {
		o.now, err = time.Parse(time.RFC3339, s)
		return err
	})
	flags.BoolVar(&o.aws, "aws", false, "serve the demo by the functions as they are deployed on AWS; run in the repository")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("local: %q is no flag", flags.Arg(0))
	}
	return o, nil
}

// run serves until the context ends. It refuses to start on a configuration with a
// fault and names all of them.
func run(ctx context.Context, args []string, lookup func(string) (string, bool), out, errs io.Writer) error {
	if len(args) > 0 && args[0] == "drill" {
		return drills(ctx, args[1:], out)
	}
	if len(args) > 0 && args[0] == "desk" {
		return terminalDesk(ctx, args[1:], lookup, os.Stdin, out, errs)
	}
	o, err := parse(args, errs)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	config, err := env.Read(lookup, regions.Read)
	if err != nil {
		return err
	}
	if err := permitted(o, config.Live); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	if o.aws {
		waits, _ := lookup("RELAIS_WAITS")
		return runAWS(ctx, listener, config.Waits, waits, out, errs)
	}
	if err := os.MkdirAll(o.data, 0o700); err != nil {
		return err
	}
	h, err := open(ctx, o, config, listener.Addr().String(), slog.New(slog.NewJSONHandler(errs, nil)))
	if err != nil {
		return err
	}
	defer h.close()
	h.greet(out)
	return serve(ctx, listener, h.routes, h.worker.run)
}

// permitted refuses what would put a demo before the world, or a real desk on a made-up clock.
func permitted(o options, live bool) error {
	if live {
		if !o.now.IsZero() {
			return errors.New("-now: only a demo has a clock that can be set")
		}
		if o.aws {
			return errors.New("-aws: only a demo runs so; on AWS itself template.yaml is deployed")
		}
		return nil
	}
	if o.aws && !o.now.IsZero() {
		return errors.New("-now: the functions of -aws have the machine's clock")
	}
	host, _, err := net.SplitHostPort(o.addr)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("-addr %s: a demo listens on a loopback address only, such as 127.0.0.1:1717", o.addr)
	}
	return nil
}

// serve answers requests and works until the context ends, then lets what runs end.
func serve(ctx context.Context, listener net.Listener, routes http.Handler, work func(context.Context)) error {
	server := &http.Server{
		Handler: routes, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	working, stopWorking := context.WithCancel(context.WithoutCancel(ctx))
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		work(working)
	}()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err = server.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
			err = server.Close() // pages that listen for events never end by themselves
		}
	}
	stopWorking()
	<-worked
	return err
}
