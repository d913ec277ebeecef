#!/usr/bin/env bash
# strategies.sh GOCHECK MODELS EXECUTIONS [STRATEGY...]: no strategy ever finds anything in a correct model. All that
# the tool offers unless some are named; each program gets that many executions, for a limited time.
set -euo pipefail
gocheck=$1 models=$2 executions=$3
shift 3
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
if [ $# -eq 0 ]; then
  # shellcheck disable=SC2046  # The names are words.
  set -- $("$gocheck" run --help | sed -n '/^ *--strategy/{n;s/(default.*//;s/[,:]/ /g;s/ or / /g;p;}')
  [ $# -gt 0 ]
fi
for strategy; do
  options=(--strategy "$strategy")
  [ "$strategy" != preemptions ] || options+=(--preemptions 2)
  if ! "$gocheck" run "$models/correct/..." "${options[@]}" --max-executions "$executions" \
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
