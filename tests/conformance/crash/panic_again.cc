// gocheck: expect panic
// production: panic: second
// A panic that replaces a recovered one (RecursivePanic in runtime/testdata/testprog/crash.go).
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  try {
    panic("first");
  } catch (const Panic&) {
    panic("second");
  }
}
