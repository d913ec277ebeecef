// Many small programs in one file (many_programs.hpp). A line that ends with `//! NAME KIND` is
// where NAME has its only finding, of that kind; a program without a mark has none, and all of its
// interleavings are explored.
#pragma once

#include "../many_programs.hpp"

/// Two goroutines that can be interleaved in several ways, each of which calls `work` in between.
template <typename Work>
void in_turns(Work work) {
  auto turns = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) {
    go([=] {
      turns.send(i);
      work(i);
      turns.send(i);
    });
  }
  for (int i = 0; i < 4; ++i) turns.recv();
}

/// Whether `look`, five times, says yes, no, yes, no, yes: as of what somebody shows in each round of a loop.
template <typename Look>
bool alternates(Look look) {
  bool seen[5];
  for (bool& one : seen) one = look();
  return seen[0] && !seen[1] && seen[2] && !seen[3] && seen[4];
}
