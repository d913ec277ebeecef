#!/usr/bin/env bash
# production.sh GOCHECK_PATHS MODELS TIMES: every correct model, run as an ordinary program, ends with
# status 0, TIMES times with one processor and with two.
set -euo pipefail
paths=$1 models=$2 times=$3
value() { sed -n "s/^$1=//p" "$paths"; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
count=0
while read -r source; do
  # shellcheck disable=SC2046
  "${CXX:-c++}" -std=c++20 -O1 -I"$(value include)" $(value flags) "$source" -o "$out/program" \
    -Wl,-u,gocheck_worker_main -Wl,-z,now \
    -Wl,--start-group "$(value runtime)" "$(value checker)" -Wl,--end-group -pthread -ldl
  for procs in 1 2; do
    for ((i = 0; i < times; ++i)); do
      GOCHECK_PROCS=$procs timeout 20 "$out/program" >"$out/log" 2>&1 ||
        { echo "$source: exit $? at GOCHECK_PROCS=$procs"; cat "$out/log"; exit 1; }
    done
  done
  count=$((count + 1))
done < <(find "$models/correct" -name '*.cc' | sort)
echo "$count programs, $times runs at GOCHECK_PROCS 1 and 2 each"
[ $count -gt 0 ]
