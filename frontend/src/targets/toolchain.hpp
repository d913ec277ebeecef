#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.hpp"

namespace gocheck::frontend {

/// What a program is compiled with and linked to.
struct Toolchain {
  std::string compiler = "c++";
  std::vector<std::string> user_flags;
  std::vector<std::string> flags;  // That the runtime was built with and programs need.
  std::filesystem::path include;
  std::filesystem::path sources;  // Of gocheck itself, in a build tree.
  std::vector<std::filesystem::path> archives;
  bool race = false;  // Instrument memory accesses.
};

/// Finds headers and archives: `gocheck.paths` beside this tool (a build tree), or ../include and
/// ../lib from it (an installed one). Errors: neither is there.
Expected<Toolchain> find_toolchain();

/// Where finished programs are kept between runs.
std::filesystem::path cache_folder();

}  // namespace gocheck::frontend
