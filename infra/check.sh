#!/usr/bin/env bash
# The whole gate, here and in CI.
#
#   infra/check.sh          the short gate
#   infra/check.sh full     adds AWS: store, queues and functions over the wire, bootstraps, the template's linters
#   infra/check.sh long     adds what takes longer: kills, more walks, fuzzing
#
# It needs Go, git, npm and Debian's apt; what else it needs it installs.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:-short}
case $mode in short | full | long) ;; *) echo "usage: infra/check.sh [full|long]" >&2; exit 2 ;; esac

log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
began=$SECONDS
step() { printf '\n== %s (%d s)\n' "$*" $((SECONDS - began)); }

# install PACKAGE COMMAND: the Debian package that brings a command that is missing.
install() {
  command -v "$2" >/dev/null && return
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  [ -e "$log/updated" ] || { $sudo apt-get update -qq && touch "$log/updated"; }
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$1" >"$log/apt" 2>&1 || { cat "$log/apt" >&2; exit 1; }
}

# fonts a page is drawn with, of which a bare Chromium has none.
fonts() {
  fc-list 2>/dev/null | grep -qi 'noto.*emoji' && return
  install fonts-noto-color-emoji no-such-command
  install fonts-noto-core no-such-command
}

# wire PACKAGE ARGS...: tests that need another program run nothing without their
# flag, so it is counted that they ran.
wire() {
  local package=$1
  shift
  go test -count=1 -v "$package" "$@" >"$log/wire" 2>&1 || { cat "$log/wire" >&2; exit 1; }
  local ran
  ran=$(grep -c '^ *--- PASS' "$log/wire" || true)
  [ "$ran" -gt 0 ] || { echo "$package ran no test" >&2; exit 1; }
  grep -E '^ok|^\s*[a-z_]*_test.go:[0-9]+: (measured|walk|[A-Za-z]* by)' "$log/wire" || true
  echo "$package: $ran passed"
}

step "format, vet, modules"
unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || { echo "gofmt: $unformatted" >&2; exit 1; }
go mod tidy -diff
go vet ./...
step "staticcheck"
go tool staticcheck ./...

# The detector makes a test ten times as slow and finds nothing where there is one goroutine: what starts others is run
# with it, in a test or in the code, and all else without.
step "tests of what runs at the same time, with the race detector"
install gcc gcc
concurrent=$(grep -rlE '^\s*go (func|[a-z])|\.Go\(|t\.Parallel\(|intaketest\.|aside\.' --include='*.go' . | xargs -n1 dirname | sort -u | xargs go list)
go test -race $concurrent
step "all other tests"
walks='^(TestWalk|TestRandomConversations)$' # the next step's
go test -skip "$walks" $(go list ./... | grep -vxF "$concurrent")
step "every dialog, walked"
wire ./tests -run "$walks" -args -walk.texts "$log/texts"

step "the simulation"
case $mode in short) seeds=20000 ;; full) seeds=60000 ;; long) seeds=2000000 ;; esac
go test -count=1 -v -timeout 4h ./tests/simulation -args -simulation.seeds "$seeds" -simulation.every 1 -simulation.guided $((seeds / 5)) >"$log/simulation" || { cat "$log/simulation" >&2; exit 1; }
grep 'measured' "$log/simulation"

step "functions build for Lambda"
for arch in arm64 amd64; do
  for function in functions/*/main.go; do
    name=$(basename "$(dirname "$function")")
    [ "$name" = local ] && continue
    GOOS=linux GOARCH=$arch CGO_ENABLED=0 go build -tags lambda.norpc -trimpath -ldflags '-s -w' -o /dev/null "./functions/$name"
    echo "$name $arch"
  done
done

step "segments against an independent calculator"
(cd tests/segments && npm ci --silent --no-audit --no-fund)
wire ./tests/segments -args -segments -segments.texts "$log/texts"

step "a dossier's pages, read by another program"
install poppler-utils pdftotext
wire ./tests/dossier -args -dossier

step "the built program, killed while phones talk to it"
rounds=8
[ "$mode" != long ] || rounds=200
wire ./tests/kill -args -kill -kill.rounds "$rounds"

step "the demo's page and the chat in Chromium"
go test -count=1 -v -run '^TestWeight$' ./functions/chat/widget | grep -o 'measured: .*'
install chromium chromium
fonts
(cd tests/browser && npm ci --silent --no-audit --no-fund)
wire ./tests/browser -skip '^TestOnAWS$' -args -browser "$(command -v chromium)"

step "the functions on AWS, killed at their requests"
infra/standin/account/install.sh
wire ./tests/wire -run '^TestKilled$' -args -wire

if [ "$mode" != short ]; then
  step "the store, the queues and the functions of AWS, over the wire"
  wire ./tests/wire -timeout 20m -skip '^TestKilled$' -args -wire

  step "the demo's page in Chromium, on the functions of AWS"
  wire ./tests/browser -run '^TestOnAWS$' -args -browser "$(command -v chromium)"

  step "bootstraps behind the Runtime API"
  wire ./tests/lambda -args -lambda
  go test ./tests/lambda -run '^$' -bench . -benchtime 1x -args -lambda

  step "the template, for those who wrote its language"
  [ -x .tools/sam/bin/sam ] || {
    install python3-venv no-such-command
    python3 -m venv .tools/sam
    .tools/sam/bin/pip install -q aws-sam-cli==1.170.0 cfn-lint==1.58.0
  }
  .tools/sam/bin/cfn-lint template.yaml infra/stack/region.yaml
  SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=eu-west-3 AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x .tools/sam/bin/sam validate --lint -t template.yaml
fi

if [ "$mode" = long ]; then
  step "the functions on AWS, killed at every request, and at random for ten minutes"
  wire ./tests/wire -timeout 90m -parallel 4 -run '^TestKilled$' -args -wire -wire.every
  wire ./tests/wire -timeout 90m -parallel 4 -run '^(TestTrouble|TestKilledAtRandom)$' -args -wire -wire.rounds 20 -wire.minutes 10

  step "the walk two steps deep, and ten thousand random conversations"
  go test -count=1 -v -timeout 30m ./tests -run 'TestWalk|TestRandom' -args -walk.depth 2 -walks 10000 | grep -vE '^(=== |---)'

  step "two crashes at every pair of calls, and planted faults"
  go test -count=1 -v -timeout 60m -run Pair ./tests/simulation -args -simulation.pairs -simulation.every 1
  wire ./tests/mutants -timeout 120m -args -mutants

  step "fuzzing, a minute each"
  for target in $(grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n1 dirname | sort -u); do
    for name in $(grep -hoE '^func Fuzz[A-Za-z]+' "$target"/*_test.go | cut -d' ' -f2); do
      go test "$target" -run '^$' -fuzz "^$name\$" -fuzztime 60s >"$log/fuzz" 2>&1 || { cat "$log/fuzz" >&2; exit 1; }
      echo "$target $name"
    done
  done
fi

step "$mode gate passed"
