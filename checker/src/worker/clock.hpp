#pragma once

#include <cstdint>
#include <ctime>

namespace gocheck::checker {

/// What the clock shows, in nanoseconds.
[[nodiscard]] inline std::int64_t clock_ns(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

}  // namespace gocheck::checker
