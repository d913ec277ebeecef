// gocheck: expect none
// A goroutine that waits for the child and one that waits for the parent cancel each other's (rules of
// XTestInterlockedCancels in context/context_test.go): nobody holds a lock that the other one needs.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  const auto parent = with_cancel(background());
  const auto child = with_cancel(parent.ctx);
  WaitGroup group("canceler");
  group.go([&] {
    parent.ctx.done().recv();
    child.cancel();
  });
  parent.cancel();
  child.ctx.done().recv();
  group.wait();
}
