// gocheck: expect leak
// Three replicas answer on an unbuffered channel, one answer is taken.
#include <gocheck/go.hpp>

using namespace gocheck;

int query(int replicas) {
  auto answers = make_chan<int>(0, "answers");
  for (int replica = 0; replica < replicas; ++replica) {
    go("replica", [=] { answers.send(replica); });
  }
  return answers.recv();
}

int main() { query(3); }
