// Fallback writes the first aid that the carrier itself hosts, for when nothing of
// ours answers: the documents beside the stack, and their copies among the outputs
// of template.yaml.
//
//	go generate ./infra/twilio
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"relais/infra/twilio"
	"relais/locales"
)

// Where the documents lie, from infra/twilio.
const (
	folder   = "../stack/fallback"
	template = "../../template.yaml"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "fallback:", err)
		os.Exit(1)
	}
}

func write() error {
	stack, err := os.ReadFile(template)
	if err != nil {
		return err
	}
	for name, render := range map[string]func(*locales.Catalog) ([]byte, error){
		"sms.xml": twilio.FirstAidSMS, "voice.xml": twilio.FirstAidVoice,
	} {
		document, err := render(locales.Default())
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), append(document, '\n'), 0o644); err != nil {
			return err
		}
		copied := regexp.MustCompile(`(?m)^    Value: .* # ` + regexp.QuoteMeta(name) + `$`)
		if len(copied.FindAll(stack, -1)) != 1 {
			return fmt.Errorf("%s: no output for %s", template, name)
		}
		quoted := append(append([]byte("    Value: '"), bytes.ReplaceAll(document, []byte("'"), []byte("''"))...), "' # "+name...)
		stack = copied.ReplaceAllLiteral(stack, quoted)
	}
	return os.WriteFile(template, stack, 0o644)
}
