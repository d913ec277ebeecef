#!/usr/bin/env bash
# isolation.sh GOCHECK SOURCE: what --isolation does with a program whose memory a reset does not reach (own_memory.cc),
# and with one that needs none.
set -euo pipefail
gocheck=$1 source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
fail() { echo "FAIL: $1"; cat log; exit 1; }
# explore STATUS OPTIONS...
explore() {
  local status=0
  "$gocheck" run "$source" --max-findings 0 "${@:2}" >log 2>&1 || status=$?
  [ $status -eq "$1" ] || fail "${*:2}: exit status $status"
}
says() { grep -qF -- "$1" log || fail "does not say \"$1\""; }
is_silent() { ! grep -qF -- "$1" log || fail "says \"$1\""; }

for isolation in auto reset fork none "fork --jobs 2" "auto --jobs 2"; do
  explore 0 --isolation $isolation   # 'fork --jobs 2' are three words.
  says " 90 executions, complete"
done
explore 0 --isolation none
says "nothing was put back between executions"
explore 0 --isolation fork
says "each execution in a process of its own (--isolation fork)"
explore 0
is_silent "process of its own"

for isolation in "" "--isolation auto" "--isolation fork" "--isolation fork --jobs 2"; do
  explore 0 $isolation -- counts
  says " 540 executions, complete"
  says "each execution in a process of its own"
done
explore 0 -- counts
says "in one, at step 10 expected done main:wg1"
is_silent "was killed"
for isolation in reset none; do
  explore 3 --isolation $isolation -- counts
  says "not deterministic: at step 10 expected done main:wg1"
done
# Whatever the third execution does in place of what it did before: never counted as one of the program's.
for difference in begins "starts fewer" "starts more" "stays away" waits; do
  for options in "" "--jobs 2" "--strategy dfs" "--preemptions 1"; do
    explore 3 --isolation reset $options -- "$difference"
    says "the program is not deterministic: at step "
  done
  explore 0 -- "$difference"
  says "36 executions, complete"
done
explore 0 --json -- counts
says '"isolation": "fork"'
says '"isolation_why": "at step 10'
# Searches of any kind.
for options in "--strategy dfs" "--strategy dfs --jobs 2" "--preemptions 1" "--preemptions 1 --jobs 2"; do
  explore 0 $options
  whole=$(grep -o "^[0-9]* executions ([^)]*)" log)
  explore 0 $options --isolation fork
  says "$whole"
done
explore 0 --strategy dfs -- counts
says " 540 executions, complete"
explore 0 --strategy pct --isolation fork --jobs 2 --max-executions 100
says " 10"   # Of two processes each may make the last one.
# What is found in a process of its own is found like anything else.
explore 1 --isolation fork -- blocks
says "all goroutines are asleep"
