// gocheck: expect none
#include <gocheck/go.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

using namespace gocheck;

// Globals, statics, thread-locals and iostream state are as new in every execution.
int counter = 0;
thread_local int local = 0;

int next() {
  static std::vector<std::string> names{"first"};
  names.push_back("another name that is too long for the small buffer");
  return static_cast<int>(names.size());
}

int main() {
  auto c = make_chan<int>(2);
  go([=] { c.send(1); });
  go([=] { c.send(2); });
  require(++counter == 1);
  require(++local == 1);
  require(next() == 2);
  require(std::cout.width() == 0);
  std::cout.width(7);
  require(std::getenv("GOCHECK_TEST_VARIABLE") == nullptr);
  setenv("GOCHECK_TEST_VARIABLE", "1", 1);
  c.recv();
  c.recv();
}
