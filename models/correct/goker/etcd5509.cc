// gocheck: expect none
// etcd #5509, repaired: every way out of acquire() releases the read lock.
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
      client.mu.unlock_shared();
      if (is_closed) return Result::kClosed;
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
