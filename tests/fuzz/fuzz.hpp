#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"

/// One parser, on any bytes: whatever they are, it returns; what it returns keeps what it promises.
/// Always 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace gocheck::fuzz {

/// What the parser promises of every input.
inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A message about a bad input: some text, and nothing of the input that a terminal would obey.
inline void require_message(std::string_view message) {
  require(!message.empty(), "a bad input is explained");
  require(message.size() < 2000, "a message can be read");
  require(frontend::printable(message) == message, "a message is printable");
}

}  // namespace gocheck::fuzz
