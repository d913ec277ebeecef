#!/usr/bin/env bash
# checkpoints.sh GOCHECK SOURCE: what is no checkpoint of this search is refused with one message, exit status 2, and left
# as it is; a search that may remember little begins anew and comes to the same totals.
set -euo pipefail
gocheck=$1 source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
fail() { echo "FAIL: $1"; cat log; exit 1; }
refuses() {   # WHAT TEXT [OPTIONS]
  local status=0
  "$gocheck" run "$source" --max-findings 0 --resume "${@:3}" >log 2>&1 || status=$?
  [ $status -eq 2 ] || fail "$1: exit status $status"
  [ "$(wc -l <log)" -eq 1 ] || fail "$1: more than one message"
  grep -qF -- "$2" log || fail "$1: another message"
}
refuses "no checkpoint" "--resume: there is no"
timeout --foreground --signal=TERM 0.4 "$gocheck" run "$source" --max-findings 0 >log 2>&1 || true
file=$(ls .gocheck/*.ckpt) || fail "not interrupted"
grep -q -- "--resume" log || fail "nothing about --resume"
cp "$file" good
refuses "another seed" "another --seed" --seed 3
refuses "another strategy" "another --strategy" --strategy dfs
refuses "other arguments" "other arguments" -- argument
cmp -s good "$file" || fail "a checkpoint that was refused is another"
size=$(stat -c %s good)
printf 'x' | dd of="$file" bs=1 seek=$((size - 100)) conv=notrunc 2>dd.err
refuses "a changed byte" "damaged"
head -c $((size / 2)) good >"$file"
refuses "truncated" "damaged"
: >"$file"
refuses "empty" "no checkpoint of gocheck"
echo "something else" >"$file"
refuses "another file" "no checkpoint of gocheck"

totals() { grep -E '"(executions|complete_executions|blocked_executions|guarantee)"' "$1"; }
for options in "" "--search-memory 48k" "--search-memory 48k --jobs 2"; do
  "$gocheck" run "$source" --max-findings 0 $options --json -- 3 >"with$options" 2>log || true
  diff <(totals with) <(totals "with$options") || fail "other totals with $options"
done
grep -q '"fallback_why": "memory"' "with--search-memory 48k" || fail "the memory was enough"
