#!/usr/bin/env bash
# layers_self_test.sh LAYERS_SH: the check can fail, for each rule.
set -euo pipefail
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
reset() {
  rm -rf "${root:?}"/*
  mkdir -p "$root"/{runtime,checker,frontend,models,tests,bench,docs}
  for folder in $(sed -n "s/^checker_folders='\(.*\)'/\1/p" "$layers"); do mkdir -p "$root/checker/src/$folder"; done
}
expect_failure() {   # expect_failure FILE TEXT
  reset
  mkdir -p "$(dirname "$root/$1")"
  echo "$2" >"$root/$1"
  if "$layers" "$root" >/dev/null; then echo "accepted in $1: $2"; exit 1; fi
}
layers=$1
reset
"$layers" "$root" >/dev/null || { echo "an empty tree was refused"; exit 1; }
expect_failure runtime/a.cpp '#include <fmt/core.h>'
expect_failure checker/a.hpp '#include "nlohmann/json.hpp"'
expect_failure runtime/a.cpp '#include "engine/world.hpp"'
expect_failure checker/a.cpp '#include "report/layout.hpp"'
expect_failure checker/src/order/a.hpp '#include "engine/world.hpp"'
expect_failure checker/src/interpose/a.cpp '#include "worker/clock.hpp"'
expect_failure checker/src/helpers/a.hpp '#include "machine/hash.hpp"'
expect_failure frontend/a.cpp '#include "engine/world.hpp"'
expect_failure models/a.cc '#include <gocheck/detail/object.hpp>'
expect_failure docs/a.md 'see /home/somebody/gocheck'
