// gocheck: expect race
// Two goroutines insert into one map, with different keys.
#include <gocheck/go.hpp>
#include <map>
#include <mutex>

using namespace gocheck;

int main() {
  std::map<int, int> squares;
  Mutex mu{"squares.mu"};
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&, i] { squares[i] = i * i; });
  }
  wg.wait();
  std::scoped_lock lock(mu);
  require(squares.size() == 2);
}
