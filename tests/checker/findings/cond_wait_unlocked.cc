// gocheck: expect unlock-of-unlocked
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  Mutex mu;
  Cond cond(mu);
  cond.wait();
}
