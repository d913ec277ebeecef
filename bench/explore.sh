#!/usr/bin/env bash
# explore.sh GOCHECK PROGRAM [ROUNDS]: executions per CPU second of the exploration of the reference
# program (three lock sections each), with full reset, and ns per step. Prints every round:
# machines are noisy.
set -euo pipefail
gocheck=$1 program=$2 rounds=${3:-5}
field() { sed -n "s/^ *\"$1\": \([0-9.]*\),*$/\1/p" | head -1; }
for ((i = 1; i <= rounds; ++i)); do
  json=$("$gocheck" run "$program" --strategy dfs --json --time-budget 0 --max-findings 0 -- 3)
  awk -v n="$(field executions <<<"$json")" -v r="$(field redundant <<<"$json")" \
      -v s="$(field max_steps <<<"$json")" -v t="$(field cpu_seconds <<<"$json")" -v i="$i" 'BEGIN {
    printf "round %d: %d executions + %d redundant, %.3f s CPU, %.0f per CPU second, %.0f ns each, about %.1f ns per step\n",
           i, n, r, t, (n + r) / t, 1e9 * t / (n + r), 1e9 * t / ((n + r) * s) }'
done
