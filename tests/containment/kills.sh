#!/usr/bin/env bash
# kills.sh GOCHECK SOURCE COUNT [JOBS [OPTIONS...]]: kill -9 of the worker, or of any in its team, at COUNT random
# moments changes neither the totals nor the findings.
set -euo pipefail
gocheck=$1 source=$2 count=$3 jobs=${4:-1} options=("${@:5}")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
explore() { exec "$gocheck" run "$source" --max-findings 0 --jobs "$jobs" "${options[@]}" --json >"$1" 2>"$1.err"; }
fail() { echo "FAIL: $1"; cat killed.err; exit 1; }
# The order in which a team comes to things is its own.
results() { if [ "$jobs" -eq 1 ]; then cat "$1"; else grep -E 'executions":|"kind"|"message"' "$1" | sort; fi; }

(explore whole) || true
grep -q '"guarantee": "complete"' whole || { cat whole whole.err; exit 1; }
(explore killed) &
tool=$!
killed=0
RANDOM=$count   # The same moments each time, as far as a machine allows.
while [ $killed -lt "$count" ] && kill -0 $tool 2>/dev/null; do
  sleep 0.$(printf %03d $((RANDOM % 200)))
  worker=$(pgrep -P $tool || true)
  [ -n "$worker" ] || continue
  team=($worker $(pgrep -P $worker || true))
  if kill -9 ${team[RANDOM % ${#team[@]}]} 2>/dev/null; then killed=$((killed + 1)); fi
done
wait $tool || true
echo "$killed kills; $(grep -h executions\" whole)"
[ $killed -eq "$count" ] || fail "the search has ended after $killed of $count kills"
diff <(results whole) <(results killed) || fail "other results than without kills"
