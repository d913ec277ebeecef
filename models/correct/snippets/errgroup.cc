// gocheck: expect none
// Two tasks, one of which fails: the group hands on the first error.
#include <gocheck/go.hpp>
#include <stdexcept>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  ErrGroup group;
  group.go([] {});
  group.go([] { throw std::runtime_error("disk full"); });
  bool has_failed = false;
  try {
    group.wait();
  } catch (const std::runtime_error&) {
    has_failed = true;
  }
  require(has_failed);
}
