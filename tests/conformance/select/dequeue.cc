// gocheck: expect none
// A select that goes on through one channel leaves the queues of the others (rules of test/chan/select6.go),
// so goroutines that wait behind it are still found.
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  const auto crowded = make_chan<bool>();
  const auto used = make_chan<bool>();
  const auto selected = make_chan<bool>();
  go("first", [=] { crowded.recv(); });
  go("selector", [=] {
    select(recv(crowded, [] { require(false, "nobody has sent yet"); }),
           recv(used, [&] { selected.send(true); }));
    crowded.recv();
  });
  go("sender", [=] { used.send(true); });
  selected.recv();
  crowded.send(true);
  crowded.send(true);
}
