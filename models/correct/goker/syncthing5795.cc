// gocheck: expect none
// syncthing #5795, repaired: a close from inside does not wait.
#include <functional>
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Connection {
  std::function<void(int)> on_message;
  Chan<int> inbox = make_chan<int>(0, "inbox");
  Chan<Unit> closed = make_chan<Unit>(0, "closed");
  Chan<Unit> dispatcher_stopped = make_chan<Unit>(0, "dispatcher_stopped");
  Once closing{"closing"};

  void read() {
    if (select(recv(closed), otherwise()) == 1) closed.recv();
  }
  void dispatch() {
    for (;;) {
      int message = 0;
      if (select(recv(closed), recv(inbox, message)) == 0) break;
      on_message(message);
    }
    dispatcher_stopped.close();
  }
  void close() {
    closing.call([this] { closed.close(); });
  }
};

int main() {
  auto connection = std::make_shared<Connection>();
  connection->on_message = [connection = connection.get()](int) { connection->close(); };
  go("reader", [=] { connection->read(); });
  go("dispatcher", [=] { connection->dispatch(); });
  connection->inbox.send(1);
  connection->dispatcher_stopped.recv();
}
