// gocheck: expect deadlock
// etcd #5509: a request that finds its client closed returns with the client's read lock held;
// close() releases the lock for a moment after it marked the client, and then takes it again.
// The retry loop is cut down to two attempts.
#include <functional>
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

struct Client {
  RWMutex mu{"client.mu"};
  std::function<void()> cancel;

  void close() {
    std::unique_lock lock(mu);
    if (!cancel) return;
    cancel();
    cancel = nullptr;
    lock.unlock();
    lock.lock();
  }
};

enum class Result { kClosed, kTimedOut };

struct Remote {
  Client& client;
  Mutex mu{"remote.mu"};

  Result acquire() {
    for (int attempt = 0; attempt < 2; ++attempt) {
      client.mu.lock_shared();
      const bool is_closed = !client.cancel;
      mu.lock();
      mu.unlock();
      if (is_closed) return Result::kClosed;
      client.mu.unlock_shared();
    }
    return Result::kTimedOut;
  }
};

int main() {
  auto [ctx, cancel] = with_cancel(background());
  Client client;
  client.cancel = [cancel = cancel] { cancel(); };
  Remote remote{client};
  auto done = make_chan<Unit>(0, "done");
  go("get", [&] {
    remote.acquire();
    done.close();
  });
  yield();
  client.close();
  done.recv();
}
