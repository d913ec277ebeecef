// gocheck: expect unlock-of-unlocked
#include <gocheck/go.hpp>

using namespace gocheck;

int main() {
  RWMutex mu;
  mu.unlock_shared();
}
