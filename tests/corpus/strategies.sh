#!/usr/bin/env bash
# strategies.sh GOCHECK MODELS: no strategy that the tool offers ever finds anything in a correct model.
# Sampling ones get 10,000 executions of each program, exhaustive ones a limited time.
set -euo pipefail
gocheck=$1 models=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
strategies=$("$gocheck" run --help | sed -n '/--strategy/{n;s/(default.*//;s/,/ /g;s/ or / /g;p;}')
[ -n "$strategies" ]
for strategy in $strategies; do
  if ! "$gocheck" run "$models/correct/..." --strategy "$strategy" --max-executions 10000 \
    --time-budget 20s --output-dir "$out" -o "json=$out/summary" -q >"$out/report" 2>&1; then
    echo "strategy $strategy:"; cat "$out/report"; exit 1
  fi
  programs=$(grep -c '"verdict": "pass"' "$out/summary")
  if [ "$programs" -ne "$(find "$models/correct" -name '*.cc' | wc -l)" ]; then
    echo "strategy $strategy: $programs programs passed"; cat "$out/report"; exit 1
  fi
  complete=$(grep -c '"guarantee": "complete"' "$out/summary" || true)
  echo "$strategy: $programs programs, nothing found, $complete complete"
done
