#!/usr/bin/env bash
# agree.sh GOCHECK PROGRAMS RUNS [NAME...]: for each of the small programs, what production shows in RUNS
# runs with one processor and RUNS with two, with random delays, is a subset of what gocheck enumerates.
set -euo pipefail
gocheck=$1 programs=$2 runs=$3
shift 3
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
mapfile -t names < <("$programs" --list)
[ $# -eq 0 ] || names=("$@")

# A program that fails has no outcome of its own: the failure is the outcome. A leak is none, since
# main has returned.
failure_of_kind() {
  case $1 in
    deadlock | send-on-closed | double-close | negative-waitgroup | unlock-of-unlocked | panic) echo "<$1>" ;;
    leak) ;;
    *) echo "$name: a finding that no production run shows: $1" >&2; exit 1 ;;
  esac
}
failure_of_text() {
  case $1 in
    *"asleep - deadlock"* | *"no goroutines"*) echo "<deadlock>" ;;
    *"send on closed channel"*) echo "<send-on-closed>" ;;
    *"close of "*) echo "<double-close>" ;;
    *"negative WaitGroup"*) echo "<negative-waitgroup>" ;;
    *"of unlocked"*) echo "<unlock-of-unlocked>" ;;
    "panic: "*) echo "<panic>" ;;
    *) echo "<$1>" ;;
  esac
}

# Writes the sorted outcomes of all executions to $out/checked.
check() {
  : >"$out/raw"
  GOCHECK_OUTCOMES=$out/raw "$gocheck" run "$programs" --expect any --max-findings 0 --json \
    --output-dir "$out" -- "$name" >"$out/summary" 2>"$out/log" || true
  grep -q '"guarantee": "complete"' "$out/summary" ||
    { echo "$name: the exploration is not complete"; cat "$out/summary" "$out/log"; exit 1; }
  local kind
  for kind in $(sed -n 's/.*"kind": "\([a-z-]*\)".*/\1/p' "$out/summary" | sort -u); do
    failure_of_kind "$kind" >>"$out/raw"
  done
  sort -u "$out/raw" >"$out/checked"
}

# The same for production, to $out/produced.
produce() {
  : >"$out/raw"
  local procs seed status
  for procs in 1 2; do
    for ((seed = 1; seed <= runs; ++seed)); do
      status=0
      GOCHECK_PROCS=$procs GOCHECK_CHAOS=$seed GOCHECK_OUTCOMES=$out/raw \
        "$programs" "$name" 2>"$out/log" || status=$?
      [ $status -eq 0 ] || failure_of_text "$(head -1 "$out/log")" >>"$out/raw"
    done
  done
  sort -u "$out/raw" >"$out/produced"
}

failed=0 all_seen=0 total_checked=0 total_produced=0
for name in "${names[@]}"; do
  check
  produce
  [ -s "$out/produced" ] || { echo "$name: no outcome"; exit 1; }
  unexplained=$(comm -13 "$out/checked" "$out/produced")
  if [ -n "$unexplained" ]; then
    echo "$name: production shows what gocheck does not enumerate:"
    echo "$unexplained"
    failed=1
  fi
  checked=$(wc -l <"$out/checked") produced=$(wc -l <"$out/produced")
  total_checked=$((total_checked + checked)) total_produced=$((total_produced + produced))
  [ "$checked" -ne "$produced" ] || all_seen=$((all_seen + 1))
  printf '%-30s %3d of %3d outcomes seen in production\n' "$name" "$produced" "$checked"
done
echo "${#names[@]} programs, $((2 * runs)) runs each: $total_produced of $total_checked outcomes," \
  "all of them in $all_seen programs"
exit $failed
