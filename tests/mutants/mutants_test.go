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
	asked = flag.Bool("mutants", false, "plant the faults, and look whether each is found")
	seeds = flag.Int("mutants.seeds", 20_000, "within how many seeds a planted fault is to be found")
	only  = flag.String("mutants.only", "", "plant this one alone")
)

// TestMain runs what is quick, and the rest only if asked.
func TestMain(m *testing.M) {
	flag.Parse()
	if !*asked {
		if err := flag.Set("test.run", "^TestEachCanBePlanted$"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// TestEachCanBePlanted: the text that a fault takes the place of stands in its file, once.
func TestEachCanBePlanted(t *testing.T) {
	for _, m := range Planted {
		source, err := os.ReadFile(filepath.Join("../..", m.File))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(source), m.Text); n != 1 {
			t.Errorf("%s: %s has %q %d times, want once", m.Name, m.File, m.Text, n)
		}
	}
}

// broke finds the seed and what it breaks in what the simulation says.
var broke = regexp.MustCompile(`-simulation\.seed (\d+)\n\s+(.*)`)

// taped finds the tape by which a rule is broken, and how.
func taped(rule string) *regexp.Regexp {
	return regexp.MustCompile(`-run TestCorpus/(\S+)\n(?:\s+[^\n]+\n)*?\s+(` + regexp.QuoteMeta(rule) + `: .*)`)
}

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
			simulate := func(args ...string) (string, error) {
				run := exec.Command("go", append([]string{"test", "-v", "-vet=off", "-count=1", "-timeout=0", "-overlay", overlay, "relais/tests/simulation"}, args...)...)
				run.Dir = root
				said, err := run.CombinedOutput()
				return string(said), err
			}
			said, err := simulate("-run", "^TestSwarm$", "-args", "-simulation.stop", "-simulation.rule", m.Rule, fmt.Sprint("-simulation.seeds=", *seeds))
			found := broke.FindStringSubmatch(said)
			switch {
			case err == nil: // what chance seldom meets has a tape
				said, _ = simulate("-run", "^TestCorpus$")
				if found = taped(m.Rule).FindStringSubmatch(said); found == nil {
					t.Errorf("%s does not find it within %d seeds, nor by a tape", m.Rule, *seeds)
					return
				}
				caught++
				t.Logf("measured: %-45s %-8s by the tape %s: %.120s", m.Name, m.Rule, found[1], found[2])
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
	t.Logf("measured: %d of %d planted faults are found, the last of a seed by %d", caught, len(Planted), slowest)
}
