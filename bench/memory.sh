#!/usr/bin/env bash
# memory.sh EXECUTIONS PROGRAM [ARG...]: the peak memory (resident set) of the process that explores, after each tenth
# of a search of so many executions, by the optimal search and depth-first. Redundant executions count, or depth-first
# would take an hour. A search that keeps what it has seen would grow. Fails where the peak is beyond 64 MiB.
set -euo pipefail
executions=$1
shift
limit_kib=65536
request=$(mktemp)
trap 'rm -f "$request"' EXIT

peak_kib() { sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$1/status"; }
value_of() { sed -n "s/.* $2=\([0-9]*\).*/\1/p" <<<"$1"; }

for strategy in optimal dfs; do
  echo "request version=1 mode=explore strategy=$strategy max-steps=100000 max-findings=0" >"$request"
  tenth=1 pid=
  exec {reports}< <(GOCHECK_WORKER=3,4 LD_BIND_NOW=1 exec setarch -R "$@" 3<"$request" 4>&1 >/dev/null </dev/null)
  while read -r line <&"$reports"; do
    case $line in
      hello*) pid=$(value_of "$line" pid) ;;
      progress*)
        made=$(($(value_of "$line" executions) + $(value_of "$line" redundant)))
        [ "$tenth" -le 10 ] && [ "$made" -ge $((executions / 10 * tenth)) ] || continue
        peak=$(peak_kib "$pid")
        echo "$strategy: $made executions, peak $peak KiB"
        [ "$peak" -le "$limit_kib" ] || { echo "memory.sh: that is more than $limit_kib KiB" >&2; exit 1; }
        tenth=$((made / (executions / 10) + 1))
        if [ "$tenth" -gt 10 ]; then kill -INT "$pid"; fi
        ;;
    esac
  done
  exec {reports}<&-
  [ "$tenth" -gt 10 ] || { echo "memory.sh: $strategy ended early" >&2; exit 1; }
done
