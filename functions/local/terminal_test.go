package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"relais/dialogs/dossier"
	"relais/dialogs/intake"
	"relais/dialogs/play"
)

// TestTheTerminalDesk leads a case of a demo's file from the terminal.
func TestTheTerminalDesk(t *testing.T) {
	dir := t.TempDir()
	h, err := demoHouse(t, dir, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"tous les pc de la mairie ont un message de rancon", "oui"} {
		in := intake.Inbound{Channel: "sms", ID: "SM" + text, From: play.DefaultFrom, To: "+33939000076", Text: text}
		if _, err := h.worker.desk.Take(t.Context(), h.clock.Now(), in); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.worker.office.Hurry(t.Context(), h.clock.Now()); err != nil {
		t.Fatal(err)
	}
	cases, err := h.store.Cases(t.Context(), "76", false, 10)
	if err != nil || len(cases) != 1 {
		t.Fatalf("cases = %v, %v", cases, err)
	}
	code := cases[0].Code
	file := filepath.Join(t.TempDir(), "case.txt")
	packed := filepath.Join(t.TempDir(), "case.zip")
	bad, sum := quarantined(t, h, code)
	holder, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	to, taken := holder.Recipient().String(), filepath.Join(t.TempDir(), "facture.age")
	tests := []struct {
		name, as, typed string
		args            []string
		want            string // in what is printed
	}{
		{"the list", "Camille Exemple", "", []string{"list"}, code},
		{"a stranger", "Nobody", "", []string{"list"}, "pas ce droit"},
		{"a code of no case", "Camille Exemple", "", []string{"claim", "AAA-AAA"}, "Aucun dossier"},
		{"claim, the code typed small and without a hyphen", "Camille Exemple", "", []string{"claim", strings.ToLower(strings.ReplaceAll(code, "-", ""))}, "est à vous"},
		{"who may only read", "Alix Essai", "", []string{"claim", code}, "pas ce droit"},
		{"write before taking over", "Camille Exemple", "oui\n", []string{"write", code, "Bonjour"}, "intervenez d'abord"},
		{"take over", "Camille Exemple", "", []string{"takeover", code}, "le robot se tait"},
		{"a text that is not confirmed", "Camille Exemple", "non\n", []string{"write", code, "Bonjour"}, "Rien n'est parti"},
		{"a text at the end of what is typed", "Camille Exemple", "", []string{"write", code, "Bonjour"}, "Rien n'est parti"},
		{"a text that is confirmed", "Camille Exemple", "oui\n", []string{"write", code, "Bonjour, êtes-vous là ?"}, "il part"},
		{"what happened", "Camille Exemple", "", []string{"show", code}, "Camille Exemple (waiting): Bonjour, etes-vous là ?"},
		{"the reference of 17Cyber", "Camille Exemple", "", []string{"correct", code, "ref17", "17Cyber", "CYB", "2026-0118"}, "C'est corrigé"},
		{"one that is too long", "Camille Exemple", "", []string{"correct", code, "ref17", strings.Repeat("A1", 21)}, "de 4 à 40"},
		{"a number of computers that is none", "Camille Exemple", "", []string{"correct", code, "computers", "beaucoup"}, "n'existe pas"},
		{"the reference beside the doors", "Camille Exemple", "", []string{"show", code}, "Référence 17Cyber : CYB 2026-0118"},
		{"close with too little", "Camille Exemple", "", []string{"close", code, "ransomware"}, "il manque"},
		{"export", "Camille Exemple", "", []string{"export", code, "amber"}, `"kind": "takeover"`},
		{"export to a file, to read", "Camille Exemple", "", []string{"export", code, "amber", file}, "Dossier exporté"},
		{"export as it is handed over", "Camille Exemple", "", []string{"export", code, "amber", packed}, "Empreinte : "},
		{"what was left", "Camille Exemple", "", []string{"show", code}, "quarantined=yes sum=" + intake.Shown(sum)},
		{"taken out by who has no right to", "Sacha Modèle", "", []string{"extract", code, sum, to, taken}, "pas ce droit"},
		{"taken out under a name that something opens", "Camille Exemple", "", []string{"extract", code, sum, to, "facture.exe"}, "Rien n'est sorti"},
		{"taken out for a key that is none", "Camille Exemple", "", []string{"extract", code, sum, "age1", taken}, "Rien n'est sorti"},
		{"taken out under too little of a digest", "Camille Exemple", "", []string{"extract", code, sum[:8], to, taken}, "n'a cette empreinte"},
		{"taken out", "Camille Exemple", "", []string{"extract", code, intake.Shown(sum), to, taken}, "SHA-256 " + sum},
		{"that it was taken out", "Camille Exemple", "", []string{"show", code}, "[extract] bytes=" + strconv.Itoa(len(bad)) + " key=" + to + " sum=" + sum},
		{"export with what is in quarantine left out", "Camille Exemple", "", []string{"export", code, "amber", packed + "3.zip"}, "Empreinte : "},
		{"export by who may only read", "Alix Essai", "", []string{"export", code, "amber", packed + "2.zip"}, "pas ce droit"},
		{"what was refused", "Camille Exemple", "", []string{"refusals"}, "right      claim"},
		{"what was refused another day", "Camille Exemple", "", []string{"refusals", "2020-01-01"}, "Refus : 0"},
		{"what was refused, to who has no right", "Nobody", "", []string{"refusals"}, "pas ce droit"},
		{"nobody's cases", "Sacha Modèle", "", []string{"mine"}, "Aucun dossier"},
		{"the counts", "Camille Exemple", "", []string{"today"}, "Ouverts : 1"},
		{"a deadline that is far", "Camille Exemple", "", []string{"ending"}, "dossier"},
		{"passed on without consent", "Camille Exemple", "", []string{"pass", code, "region", "53", "", "à", "voir"}, "accord"},
		{"related to itself", "Camille Exemple", "", []string{"relate", code, code}, "ne peuvent pas"},
		{"erased without a reason", "Camille Exemple", code + "\n", []string{"erase", code}, "Dites pourquoi"},
		{"erased with another code", "Camille Exemple", "AAA-AAA\n", []string{"erase", code, "request"}, "deux fois le code"},
		{"erased and thought better of", "Camille Exemple", "", []string{"erase", code, "request"}, "Rien n'est effacé"},
		{"erased by who may only read", "Alix Essai", code + "\n", []string{"erase", code, "request"}, "pas ce droit"},
		{"erased", "Camille Exemple", code + "\n", []string{"erase", code, "request"}, "est effacé"},
		{"what is erased is not shown", "Camille Exemple", "", []string{"show", code}, "a été effacé"},
		{"no command", "Camille Exemple", "", nil, "COMMANDE"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			args := append([]string{"-data", dir, "-as", tt.as}, tt.args...)
			unset := func(string) (string, bool) { return "", false }
			if err := terminalDesk(t.Context(), args, unset, strings.NewReader(tt.typed), &out, &errs); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), tt.want) {
				t.Errorf("printed %q, want %q in it", out.String(), tt.want)
			}
		})
	}
	sealed, err := os.Open(taken)
	if err != nil {
		t.Fatal(err)
	}
	defer sealed.Close()
	opened, err := age.Decrypt(sealed, holder)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(opened); err != nil || !bytes.Equal(got, bad) {
		t.Errorf("what was taken out holds %q, %v", got, err)
	}
	if info, err := os.Stat(taken); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("who may read what was taken out: %v, error %v", info.Mode(), err)
	}
	whole, err := zip.OpenReader(packed + "3.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	for _, entry := range whole.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if held, err := io.ReadAll(r); err != nil || bytes.Contains(held, bad) {
			t.Errorf("%s of the dossier holds what is in quarantine, %v", entry.Name, err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.HasPrefix(string(text), "TLP:AMBER · Dossier "+code) || !strings.Contains(string(text), "Bonjour, etes-vous là ?") {
		t.Errorf("the file says %q, error %v", text, err)
	}
	data, err := os.ReadFile(packed)
	if r, bad := dossier.Check(data, ""); err != nil || bad != nil || len(r.Faults) > 0 || r.Code != code {
		t.Errorf("the dossier: %+v, %v, %v", r, bad, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("who may read it: %v, error %v", info.Mode(), err)
	}
}

// quarantined leaves a file that may do harm in a case, and returns its bytes and its digest.
func quarantined(t *testing.T, h *house, code string) ([]byte, string) {
	t.Helper()
	bad := []byte("MZ, a program that calls itself an invoice")
	sum := sha256.Sum256(bad)
	k := intake.Kept{
		Kind: intake.KeptFile, Name: "facture.pdf.exe", Type: "application/octet-stream", Bytes: int64(len(bad)), SHA256: hex.EncodeToString(sum[:]),
		Blob: "0123456789abcdef-file", Quarantined: true,
	}
	desk := h.worker.desk
	key := intake.Key{Channel: "sms", Address: desk.Keys.Address("sms", play.DefaultFrom)}
	head, err := desk.Log.Head(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := desk.Keys.Seal(head.Case, []byte(k.Blob), desk.Chance, bad)
	if err != nil {
		t.Fatal(err)
	}
	if err := desk.Files.Put(t.Context(), k.Blob, sealed); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Amend(t.Context(), h.clock.Now(), key, "files "+code, func(a *intake.Amendment) error {
		a.Receive(k)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return bad, k.SHA256
}
