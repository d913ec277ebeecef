#!/usr/bin/env bash
# kills.sh GOCHECK SOURCE COUNT: kill -9 of the worker at COUNT random moments changes neither the totals nor
# the findings.
set -euo pipefail
gocheck=$1 source=$2 count=$3
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
explore() { exec "$gocheck" run "$source" --max-findings 0 --json >"$1" 2>"$1.err"; }
fail() { echo "FAIL: $1"; cat killed.err; exit 1; }
results() { grep -v cpu_seconds "$1"; }

(explore whole) || true
grep -q '"guarantee": "complete"' whole || { cat whole whole.err; exit 1; }
(explore killed) &
tool=$!
killed=0
RANDOM=$count   # The same moments each time, as far as a machine allows.
while [ $killed -lt "$count" ] && kill -0 $tool 2>/dev/null; do
  sleep 0.$(printf %03d $((RANDOM % 200)))
  worker=$(pgrep -P $tool || true)
  if [ -n "$worker" ] && kill -9 $worker 2>/dev/null; then killed=$((killed + 1)); fi
done
wait $tool || true
echo "$killed kills; $(grep -h executions\" whole)"
[ $killed -eq "$count" ] || fail "the search has ended after $killed of $count kills"
diff <(results whole) <(results killed) || fail "other results than without kills"
