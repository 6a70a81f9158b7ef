#!/bin/sh
# Fetches the three packages into a temporary folder and writes ../data.
# Run from dialogs/places, as go generate does.
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
here=$(pwd)
fetch() { # folder, package@version
	mkdir "$tmp/$1"
	cd "$tmp/$1"
	npm pack --silent "$2" >/dev/null
	tar xzf ./*.tgz
	cd "$here"
}
fetch today @etalab/decoupage-administratif@6.0.0
fetch history @etalab/decoupage-administratif@0.7.0
fetch french an-array-of-french-words@2.0.0
go run ./generate -today "$tmp/today/package/data" -history "$tmp/history/package/data" \
	-french "$tmp/french/package/index.json"
