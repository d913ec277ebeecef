// gocheck: expect none
// Repaired: a Once closes it.
#include <gocheck/go.hpp>

using namespace gocheck;

class Connection {
 public:
  void close() {
    closing_.call([this] { closed_.close(); });
  }

 private:
  Once closing_{"closing"};
  Chan<Unit> closed_ = make_chan<Unit>(0, "closed");
};

int main() {
  Connection connection;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] { connection.close(); });
  }
  wg.wait();
}
