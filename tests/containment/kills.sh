#!/usr/bin/env bash
# kills.sh GOCHECK SOURCE COUNT [JOBS [OPTIONS...]]: kill -9 of the worker, or of any in its team, at COUNT random
# moments changes neither the totals nor the findings. KILL=members: only of its team. COUNT 0: every second until
# the search has ended, which it does because next to nothing is lost.
set -euo pipefail
gocheck=$1 source=$2 count=$3 jobs=${4:-1} options=("${@:5}")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
explore() { exec "$gocheck" run "$source" --max-findings 0 --jobs "$jobs" --json "${options[@]}" >"$1" 2>"$1.err"; }
fail() { echo "FAIL: $1"; cat killed.err; exit 1; }
# The order in which a team comes to things is its own.
results() { if [ "$jobs" -eq 1 ]; then cat "$1"; else grep -E 'executions":|"kind"|"message"' "$1" | sort; fi; }

# Without a process of its own: some live for less than a millisecond.
children() { found=; read -r found 2>/dev/null <"/proc/$1/task/$1/children" || true; }   # The line has no end.

# Whether nothing can kill it any more.
is_over() { local stat=; read -r stat 2>/dev/null <"/proc/$1/stat" || true; [[ -z $stat || $stat == *") Z "* ]]; }

(explore whole) || true
grep -q '"guarantee": "complete"' whole || { cat whole whole.err; exit 1; }
(explore killed) &
tool=$!
killed=0
RANDOM=$count   # The same moments each time, as far as a machine allows.
is_due=
while [ $killed -lt $((count > 0 ? count : 100)) ] && kill -0 $tool 2>/dev/null; do
  [ -n "$is_due" ] || sleep $(if [ "$count" -gt 0 ]; then printf 0.%03d $((RANDOM % 200)); else echo 1; fi)
  is_due=yes
  children $tool
  worker=$found
  [ -n "$worker" ] || { sleep 0.01; continue; }
  children "$worker"
  team=($found)
  [ "${KILL:-any}" = members ] || team+=("$worker")
  [ ${#team[@]} -gt 0 ] || { sleep 0.001; continue; }
  victim=${team[RANDOM % ${#team[@]}]}
  is_over "$victim" && continue
  kill -9 "$victim" 2>/dev/null && killed=$((killed + 1)) is_due=
done
wait $tool || true
echo "$killed kills; $(grep -h executions\" whole)"
if [ "$count" -gt 0 ]; then
  [ $killed -eq "$count" ] || fail "the search has ended after $killed of $count kills"
elif [ $killed -eq 0 ] || [ $killed -eq 100 ]; then
  fail "the search ended at kill $killed"
fi
grep -h "was killed" killed.err || fail "not told that processes were killed"   # Some were over already.
diff <(results whole) <(results killed) || fail "other results than without kills"
