#!/usr/bin/env bash
# Installs under .tools/ the servers that play AWS's table and queues on this machine:
#
#   .tools/dynamodb   Amazon's DynamoDB Local, as the npm package
#                     amplify-dynamodb-simulator carries it. The jar has Amazon's own
#                     licence: a tool for development, not to be passed on.
#   .tools/sqs        fauxqs, an SQS server, and the Node it needs
#
# Versions and checksums are pinned here and in package-lock.json. A second run does
# nothing. It needs npm and, if there is no Java, Debian's apt.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$here/../../.." && pwd)/.tools
mkdir -p "$tools"

simulator=amplify-dynamodb-simulator@2.9.30
simulator_sha512=xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==

if ! command -v java >/dev/null; then
  command -v apt-get >/dev/null || { echo "install: Java is missing: install a Java 17 runtime" >&2; exit 1; }
  sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
fi

# Each tool is built beside its place and moved there whole, so that a run that was
# cut short leaves nothing that looks installed.
half=$(mktemp -d "$tools/half.XXXXXX")
trap 'rm -rf "$half"' EXIT

if [ "$(cat "$tools/dynamodb/pinned" 2>/dev/null)" != "$simulator" ]; then
  (cd "$half" && npm pack --silent "$simulator" >/dev/null)
  got=$(openssl dgst -sha512 -binary "$half"/*.tgz | base64 -w0)
  [ "$got" = "$simulator_sha512" ] || { echo "install: $simulator has another checksum: $got" >&2; exit 1; }
  tar xzf "$half"/*.tgz -C "$half" package/emulator
  echo "$simulator" >"$half/package/emulator/pinned"
  rm -rf "$tools/dynamodb"
  mv "$half/package/emulator" "$tools/dynamodb"
fi

if ! cmp -s "$here/package-lock.json" "$tools/sqs/pinned"; then
  mkdir "$half/sqs"
  cp "$here/package.json" "$here/package-lock.json" "$half/sqs"
  (cd "$half/sqs" && npm ci --silent --no-audit --no-fund --ignore-scripts)
  (cd "$half/sqs" && ln -s node_modules/node-linux-*/bin/node node && ./node --version >/dev/null)
  cp "$here/package-lock.json" "$half/sqs/pinned"
  rm -rf "$tools/sqs"
  mv "$half/sqs" "$tools/sqs"
fi
