#!/usr/bin/env bash
# check.sh GOCHECK [OPTION...] SOURCE...: runs every program of the sources (program.hpp says how they are marked).
set -euo pipefail
gocheck=$1
shift
options=()
while [[ $1 == --* ]]; do
  options+=("$1")
  shift
done
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
programs=0 failed=0
fail() { echo "FAIL $1: $2; $(tail -n 1 "$out/log" | cut -c 1-300)"; failed=$((failed + 1)); }
field() { sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},*$/\1/p" "$out/json" | tr '\n' ' ' | sed 's/ $//'; }
for source in "$@"; do
  for name in $(sed -n 's/^PROGRAM(\(.*\)) {.*/\1/p' "$source"); do
    programs=$((programs + 1))
    # Some leave descriptors open: a low limit shows it when they pile up.
    (ulimit -n 64
     exec "$gocheck" run "$source" "${options[@]}" --json --max-findings 0 --execution-timeout 500ms --output-dir "$out/found" \
       -- "$name") >"$out/json" 2>"$out/log" || true
    if grep 'error:\|does not compile' "$out/log"; then exit 1; fi
    kind=$(sed -n "s|.*//! $name \([a-z-]*\)\$|\1|p" "$source")
    line=$(sed -n "\\|//! $name [a-z-]*\$|=" "$source")
    [ "$(field kind)" = "$kind" ] || fail "$name" "found '$(field kind)' instead of '$kind'"
    [ "$(field guarantee)" = complete ] || fail "$name" "not complete"
    [ "$(field executions)" -gt 1 ] || fail "$name" "nothing was explored"
    [ -z "$line" ] || grep -q "\"$(basename "$source"):$line\"" "$out/json" || fail "$name" "not at line $line"
  done
done
echo "$programs programs, $failed failures"
[ $failed -eq 0 ] && [ $programs -gt 0 ]
