// gocheck: expect double-close
// Two goroutines test whether the channel is closed and close it if it is not.
#include <gocheck/go.hpp>

using namespace gocheck;

class Connection {
 public:
  void close() {
    if (select(recv(closed_), otherwise()) == 0) return;
    closed_.close();
  }

 private:
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
