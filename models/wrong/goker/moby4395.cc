// gocheck: expect leak
// moby #4395: go() hands its error to a channel that the caller has dropped.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

Chan<int> run_async(int status) {
  auto result = make_chan<int>(0);
  go("task", [=] { result.send(status); });
  return result;
}

int main() { run_async(0); }
