#pragma once

#include <cstdint>
#include <limits>

namespace gocheck::detail {

/// The time `delay_ns` after `now_ns`, which is not negative; the end of time if that is beyond it.
[[nodiscard]] inline std::int64_t deadline_after(std::int64_t now_ns, std::int64_t delay_ns) {
  std::int64_t deadline = 0;
  return __builtin_add_overflow(now_ns, delay_ns, &deadline) ? std::numeric_limits<std::int64_t>::max() : deadline;
}

}  // namespace gocheck::detail
