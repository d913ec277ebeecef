#!/usr/bin/env bash
# memory.sh PROGRAM [EXECUTIONS]: the peak memory (resident set) of the process that explores, after each tenth of a
# long search (10,000,000 executions) of the reference program with 6 sections, by the optimal search and depth-first.
# Redundant executions count, or depth-first would take an hour. A search that keeps what it has seen would grow.
set -euo pipefail
program=$1 executions=${2:-10000000}
request=$(mktemp)
trap 'rm -f "$request"' EXIT

peak_kib() { sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$1/status"; }
value_of() { sed -n "s/.* $2=\([0-9]*\).*/\1/p" <<<"$1"; }

for strategy in optimal dfs; do
  echo "request version=1 mode=explore strategy=$strategy max-steps=100000 max-findings=0" >"$request"
  tenth=1 pid=
  exec {reports}< <(GOCHECK_WORKER=3,4 exec setarch -R "$program" 6 3<"$request" 4>&1 >/dev/null </dev/null)
  while read -r line <&"$reports"; do
    case $line in
      hello*) pid=$(value_of "$line" pid) ;;
      progress*)
        made=$(($(value_of "$line" executions) + $(value_of "$line" redundant)))
        [ "$tenth" -le 10 ] && [ "$made" -ge $((executions / 10 * tenth)) ] || continue
        echo "$strategy: $made executions, peak $(peak_kib "$pid") KiB"
        tenth=$((made / (executions / 10) + 1))
        if [ "$tenth" -gt 10 ]; then kill -INT "$pid"; fi
        ;;
    esac
  done
  exec {reports}<&-
  [ "$tenth" -gt 10 ] || { echo "memory.sh: $strategy ended early" >&2; exit 1; }
done
