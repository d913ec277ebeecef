#!/usr/bin/env bash
# compare.sh PROGRAMS_DIRECTORY [CAP]: the families in bench/families at several sizes under gocheck's optimal search,
# its depth-first search with sleep sets, and SPIN (safety, partial order reduction). Prints a table in Markdown:
# executions (DFS: + redundant ones) or stored states, CPU seconds (user and system) and peak memory of the process
# that explores. Each gets CAP CPU seconds (60); who needs more
# is cut, and shows how far it came. All explore everything, also after
# the first error. The start of a process is in the time, compiling is not. One process each.
# Fails when the three do not agree whether a program has an error.
set -euo pipefail
programs=$1 cap=${2:-60}
families=$(cd "$(dirname "$0")" && pwd)/families
for tool in spin /usr/bin/time; do
  command -v "$tool" >/dev/null && continue
  echo "compare.sh: skipped: $tool is missing (Debian packages spin and time)"
  exit 0
done
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"

# measured COMMAND...: runs it within the cap; `cpu`, `megabytes` get what it used, `is_cut` 1 when it was too long.
measured() {
  local status=0
  (ulimit -t "$cap"; exec /usr/bin/time -q -f '%U %S %M' -o used "$@") || status=$?
  read -r cpu megabytes < <(awk '{ printf "%.2f %.1f\n", $1 + $2, $3 / 1024 }' used)
  is_cut=0
  case $((status - 128)) in   # SIGKILL and SIGXCPU are what the limit sends.
    9 | 24) is_cut=1 cpu="> $cap" ;;
  esac
}

# gocheck STRATEGY FAMILY ARGUMENT...: `cells` gets the columns, `error` yes, no or unknown.
gocheck() {
  local strategy=$1 program=$programs/bench_$2 executions redundant findings
  shift 2
  echo "request version=1 mode=explore strategy=$strategy seed=1 max-steps=100000 max-findings=0" >request
  GOCHECK_WORKER=3,4 LD_BIND_NOW=1 measured setarch -R "$program" "$@" 3<request 4>reports </dev/null >/dev/null
  read -r executions redundant findings < <(awk '$1 == "progress" || $1 == "done" {
    for (f = 2; f <= NF; ++f) { split($f, pair, "="); v[pair[1]] = pair[2] } }
    END { print v["executions"] + 0, v["redundant"] + 0, v["findings"] + 0 }' reports)
  if [ "$findings" -gt 0 ]; then error=yes; elif ((is_cut)); then error=unknown; else error=no; fi
  if ((!is_cut)) && ! grep -q '^done .*stopped=complete' reports; then
    echo "compare.sh: $program $* by $strategy has not ended: $(tail -1 reports)" >&2
    exit 1
  fi
  if [ "$redundant" != 0 ]; then executions+=" + $redundant"; fi
  if ((is_cut)); then executions="> $executions"; fi
  cells="$executions | $cpu | $megabytes"
}

# with_spin FAMILY DEFINITION...: the same by SPIN.
with_spin() {
  local model=$families/$1.pml states
  shift
  spin -a "$@" "$model" >spin-out || { cat spin-out >&2; exit 1; }
  gcc -O2 -w -DSAFETY -DMEMLIM=4096 -DVECTORSZ=4096 pan.c -o pan
  measured ./pan -c0 -n -m100000 >pan-out
  states=$(awk '/states, stored/ { print $1 }' pan-out)
  if ((is_cut)); then
    states="> $(sed -n 's/^Depth=.* States= *\([^ ]*\).*/\1/p' pan-out | tail -1 | grep . || echo 0)"
  fi
  if grep -q 'errors: [1-9]' pan-out; then error=yes; elif ((is_cut)); then error=unknown; else error=no; fi
  if ((!is_cut)) && { [ -z "$states" ] || grep -Eq 'max search depth too small|Search not completed' pan-out; }; then
    cat pan-out >&2
    exit 1
  fi
  cells="$states | $cpu | $megabytes"
}

# row FAMILY SIZE... [NAME=SIZE for SPIN]: e.g. `row mutex_counter N=3 SECTIONS=2`.
row() {
  local family=$1 line verdicts=() verdict known= strategy
  shift
  line="| $family $*"
  for strategy in optimal dfs; do
    gocheck "$strategy" "$family" "${@#*=}"
    line+=" | $cells"
    verdicts+=("$error")
  done
  with_spin "$family" "${@/#/-D}"
  line+=" | $cells"
  verdicts+=("$error")
  for verdict in "${verdicts[@]}"; do
    [ "$verdict" = unknown ] && continue
    if [ -n "$known" ] && [ "$verdict" != "$known" ]; then
      echo "compare.sh: FAIL: $family $*: error found by optimal, dfs, SPIN: ${verdicts[*]}" >&2
      exit 1
    fi
    known=$verdict
  done
  echo "$line | ${known:-unknown} |"
}

cpu_model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
echo "$(spin -V); gcc $(gcc -dumpfullversion) -O2; $cpu_model; capped at $cap s"
echo
used="CPU s | MB"
echo "| program | optimal: executions | $used | DFS: executions + redundant | $used | SPIN: states | $used | error |"
echo "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|"
for n in 6 8 10; do row philosophers N=$n; done
for n in 2 3 4; do row producers_consumers N=$n CAPACITY=0; done
for n in 2 3 4; do row producers_consumers N=$n CAPACITY=2; done
for n in 2 3; do row mutex_counter N=4 SECTIONS=$n; done
row mutex_counter N=5 SECTIONS=2
for n in 4 6 8; do row fan_in N=$n; done
for n in 11 31 61; do row sieve N=$n; done
for n in 4 8 12; do row independent_pairs N=$n; done
