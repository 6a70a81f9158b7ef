package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/locales/load"
)

func TestOwnersAreFresh(t *testing.T) {
	list, err := load.Listed(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	want, err := owners(list)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", file))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is not what languages.yaml says; run go run ./locales/owners (-want +got):\n%s", file, diff)
	}
}

func TestOwners(t *testing.T) {
	list := load.List{Analysts: "@org/analysts", Languages: []load.Entry{{Tag: "fr", Lead: "@org/fr"}, {Tag: "br", Lead: "@someone"}}}
	got, err := owners(list)
	if err != nil {
		t.Fatal(err)
	}
	want := `# Generated from locales/languages.yaml by go run ./locales/owners. DO NOT EDIT.
/dialogs/*.yaml            @org/analysts
/dialogs/directory/*.yaml  @org/analysts
/tests/conversations/      @org/analysts
*.fr.yaml                  @org/fr
*.br.yaml                  @someone
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("owners (-want +got):\n%s", diff)
	}
}

func TestOwnersRefuses(t *testing.T) {
	fr := load.Entry{Tag: "fr", Lead: "@org/fr"}
	for _, tt := range []struct {
		name, want string
		list       load.List
	}{
		{"no analysts", "analysts", load.List{Languages: []load.Entry{fr}}},
		{"a language without a lead", "language en: lead", load.List{Analysts: "@org/a", Languages: []load.Entry{fr, {Tag: "en"}}}},
		{"a handle without its sign", "language fr: lead", load.List{Analysts: "@org/a", Languages: []load.Entry{{Tag: "fr", Lead: "org/fr"}}}},
		{"two handles in one", "analysts", load.List{Analysts: "@org/a @org/b", Languages: []load.Entry{fr}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := owners(tt.list)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("owners = %v, want a fault that names %q", err, tt.want)
			}
		})
	}
}
