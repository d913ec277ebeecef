#!/usr/bin/env bash
# same_classes.sh GOCHECK DIRECTORY [EXECUTIONS]: the optimal search and depth-first search find equally many
# equivalence classes and the same kinds of findings in every program that both complete.
set -euo pipefail
gocheck=$1 directory=$2 limit=${3:-20000}
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for strategy in optimal dfs; do
  "$gocheck" run "$directory/..." --strategy "$strategy" --max-findings 0 --max-executions "$limit" \
    --json --output-dir "$out" >"$out/$strategy.json" 2>"$out/$strategy.err" || true
done
cmake -DOPTIMAL="$out/optimal.json" -DDFS="$out/dfs.json" -P "$here/same_classes.cmake"
