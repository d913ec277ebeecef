#!/usr/bin/env bash
# resumes.sh GOCHECK SOURCE COUNT [JOBS [OPTIONS...]]: a search that is interrupted at COUNT random moments and resumed
# each time comes to the totals and the findings of one that is not.
set -euo pipefail
gocheck=$1 source=$2 count=$3 jobs=${4:-1} options=("${@:5}")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
explore() { exec "$gocheck" run "$source" --max-findings 0 --jobs "$jobs" "${options[@]}" "${@:2}" --json >"$1" 2>"$1.err"; }
fail() { echo "FAIL: $1"; cat part part.err; exit 1; }
# The order in which a team comes to things is its own, and the hints of a report know one part only.
results() { grep -E 'executions":|redundant|"kind"|"message"|guarantee' "$1" | sort; }

begin=$(date +%s%N)
(explore whole) || true
# So often within the search, however fast the machine is; a part takes its time to start as well.
moment=$((($(date +%s%N) - begin) / 1000000 / (2 * count)))
[ $moment -ge 40 ] || moment=40
grep -q '"guarantee": "complete"' whole || { cat whole whole.err; exit 1; }
RANDOM=$count   # The same moments each time, as far as a machine allows.
resume=
interrupted=0
for ((i = 0; i < count; ++i)); do
  status=0 ms=$((moment / 2 + RANDOM % moment))
  # A background job of a shell without job control ignores SIGINT.
  timeout --foreground --signal=TERM --kill-after=60 "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))" \
    "$gocheck" run "$source" --max-findings 0 --jobs "$jobs" "${options[@]}" $resume --json >part 2>part.err || status=$?
  [ $status -ne 0 ] || fail "the search has ended after $interrupted interruptions"
  if ls .gocheck/*.ckpt >/dev/null 2>&1; then
    interrupted=$((interrupted + 1)) resume=--resume
  elif [ -n "$resume" ]; then
    fail "the search has ended after $interrupted interruptions"
  fi
done
[ -n "$resume" ] || fail "never a checkpoint"
(explore part --resume) || true
echo "$interrupted interruptions; $(grep -h executions\" whole | tr -s ' \n' ' ')"
diff <(results whole) <(results part) || fail "other results than without interruptions"
! ls .gocheck/*.ckpt >/dev/null 2>&1 || fail "the checkpoint outlives the search"
