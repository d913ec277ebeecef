// Many small programs in one file: `FILE NAME` runs one of them. A line that ends with `//! NAME KIND` is
// where NAME has its only finding, of that kind; a program without a mark has none, and all of its
// interleavings are explored.
#pragma once

#include <gocheck/go.hpp>

#include <cstring>

using namespace gocheck;

struct Program {
  const char* name;
  void (*run)();
  Program* next;

  static inline Program* first = nullptr;
  Program(const char* program, void (*function)()) : name(program), run(function), next(first) {
    first = this;
  }
};

#define PROGRAM(name)                         \
  static void name();                         \
  static Program program_##name(#name, name); \
  static void name()

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

int main(int argc, char** argv) {
  for (Program* one = Program::first; one != nullptr; one = one->next) {
    if (argc == 2 && std::strcmp(argv[1], one->name) == 0) {
      one->run();
      return 0;
    }
  }
  return 2;
}
