#!/usr/bin/env bash
# layers.sh ROOT: models -> runtime <- checker <- frontend, and what is linked into user programs
# depends on nothing but the C and C++ libraries. Prints every include that breaks it.
set -euo pipefail
cd "$1"
status=0
forbid() {   # forbid FOLDER PATTERN WHY
  if grep -rnE --include='*.hpp' --include='*.cpp' --include='*.cc' "#include [<\"]$2" "$1"; then
    echo "^ $1: $3"
    status=1
  fi
}
# From the lowest up: each may include itself and those in front of it.
checker_folders='isolation machine stack order race polling strategy recurrence engine interpose worker'
libraries='(fmt/|CLI/|nlohmann/|z3|catch2/|boost/)'
forbid runtime "$libraries" 'linked into user programs, so it has no dependencies'
forbid checker "$libraries" 'linked into user programs, so it has no dependencies'
forbid runtime "(${checker_folders// /|}|command|supervise|targets|report)/" 'the runtime knows nobody above it'
forbid checker '(command|supervise|targets|report|symbols|model|protocol)/' 'the checker does not know the tool'
forbid frontend "(${checker_folders// /|}|production)/" 'the tool talks to the checker through the worker protocol only'
forbid models "(${checker_folders// /|}|production|command|gocheck/detail)/" 'models use the public headers only'
above=$checker_folders
for folder in $checker_folders; do
  above=${above#"$folder"} above=${above# }
  [ -z "$above" ] || forbid "checker/src/$folder" "(${above// /|})/" 'a lower folder of the checker knows none above it'
done
if [ "$(ls checker/src)" != "$(tr ' ' '\n' <<<"$checker_folders" | LC_ALL=C sort)" ]; then
  echo '^ checker/src: other folders than this check knows'
  status=1
fi
found=$(grep -rnE '(/work/|/home/|/root/)' --include='*.hpp' --include='*.cpp' --include='*.cc' \
  --include='*.md' --include='CMakeLists.txt' . | grep -vE '^./(build|tests/tidy|\.git)' || true)
if [ -n "$found" ]; then
  echo "$found"
  echo '^ a path of one machine'
  status=1
fi
exit $status
