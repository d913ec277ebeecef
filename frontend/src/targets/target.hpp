#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "targets/directives.hpp"

namespace gocheck::frontend {

/// One program to check: a source to compile or an executable.
struct Target {
  std::string path;  // As shown and recorded: relative to the working directory.
  std::string name;  // "cache" of models/wrong/readme/cache.cc.
  bool is_source = false;
  std::filesystem::path source_root = {};  // Absolute; what places in reports are relative to.
  Directives directives = {};
};

/// Turns what the user named into programs, in the order given, directories sorted:
/// prog.cc, an executable, dir (every *.cc in it with a main), dir/... (also below).
/// Errors: missing, nothing to check inside, a counterexample in place of a program.
Expected<std::vector<Target>> find_targets(const std::vector<std::string>& arguments);

/// By its name.
bool is_source_file(const std::filesystem::path& path);

/// Whether the text defines a function main, outside comments and strings.
bool has_main(std::string_view source);

}  // namespace gocheck::frontend
