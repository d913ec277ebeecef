#!/usr/bin/env bash
# symbols.sh PROGRAM: a user's program contains no library but the C and C++ ones.
set -euo pipefail
symbols=$(nm -C "$1")
if grep -E ' (fmt::|CLI::|nlohmann::|z3::|Z3_)' <<<"$symbols"; then
  echo "^ symbols of a library in $1"
  exit 1
fi
grep -q 'gocheck::checker::' <<<"$symbols" || { echo "$1 is not linked with the checker"; exit 1; }
