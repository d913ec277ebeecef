#include "chaos.hpp"

#include <time.h>

#include <cstdlib>

#include "scheduler.hpp"

namespace gocheck::detail::production {

constinit bool chaos_enabled = false;

namespace {
constinit unsigned long long seed = 0;
constexpr long kDelayMaxNs = 40'000;   // More than it takes to hand a goroutine to another thread.
}  // namespace

void init_chaos() {
  const char* const text = std::getenv("GOCHECK_CHAOS");
  if (text == nullptr || *text == '\0') return;
  chaos_enabled = true;
  seed = std::strtoull(text, nullptr, 10);
}

unsigned long long chaos_seed() { return seed; }

// Half of the operations go on undisturbed: were all delayed, the order would be the usual one again.
void disturb() {
  if (!on_goroutine()) return;
  switch (random_below(8)) {
    case 0:
    case 1:
    case 2:
      // Several in a row let the others get several operations ahead.
      for (std::uint64_t times = 1 + random_below(3); times > 0; --times) yield();
      return;
    case 3: {
      const timespec delay{0, static_cast<long>(random_below(kDelayMaxNs))};
      ::nanosleep(&delay, nullptr);
      return;
    }
    default:
      return;
  }
}

}  // namespace gocheck::detail::production
