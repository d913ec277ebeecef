#pragma once

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace gocheck::detail {

/// The C library's function of a name that the program has one of itself.
template <typename Function>
Function next_definition(const char* name) {
  void* const symbol = ::dlsym(RTLD_NEXT, name);
  if (symbol == nullptr) {
    std::fprintf(stderr, "fatal error: gocheck: no %s in the C library (static link?)\n", name);
    std::abort();
  }
  return reinterpret_cast<Function>(symbol);
}

}  // namespace gocheck::detail
