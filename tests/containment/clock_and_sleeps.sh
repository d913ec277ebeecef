#!/usr/bin/env bash
# clock_and_sleeps.sh GOCHECK SOURCE: each program is found to assert, by every exhaustive strategy and by two workers, and
# the counterexample replays; nothing says "complete".
set -euo pipefail
gocheck=$1 source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0
fail() { echo "FAIL $*"; tail -n 3 "$out/log"; failed=$((failed + 1)); }
for name in $(sed -n 's/^PROGRAM(\(.*\)) {.*/\1/p' "$source"); do
  for options in "--strategy optimal" "--strategy dfs --max-steps 300" "-j 2" "--isolation fork"; do
    rm -rf "$out/found"
    status=0
    # shellcheck disable=SC2086
    "$gocheck" run "$source" $options --no-race --json --max-executions 2000 --output-dir "$out/found" -- "$name" \
      >"$out/json" 2>"$out/log" || status=$?
    [ "$status" -eq 1 ] && grep -q '"kind": "assert"' "$out/json" || { fail "$name $options: status $status"; continue; }
    if grep -q '"guarantee": "complete"' "$out/json"; then fail "$name $options: complete"; fi
    "$gocheck" replay "$(find "$out/found" -name '*.json' | head -n 1)" >"$out/log" 2>&1 &&
      fail "$name $options: the replay finds nothing"
    grep -q REPRODUCED "$out/log" || fail "$name $options: not reproduced"
  done
done
[ $failed -eq 0 ]
