#!/usr/bin/env bash
# explore.sh PROGRAM [ROUNDS]: executions per CPU second of the exploration of the reference program with full reset,
# ns per step, and the share of the reset, by the optimal search and depth-first, turn by turn. Prints every
# round: machines are noisy.
# The start of the process, its first execution and the check that this one can be repeated are no part of it:
# each search is followed by one of a single execution, and the difference is what counts.
# - 2 sections: the program of 22 visible operations that the aims of speed are stated for. It has 540 classes, over in
#   milliseconds, so the search is repeated in processes of their own and the sums are taken.
# - 3 sections: 28 visible operations, 10,080 classes, once.
# Depth-first, an execution is also one that is abandoned as redundant; the classes are counted as well.
set -euo pipefail
program=$1 rounds=${2:-5}
request=$(mktemp)
trap 'rm -f "$request"' EXIT

# search STRATEGY SECTIONS EXECUTIONS: the last line of its report; 0 executions are all.
search() {
  echo "request version=1 mode=explore strategy=$1 max-steps=100000 max-findings=0 max-executions=$3" >"$request"
  GOCHECK_WORKER=3,4 LD_BIND_NOW=1 setarch -R "$program" "$2" 3<"$request" 4>&1 >/dev/null </dev/null | grep '^done '
}

# pairs STRATEGY SECTIONS TIMES: a whole search and one of a single execution, so often.
pairs() {
  for ((k = 0; k < $3; ++k)); do
    search "$1" "$2" 0
    search "$1" "$2" 1
  done
}

for ((i = 1; i <= rounds; ++i)); do
  for strategy in optimal dfs; do
    for times in 2:30 3:1; do
      pairs "$strategy" "${times%:*}" "${times#*:}" |
        awk -v title="round $i, $strategy, ${times%:*} sections" -v times="${times#*:}" '{
            sign = NR % 2 ? 1 : -1
            for (f = 2; f <= NF; ++f) { split($f, pair, "="); v[pair[1]] += sign * pair[2]; last[pair[1]] = pair[2] }
            if (sign < 0) start += last["cpu-ns"]
          }
          END {
            n = v["executions"] + v["redundant"]; t = v["cpu-ns"]
            printf "%s: %d x %d executions + %d redundant, %.0f per CPU second (%.0f classes), ", title, times,
                   v["executions"] / times, v["redundant"] / times, n * 1e9 / t, v["executions"] * 1e9 / t
            printf "%.1f us and %.1f steps each, %.1f ns per step, reset %.0f %%; start %.1f ms\n",
                   t / n / 1e3, v["steps"] / n, t / v["steps"], 100 * v["reset-ns"] / t, start / times / 1e6 }'
    done
  done
done
