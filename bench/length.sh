#!/usr/bin/env bash
# length.sh PROGRAM [EXECUTIONS]: what one event of a short execution costs the optimal search, and one of a long
# one. The start of the process is taken out by the difference of two runs.
set -euo pipefail
program=$1 executions=${2:-1000}
request=$(mktemp)
trap 'rm -f "$request"' EXIT

# cpu_and_steps SECTIONS EXECUTIONS
cpu_and_steps() {
  echo "request version=1 mode=explore strategy=optimal seed=1 max-steps=100000 max-findings=0 max-executions=$2" >"$request"
  GOCHECK_WORKER=3,4 LD_BIND_NOW=1 setarch -R "$program" "$1" 3<"$request" 4>&1 >/dev/null </dev/null |
    awk '$1 == "done" {
      for (f = 2; f <= NF; ++f) { split($f, pair, "="); v[pair[1]] = pair[2] }
      print v["cpu-ns"], v["steps"], v["max-depth"] }'
}

for sections in 7 20 60 160; do
  read -r cpu_few steps_few _ < <(cpu_and_steps "$sections" 50)
  read -r cpu steps depth < <(cpu_and_steps "$sections" $((50 + executions)))
  awk -v ns=$((cpu - cpu_few)) -v steps=$((steps - steps_few)) -v depth="$depth" 'BEGIN {
    printf "executions of %4d steps: %.0f ns per step\n", depth, ns / steps }'
done
