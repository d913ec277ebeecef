// gocheck: expect none
// moby #4395, repaired: the channel is buffered.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

Chan<int> run_async(int status) {
  auto result = make_chan<int>(1);
  go("task", [=] { result.send(status); });
  return result;
}

int main() { run_async(0); }
