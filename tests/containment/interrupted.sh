#!/usr/bin/env bash
# interrupted.sh GOCHECK SOURCE begun|ended [OPTIONS...]: a search that is interrupted after each execution (but redundant
# ones, if "ended"), and resumed each time, comes to the totals of one that is not; whatever comes next in it, a probe
# among them.
set -euo pipefail
gocheck=$1 source=$2 when=$3 options=("${@:4}")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
fail() { echo "FAIL: $1"; cat part log; exit 1; }
explore() {
  "$gocheck" run "$source" --isolation reset --max-findings 0 "${options[@]}" --json "${@:2}" >"$1" 2>log || fail "exit status $?"
}
results() { grep -E 'executions":|redundant|guarantee' "$1"; }

explore whole
explore part -- "$when"
processes=1
while grep -q "to go on with the search" log; do
  explore part --resume -- "$when"
  processes=$((processes + 1))
done
echo "$processes processes; $(grep -h executions\" whole | tr -s ' \n' ' ')"
diff <(results whole) <(results part) || fail "other results than without interruptions"
[ "$processes" -gt 210 ] || fail "not interrupted after each execution"
