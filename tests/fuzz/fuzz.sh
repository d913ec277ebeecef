#!/bin/sh
# fuzz.sh BUILD SECONDS [TARGET...]: runs each fuzz target of the build for so many seconds, from its kept
# corpus. BUILD was made with clang and -DGOCHECK_FUZZ=ON. What is found goes to BUILD/fuzz/TARGET, and
# what makes a target fail to BUILD/fuzz/failures; a file that matters is added to the corpus by hand, or
# the whole of what is new with: fuzz_TARGET -merge=1 corpus/TARGET BUILD/fuzz/TARGET
set -u
[ $# -ge 2 ] || { sed -n '2,5s/^# //p' "$0"; exit 2; }
build=$1 seconds=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- $(ls "$here/corpus")
mkdir -p "$build/fuzz/failures"
failed=0
for target; do
  mkdir -p "$build/fuzz/$target"
  echo "== $target"
  "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -malloc_limit_mb=256 -rss_limit_mb=1024 \
    -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/fuzz/failures/$target-" \
    "$build/fuzz/$target" "$here/corpus/$target" 2>"$build/fuzz/$target.log" || {
    failed=1
    tail -40 "$build/fuzz/$target.log"
  }
  grep -E 'number_of_executed_units|peak_rss_mb' "$build/fuzz/$target.log"
done
exit $failed
