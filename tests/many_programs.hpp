// Many small programs in one file: `FILE NAME` runs one of them.
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

int main(int argc, char** argv) {
  for (Program* one = Program::first; one != nullptr; one = one->next) {
    if (argc == 2 && std::strcmp(argv[1], one->name) == 0) {
      one->run();
      return 0;
    }
  }
  return 2;
}
