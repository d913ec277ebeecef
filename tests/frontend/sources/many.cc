#include <gocheck/go.hpp>
int main() {
  gocheck::Mutex gate("gate");
  for (int i = 0; i < 7; ++i)
    gocheck::go("worker", [&] { gate.lock(); });
  gate.lock();
  gocheck::select();
}
