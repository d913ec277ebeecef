#!/usr/bin/env bash
# golden.sh GOCHECK PROGRAM TABLE [STRATEGY]: every row's number of equivalence classes is the number of
# executions, and as many of them end blocked as the table says.
set -euo pipefail
gocheck=$1 program=$2 table=$3 strategy=${4:-auto}
failures=0 rows=0
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
number() { sed -n "s/^ *\"$1\": \([0-9]*\),*$/\1/p" "$out/json" | head -1; }
while IFS=$'\t' read -r family arguments classes ok blocked panics; do
  case $family in '#'*) continue ;; esac
  rows=$((rows + 1))
  [ "$arguments" = - ] && arguments=
  # shellcheck disable=SC2086  # The arguments are words.
  "$gocheck" run "$program" --strategy "$strategy" --json --max-findings 0 --output-dir "$out" -- $family $arguments >"$out/json" 2>"$out/err" || true
  got=$(number executions)
  if [ "${got:-none}" != "$classes" ]; then
    echo "FAIL $family($arguments): executions ${got:-none}, classes $classes: $(head -c 300 "$out/err")"
    failures=$((failures + 1))
  elif [ "$strategy" = optimal ] && [ "$(number redundant)" != 0 ]; then
    echo "FAIL $family($arguments): $(number redundant) redundant executions"
    failures=$((failures + 1))
  elif [ "$panics" = 0 ] && [ "$(number blocked_executions)" != "$blocked" ]; then
    echo "FAIL $family($arguments): blocked $(number blocked_executions), expected $blocked"
    failures=$((failures + 1))
  elif [ "$ok" -gt "$(number complete_executions)" ]; then
    echo "FAIL $family($arguments): complete $(number complete_executions), expected $ok"
    failures=$((failures + 1))
  fi
done <"$table"
echo "$rows programs, $failures failures"
[ "$rows" -gt 0 ] && [ "$failures" -eq 0 ]
