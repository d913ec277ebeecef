#pragma once

#include "next_definition.hpp"

/// Names the C library's function of a name as `real`. Looked up once in a process, and again in every execution
/// under check that calls it: the pointer is reset too.
#define GOCHECK_REAL(name) \
  static auto* const real = gocheck::detail::next_definition<decltype(&::name)>(#name)
