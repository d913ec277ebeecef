// gocheck: expect deadlock
// production: fatal error: all goroutines are asleep - deadlock!
// InitDeadlock of runtime/testdata/testprog/deadlock.go blocks before main; static initialisation runs
// outside of goroutines in C++, so the first thing that main does takes its place.
#include <gocheck/go.hpp>

namespace {
struct Blocks {
  Blocks() { gocheck::select(); }
};
void use_static() { static const Blocks blocks; }
}  // namespace

int main() { use_static(); }
