#pragma once

#include <filesystem>
#include <string>

#include "base/expected.hpp"
#include "targets/target.hpp"
#include "targets/toolchain.hpp"

namespace gocheck::frontend {

/// A program that has been built, and what the compiler had to say.
struct Built {
  std::filesystem::path executable;
  std::string warnings;
};

/// Compiles a source, or takes the result of an earlier call whose inputs were the same: compiler,
/// flags, the source and every header it includes outside the system's folders; for the program as a whole
/// gocheck's archives too, so that a new gocheck only costs the link.
/// A stopped or failed compile leaves nothing behind. Thread-safe, also between processes.
Expected<Built> compile(const Target& target, const Toolchain& toolchain, bool use_cache);

}  // namespace gocheck::frontend
