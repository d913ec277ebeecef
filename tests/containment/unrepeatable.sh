#!/usr/bin/env bash
# unrepeatable.sh GOCHECK SOURCE: runs every program of the source, which says how they are marked.
set -euo pipefail
gocheck=$1 source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
programs=0 failed=0
fail() { echo "FAIL $1: $2; $(tail -n 1 "$out/log" | cut -c 1-400)"; failed=$((failed + 1)); }
# run NAME ISOLATION: explores it and sets `status`.
run() {
  status=0
  "$gocheck" run "$source" --isolation "$2" --json --output-dir "$out/found" -- "$1" >"$out/json" 2>"$out/log" ||
    status=$?
  if grep 'error:\|does not compile' "$out/log"; then exit 1; fi
}
for name in $(sed -n 's/^PROGRAM(\(.*\)) {.*/\1/p' "$source"); do
  programs=$((programs + 1))
  call=$(sed -n "s|.*//! $name \(.*\)\$|\1|p" "$source")
  line=$(sed -n "\|//! $name |=" "$source")
  for isolation in auto fork; do
    run "$name" $isolation
    if [ -z "$call" ]; then
      [ $status -eq 0 ] && grep -q '"complete"' "$out/json" || fail "$name" "$isolation: not complete"
      continue
    fi
    [ $status -eq 3 ] || fail "$name" "$isolation: exit status $status"
    for told in "$out/log" "$out/json"; do
      grep -qF "not answer the same twice: $call at $(basename "$source"):$line" "$told" ||
        fail "$name" "$isolation: not told in $told"
    done
  done
done
echo "$programs programs, $failed failures"
[ $failed -eq 0 ] && [ $programs -gt 0 ]
