#pragma once

#include <gocheck/location.hpp>

namespace gocheck {

/// Returns one of 0..n-1: under check every value is explored, in production one is drawn at
/// random. Use it for what the program does not decide: input, a failing network, a time-out.
/// Panics: n < 1. Scheduling point: yes, dependent with nothing but its own goroutine.
[[nodiscard]] int choose(int n, Location where = Location::current());

}  // namespace gocheck
