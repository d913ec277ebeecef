// gocheck: expect none
// A counter below zero panics, the panic can be recovered from and leaves the counter alone (rules of
// TestWaitGroupMisuse in sync/waitgroup_test.go).
#include <gocheck/go.hpp>

#include <string>

using namespace gocheck;

int main() {
  WaitGroup group("group");
  group.add(1);
  group.done();
  std::string text;
  try {
    group.done();
  } catch (const Panic& panic) {
    require(panic.kind() == PanicKind::kNegativeWaitGroup);
    text = panic.what();
  }
  require(text == "sync: negative WaitGroup counter");
  group.wait();
}
