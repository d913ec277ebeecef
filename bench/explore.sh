#!/usr/bin/env bash
# explore.sh PROGRAM [ROUNDS]: executions per CPU second of the exploration of the reference program
# (three lock sections each) with full reset, ns per step, and the share of the reset, by the optimal
# search and depth-first, turn by turn. Prints every round: machines are noisy.
set -euo pipefail
program=$1 rounds=${2:-5}
request=$(mktemp)
trap 'rm -f "$request"' EXIT
for ((i = 1; i <= rounds; ++i)); do
  for strategy in optimal dfs; do
    echo "request version=1 mode=explore strategy=$strategy seed=1 max-steps=100000 max-findings=0" >"$request"
    GOCHECK_WORKER=3,4 setarch -R "$program" 3 3<"$request" 4>&1 >/dev/null </dev/null |
      awk -v i="$i" -v strategy="$strategy" '$1 == "done" {
        for (f = 2; f <= NF; ++f) { split($f, pair, "="); v[pair[1]] = pair[2] }
        n = v["executions"] + v["redundant"]; t = v["cpu-ns"]
        printf "round %d, %s: %d executions + %d redundant, %.2f s CPU, %.0f per CPU second, %.0f ns and %.1f steps each, %.1f ns per step, reset %.0f %% (%d pages)\n",
               i, strategy, v["executions"], v["redundant"], t / 1e9, n * 1e9 / t, t / n, v["steps"] / n,
               t / v["steps"], 100 * v["reset-ns"] / t, v["hot-pages"] }'
  done
done
