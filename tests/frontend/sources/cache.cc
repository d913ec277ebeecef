#include <gocheck/go.hpp>
#include <mutex>
using namespace gocheck;

int main() {
  Mutex mu;
  int hits = 0;
  auto updates = make_chan<int>();

  go("refresher", [&] {
    std::scoped_lock lk(mu);
    updates.send(hits);
  });

  {
    std::scoped_lock lk(mu);
    ++hits;
  }
  updates.recv();
}
