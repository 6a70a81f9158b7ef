package mutants

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	asked = flag.Bool("mutants", false, "run the tests of this package")
	seeds = flag.Int("mutants.seeds", 20_000, "within how many seeds a planted fault is to be found")
	only  = flag.String("mutants.only", "", "plant this one alone")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if *asked {
		os.Exit(m.Run())
	}
}

// broke finds the seed and what it breaks in what the simulation says.
var broke = regexp.MustCompile(`-simulation\.seed (\d+)\n\s+(.*)`)

func TestEveryMutantIsFound(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	caught, slowest := 0, 0
	for _, m := range Planted {
		if *only != "" && m.Name != *only {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			path := filepath.Join(root, m.File)
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(source), m.Text); n != 1 {
				t.Fatalf("%s has %q %d times, want once", m.File, m.Text, n)
			}
			dir := t.TempDir()
			planted, overlay := filepath.Join(dir, "planted.go"), filepath.Join(dir, "overlay.json")
			replaced, err := json.Marshal(map[string]map[string]string{"Replace": {path: planted}})
			if err != nil {
				t.Fatal(err)
			}
			for name, text := range map[string]string{planted: strings.Replace(string(source), m.Text, m.Instead, 1), overlay: string(replaced)} {
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			run := exec.Command("go", "test", "-vet=off", "-count=1", "-timeout=0", "-overlay", overlay, "-run", "^TestSwarm$", "relais/tests/simulation",
				"-args", "-simulation.stop", "-simulation.rule", m.Rule, fmt.Sprint("-simulation.seeds=", *seeds))
			run.Dir = root
			said, err := run.CombinedOutput()
			found := broke.FindStringSubmatch(string(said))
			switch {
			case err == nil:
				t.Errorf("%s does not find it within %d seeds", m.Rule, *seeds)
			case found == nil:
				t.Fatalf("%v\n%s", err, said)
			default:
				caught++
				if seed, err := strconv.Atoi(found[1]); err == nil {
					slowest = max(slowest, seed)
				}
				t.Logf("measured: %-45s %-8s seed %5s of %d: %.120s", m.Name, m.Rule, found[1], *seeds, found[2])
			}
		})
	}
	t.Logf("measured: %d of %d planted faults are found, the last by seed %d", caught, len(Planted), slowest)
}
