#!/usr/bin/env bash
# check.sh GOCHECK SOURCE...: runs every program of the sources. A marked one has exactly the race of its
# marked lines, and nothing else; an unmarked one is complete without a finding.
set -euo pipefail
gocheck=$1
shift
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
racy=0 clean=0 failed=0
fail() { echo "$1: $2"; cat "$out/log"; failed=$((failed + 1)); }
for source in "$@"; do
  for name in $(sed -n 's/^PROGRAM(\(.*\)) {.*/\1/p' "$source"); do
    rm -rf "$out/found"
    status=0
    "$gocheck" run "$source" --max-findings 0 --output-dir "$out/found" -- "$name" >"$out/log" 2>&1 ||
      status=$?
    wanted=$(sed -n "\\|//! $name\$|=" "$source" | tr '\n' ' ')
    if [ -z "$wanted" ]; then
      clean=$((clean + 1))
      if [ $status -ne 0 ] || ! grep -q ', complete$' "$out/log"; then fail "$name" "not clean"; fi
      continue
    fi
    racy=$((racy + 1))
    # Every race, by its two lines, must be on marked lines, and together they must be on all of them.
    found=$({ cat "$out"/found/*.json 2>/dev/null || true; } | sed -n 's/^  "race": //p' |
      { grep -o '"size":[0-9]*,\("locks":\[[^]]*\],\)\?"at":"[^"]*"' || true; } | sed 's/.*:\([0-9]*\)"/\1/' |
      sort -nu | tr '\n' ' ')
    if [ "$found" != "$wanted" ]; then fail "$name" "races on lines $found, not on $wanted"; fi
    if { grep -h '^  "finding":' "$out"/found/*.json 2>/dev/null || true; } | grep -qv '"kind":"race"'; then
      fail "$name" "something else than a race"
    fi
  done
done
echo "$racy programs with a race, $clean without, $failed wrong"
[ $failed -eq 0 ] && [ $racy -gt 0 ] && [ $clean -gt 0 ]
