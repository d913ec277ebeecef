#!/usr/bin/env bash
# check.sh GOCHECK MODELS TIMES: every model is as its first line says, the correct ones completely
# explored; every counterexample reproduces TIMES times and is stale or fixed against the corrected twin.
set -euo pipefail
gocheck=$1 models=$2 times=$3
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$gocheck" run "$models/..." --output-dir "$out" >"$out/report" || { cat "$out/report"; exit 1; }
tail -1 "$out/report"
if grep '^PASS' "$out/report" | grep -v ' complete '; then
  echo "not explored completely"; exit 1
fi
count=0
for file in "$out"/*.json; do
  count=$((count + 1))
  for ((i = 0; i < times; ++i)); do
    status=0
    "$gocheck" replay "$file" >"$out/replay" 2>&1 || status=$?
    if [ $status -ne 1 ] || ! grep -qi reproduced "$out/replay"; then
      echo "replay $i of $file: exit $status"; cat "$out/replay"; exit 1
    fi
  done
  wrong=$(sed -n 's/.*"path": "\(.*\/wrong\/.*\.cc\)".*/\1/p' "$file" | head -1)
  twin=$models/correct/${wrong#*/wrong/}
  [ -f "$twin" ] || continue
  status=0
  "$gocheck" replay "$file" "$twin" >"$out/replay" 2>&1 || status=$?
  if [ $status -ne 0 ] && [ $status -ne 3 ]; then
    echo "replay of $file against $twin: exit $status"; cat "$out/replay"; exit 1
  fi
done
echo "$count counterexamples, each reproduced $times of $times times"
[ $count -gt 0 ]
