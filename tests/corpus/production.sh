#!/usr/bin/env bash
# production.sh GOCHECK_PATHS MODELS TIMES: every correct model, run as an ordinary program, ends with
# status 0, TIMES times with one processor and with two.
set -euo pipefail
paths=$1 models=$2 times=$3
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
  local program=$out/$BASHPID
  "$compiler" "${flags[@]}" -I"$out/pch" -I"$include" "$1" -o "$program" \
    -Wl,-u,gocheck_worker_main -Wl,-z,now \
    -Wl,--start-group "$(value runtime)" "$(value checker)" -Wl,--end-group -pthread -ldl
  for procs in 1 2; do
    for ((i = 0; i < times; ++i)); do
      GOCHECK_PROCS=$procs timeout 20 "$program" >"$program.log" 2>&1 ||
        { echo "$1: exit $? at GOCHECK_PROCS=$procs"; cat "$program.log"; return 1; }
    done
  done
  rm -f "$program" "$program.log"
}

mapfile -t sources < <(find "$models/correct" -name '*.cc' | sort)
[ ${#sources[@]} -gt 0 ]
for half in 0 1; do
  (for ((n = half; n < ${#sources[@]}; n += 2)); do run_program "${sources[n]}" || exit 1; done) &
  jobs[half]=$!
done
wait "${jobs[0]}"
wait "${jobs[1]}"
echo "${#sources[@]} programs, $times runs at GOCHECK_PROCS 1 and 2 each"
