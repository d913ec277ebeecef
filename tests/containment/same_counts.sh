#!/usr/bin/env bash
# same_counts.sh GOCHECK SOURCE...: for each program of the sources, every exhaustive search, by one worker or two, meets as
# many classes that complete, are blocked, or end in the middle of another one.
set -euo pipefail
gocheck=$1
shift
programs=0 failed=0
counts() {   # Some find something, which ends with 1. A search that begins anew depth-first has counted something else.
  "$gocheck" run "$source" --no-race --max-findings 0 --output-dir "$out" "$@" -- "$name" >"$out/log" 2>&1 || true
  grep -q 'by --strategy dfs' "$out/log" ||
    sed -n 's/^\([0-9,]* executions\{0,1\} (.*bounded)\).*complete$/\1/p' "$out/log"
}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for source in "$@"; do
  for name in $(sed -n 's/^PROGRAM(\(.*\)) {.*/\1/p' "$source"); do
    programs=$((programs + 1))
    expected=$(counts --strategy optimal)
    [ -n "$expected" ] || { echo "FAIL $name: not complete"; failed=$((failed + 1)); }
    for options in "--strategy dfs" "--jobs 2" "--isolation fork"; do
      # shellcheck disable=SC2086
      found=$(counts $options)
      [ "$found" = "$expected" ] || { echo "FAIL $name $options: $found, not $expected"; failed=$((failed + 1)); }
    done
  done
done
echo "$programs programs, $failed failures"
[ $failed -eq 0 ] && [ $programs -gt 0 ]
