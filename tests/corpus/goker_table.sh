#!/usr/bin/env bash
# goker_table.sh GOCHECK MODELS >docs/goker.md: runs the GoKer kernels and their twins and writes the
# table of what was found. Fails when a kernel is not as expected; names those of MODELS/goker.tsv that
# have no program.
set -euo pipefail
gocheck=$1 models=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

for side in wrong correct; do
  "$gocheck" run "$models/$side/goker" -o "json=$out/$side.json" --output-dir "$out" -q \
    >"$out/$side.log" 2>&1 || { cat "$out/$side.log" >&2; exit 1; }
done

# The fewest preemptions: what the search by their number meets first.
"$gocheck" run "$models/wrong/goker" --preemptions 8 --time-budget 20s -o "json=$out/fewest.json" \
  --output-dir "$out" -q >"$out/fewest.log" 2>&1 || { cat "$out/fewest.log" >&2; exit 1; }

cat <<'HEAD'
# The GoKer kernels

GoKer is the kernel suite of GoBench (Yuan et al., CGO 2021): real concurrency bugs of large Go programs,
cut down to the code that matters. The programs below `models/wrong/goker/` capture the structure of those
in `models/goker.tsv` on gocheck's API, with loops cut to the few rounds that the bug needs; those below
`models/correct/goker/` are corrected twins, which the suite does not have. moby18412 is out of scope: it
runs a child process.

This page is generated: `tests/corpus/goker_table.sh build/bin/gocheck models >docs/goker.md`.

* *expected*: GDL, main is blocked for ever; LEAK, a goroutine is blocked when main has returned. A
  goroutine that is blocked on a channel which somebody could still reach is reported as leaked all the
  same.
* *depends on*: det, every schedule shows it; sched, the interleaving; sel, the choice of a select; time,
  the order of timers; val, a value.
* *found*, *executions*, *preemptions*: by gocheck with default options; preemptions are those of the
  counterexample it reports, and *fewest* is how many any schedule needs that shows the bug (`--preemptions 8`).
* *twin*: the verdict on the corrected program and the executions it took.
* *Go*: in how many of 100 runs the original showed itself, built with -race / without.

| kernel | kind | expected | depends on | found | executions | preemptions | fewest | twin | executions | Go |
|---|---|---|---|---|---|---|---|---|---|---|
HEAD

awk -F'\t' -v out="$out" '
  # The summary has one key a line; a program begins with its name.
  function summary(file, side,   line, key, value, name, pair) {
    while ((getline line < file) > 0) {
      if (split(line, pair, /": /) < 2) continue
      key = pair[1]; sub(/^ *"/, "", key)
      value = pair[2]; gsub(/[",]/, "", value)
      if (key == "name") name = value
      if (!((side, name, key) in fact)) fact[side, name, key] = value
    }
    close(file)
  }
  function fail(text) { print "goker_table.sh: " text > "/dev/stderr"; failed = 1 }
  BEGIN {
    summary(out "/wrong.json", "wrong")
    summary(out "/correct.json", "correct")
    summary(out "/fewest.json", "fewest")
  }
  NR == 1 || $1 == "moby18412" { next }
  {
    if (!(("wrong", $1, "name") in fact)) {
      missing = missing (missing == "" ? "" : ", ") $1
      next
    }
    found = fact["wrong", $1, "kind"]
    twin = fact["correct", $1, "guarantee"]
    if (found == "" || fact["wrong", $1, "verdict"] != "as-expected") fail($1 ": not found")
    if (twin != "complete" || fact["correct", $1, "verdict"] != "pass") fail($1 ": twin: " twin)
    fewest = fact["fewest", $1, "minimal_preemptions"]
    if (fewest == "") fail($1 ": the fewest preemptions are not known")
    printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", $1, $3, $4, $5, found,
      fact["wrong", $1, "executions"], fact["wrong", $1, "preemptions"], fewest, twin,
      fact["correct", $1, "executions"], $6
    ++kernels
    executions += fact["wrong", $1, "executions"]
    twins += fact["correct", $1, "executions"]
  }
  END {
    if (kernels == 0) fail("no kernel was run")
    printf "\n%d kernels, all found, in %d executions; %d twins, all complete, in %d executions.\n",
      kernels, executions, kernels, twins
    if (missing != "") printf "\nNot re-expressed yet: %s.\n", missing
    exit failed
  }
' "$models/goker.tsv" 2>"$out/errors" || { cat "$out/errors" >&2; exit 1; }

cat <<'TAIL'

## Beside other tools
What other tools were published to find is known to us as totals over the suite, not per kernel, so it
does not stand in the table: of the 68 blocking kernels goleak finds 42, go-deadlock 28, GFuzz 18, GoPie 66
and GoAT 66 of 67; of the 35 non-blocking ones Go's race detector finds 32. All of these sample schedules
of the Go programs. The table is about a part of the 103 kernels, re-expressed in C++ and cut down, so
the figures are no comparison of tools on equal terms.
TAIL
