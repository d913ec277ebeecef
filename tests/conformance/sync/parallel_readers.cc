// gocheck: expect none
// gocheck: args 3
// Several readers hold the lock at the same time (TestParallelReaders in sync/rwmutex_test.go): each waits,
// with the lock held, until all have it. Under check 3 readers, else 10.
#include <gocheck/go.hpp>

#include <cstdlib>

using namespace gocheck;

int main(int argc, char** argv) {
  const int readers = argc > 1 ? std::atoi(argv[1]) : 10;
  RWMutex mutex("rw");
  const auto locked = make_chan<Unit>();
  const auto unlock = make_chan<Unit>();
  const auto done = make_chan<Unit>();
  for (int r = 0; r < readers; ++r)
    go("reader", [&, locked, unlock, done] {
      mutex.lock_shared();
      locked.send({});
      unlock.recv();
      mutex.unlock_shared();
      done.send({});
    });
  for (int r = 0; r < readers; ++r) locked.recv();
  for (int r = 0; r < readers; ++r) unlock.send({});
  for (int r = 0; r < readers; ++r) done.recv();
}
