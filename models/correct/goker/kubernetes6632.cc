// gocheck: expect none
// kubernetes #6632, repaired: the error is sent after the lock was released, unless the monitor
// has gone.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct Connection {
  Mutex write_lock{"write_lock"};
  Chan<int> reset = make_chan<int>(0, "reset");
  Chan<int> close_chan = make_chan<int>(0, "close");
};

void monitor(Connection& c) {
  select(recv(c.close_chan), recv(c.reset));
  std::scoped_lock lock(c.write_lock);
}

void write_frame(Connection& c) {
  { std::scoped_lock lock(c.write_lock); }
  select(send(c.reset, 1), recv(c.close_chan));
}

int main() {
  auto c = std::make_shared<Connection>();
  go("monitor", [=] { monitor(*c); });
  go("writer", [=] { write_frame(*c); });
  c->close_chan.close();
}
