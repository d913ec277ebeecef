// Many small programs in one file: `FILE NAME` runs one of them. A line that takes part in the race of
// a program is marked `//! NAME`; a program without marks is free of races.
#pragma once

#include <gocheck/go.hpp>

#include <cstring>
#include <mutex>
#include <shared_mutex>

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

// Known to other files, as far as the compiler knows: what is only ever written is not optimised away.
int shared;
int* shared_pointer_to;

#define PROGRAM(name)                              \
  static void name();                              \
  static Program program_##name(#name, name);      \
  static void name()

int main(int argc, char** argv) {
  for (Program* one = Program::first; one != nullptr; one = one->next) {
    if (argc == 2 && std::strcmp(argv[1], one->name) == 0) {
      one->run();
      return 0;
    }
  }
  return 2;
}
