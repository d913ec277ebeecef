// gocheck: expect none
// Repaired: there is room for every answer.
#include <gocheck/go.hpp>

using namespace gocheck;

int query(int replicas) {
  auto answers = make_chan<int>(replicas, "answers");
  for (int replica = 0; replica < replicas; ++replica) {
    go("replica", [=] { answers.send(replica); });
  }
  return answers.recv();
}

int main() { query(3); }
