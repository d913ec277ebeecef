#!/usr/bin/env bash
# crash_matrix.sh GOCHECK SOURCE [KIND...]: whatever goes wrong, wherever, is found at its line, and as
# many executions are explored as when nothing goes wrong.
set -euo pipefail
gocheck=$1 source=$2
shift 2
kinds=("$@")
[ ${#kinds[@]} -gt 0 ] ||
  kinds=(segv bus fpe ill abort assert library call noexcept overflow memory loop blocked)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"
failures=0 runs=0
explore() {  # KIND PLACE
  "$gocheck" run "$source" --no-race --json --max-findings 0 --execution-timeout 250ms --memory 16M -- "$1" "$2" \
    >json 2>err
}
field() { sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},*$/\1/p" json | head -1; }
fail() { echo "FAIL $1 in $2: $3"; head -c 400 err; failures=$((failures + 1)); }

explore none first || { cat err; exit 1; }
executions=$(field executions)
for place in first later sometimes unwinding function-static static; do
  for kind in "${kinds[@]}"; do
    # Before main there is neither a limit of memory nor a watchdog.
    [ "$place" = static ] && [[ $kind =~ memory|loop|blocked ]] && continue
    runs=$((runs + 1))
    expected=crash
    case $kind in loop) expected=livelock ;; blocked) expected=uncontrolled ;; esac
    line=$(grep -n "// here: $kind\$" "$source" | cut -d: -f1)
    status=0
    explore "$kind" "$place" || status=$?
    wanted=$executions
    [ "$place" = static ] && wanted=1
    [ $status -eq 1 ] || fail "$kind" "$place" "exit status $status"
    [ "$(field kind)" = $expected ] || fail "$kind" "$place" "found '$(field kind)'"
    [ "$(field executions)" = "$wanted" ] ||
      fail "$kind" "$place" "$(field executions) executions instead of $wanted"
    grep -q "\"$(basename "$source"):$line\"" json ||
      { fail "$kind" "$place" "not at line $line"; grep -A1 '"at"' json || true; }
  done
done
echo "$runs runs, $failures failures"
[ $runs -gt 0 ] && [ $failures -eq 0 ]
