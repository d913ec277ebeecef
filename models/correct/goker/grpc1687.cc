// gocheck: expect none
// grpc #1687, repaired: only the channel that says "closed" is closed.
#include <functional>
#include <gocheck/go.hpp>
#include <memory>
#include <utility>

using namespace gocheck;

class HandlerTransport {
 public:
  bool write(std::function<void()> work) {
    if (select(recv(closed_), otherwise()) == 0) return false;
    return select(send(writes_, std::move(work)), recv(closed_)) == 0;
  }
  void write_status() {
    if (write([] {})) close();
  }
  void run() {
    for (;;) {
      std::function<void()> work;
      bool ok = true;
      if (select(recv(writes_, work, ok), recv(closed_)) == 1 || !ok) return;
      work();
    }
  }
  void close() { closed_.close(); }

 private:
  Chan<std::function<void()>> writes_ = make_chan<std::function<void()>>(0, "writes");
  Chan<Unit> closed_ = make_chan<Unit>(0, "closed");
};

int main() {
  auto transport = std::make_shared<HandlerTransport>();
  go("stream", [=] {
    transport->write_status();
    transport->write([] {});
  });
  transport->run();
}
