// gocheck: expect leak
// kubernetes #6632: WriteFrame sends the error while it holds the write lock; the monitor that
// would receive wants that lock to close the connection.
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
  std::scoped_lock lock(c.write_lock);
  c.reset.send(1);
}

int main() {
  auto c = std::make_shared<Connection>();
  go("monitor", [=] { monitor(*c); });
  go("writer", [=] { write_frame(*c); });
  c->close_chan.close();
}
