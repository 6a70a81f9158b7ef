package mutants

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// traces finds what a swarm says of the traces of all its seeds together.
var traces = regexp.MustCompile(`traces ([0-9a-f]{16})`)

// TestTwoBuildsRunAlike: the same seeds give the same traces in a program that was built
// otherwise, with other paths in it and nothing of ours inlined.
func TestTwoBuildsRunAlike(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for name, flags := range map[string][]string{
		"as it is built": {"-trimpath"},
		"otherwise":      {"-trimpath=false", "-gcflags=relais/...=-l"},
	} {
		program := filepath.Join(t.TempDir(), "simulation.test")
		build := exec.Command("go", append(append([]string{"test", "-c", "-vet=off", "-o", program}, flags...), "relais/tests/simulation")...)
		build.Dir = root
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		run := exec.Command(program, "-test.run", "^TestSwarm$", "-test.v", "-simulation.seeds", "200")
		run.Dir = filepath.Join(root, "tests", "simulation")
		out, err := run.CombinedOutput()
		found := traces.FindSubmatch(out)
		if err != nil || found == nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		said[name] = string(found[1])
	}
	if said["as it is built"] != said["otherwise"] {
		t.Errorf("traces of 200 seeds: %v", said)
	}
	t.Logf("measured: two builds, 200 seeds, traces %v", said)
}
