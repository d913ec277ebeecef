// gocheck: expect none
// A goroutine that has recovered from a panic can end itself (the last part of RecoveredPanicAfterGoexit in
// runtime/testdata/testprog/deadlock.go; to leave a Defer by go_exit() while a panic unwinds is std::terminate
// in C++ and not ported).
#include <gocheck/go.hpp>

#include <string>

using namespace gocheck;

int main() {
  const auto ended = make_chan<std::string>(1);
  go("recovers", [=] {
    std::string text;
    const Defer report([&] { ended.send(text); });
    try {
      panic("first");
    } catch (const Panic& p) {
      text = p.what();
    }
    go_exit();
  });
  require(ended.recv() == "first");
}
