#include <gocheck/go.hpp>
using namespace gocheck;

int main() {
  const int n = choose(3);
  require(n != 2, "two is too many");
  if (n == 1) panic("one is not enough");
}
