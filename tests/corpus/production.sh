#!/usr/bin/env bash
# production.sh GOCHECK_PATHS FOLDER TIMES: every program below FOLDER, run as an ordinary one, ends as it
# says, TIMES times with one processor and with two: with status 0, or, when a line of its head is
# "// production: TEXT", with status 2 and TEXT in its output.
set -euo pipefail
paths=$1 folder=$2 times=$3
value() { sed -n "s/^$1=//p" "$paths"; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
compiler=${CXX:-c++}
# shellcheck disable=SC2207
flags=(-std=c++20 -O1 $(value flags))
include=$(value include)

# Parsing the runtime's headers is most of a compilation: they are parsed once.
mkdir -p "$out/pch/gocheck"
"$compiler" "${flags[@]}" -I"$include" -w -x c++-header "$include/gocheck/go.hpp" \
  -o "$out/pch/gocheck/go.hpp.gch"

run_program() {
  local program=$out/$BASHPID text expected=0 status
  "$compiler" "${flags[@]}" -I"$out/pch" -I"$include" "$1" -o "$program" \
    -Wl,-u,gocheck_worker_main -Wl,-z,now \
    -Wl,--start-group "$(value runtime)" "$(value checker)" -Wl,--end-group -pthread -ldl
  text=$(sed -n '/^\/\/ production: /{s///p;q}; /^\/\//!q' "$1")
  [ -z "$text" ] || expected=2
  for procs in 1 2; do
    for ((i = 0; i < times; ++i)); do
      status=0
      GOCHECK_PROCS=$procs timeout 20 "$program" >"$program.log" 2>&1 || status=$?
      if [ $status -ne $expected ] || ! { [ -z "$text" ] || grep -qF -- "$text" "$program.log"; }; then
        echo "$1: exit $status at GOCHECK_PROCS=$procs, expected $expected ${text:+and \"$text\"}"
        cat "$program.log"
        return 1
      fi
    done
  done
  rm -f "$program" "$program.log"
}

mapfile -t sources < <(find "$folder" -name '*.cc' | sort)
[ ${#sources[@]} -gt 0 ]
for half in 0 1; do
  (for ((n = half; n < ${#sources[@]}; n += 2)); do run_program "${sources[n]}" || exit 1; done) &
  jobs[half]=$!
done
wait "${jobs[0]}"
wait "${jobs[1]}"
echo "${#sources[@]} programs, $times runs at GOCHECK_PROCS 1 and 2 each"
