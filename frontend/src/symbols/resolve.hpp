#pragma once

#include <filesystem>

#include "protocol/reports.hpp"
#include "symbols/source_files.hpp"

namespace gocheck::frontend {

/// What tells the user's code from the library's.
struct CodeMap {
  std::filesystem::path executable;
  std::filesystem::path source_root;  // Places become relative to it.
  std::filesystem::path include;      // gocheck's headers.
  std::filesystem::path sources;      // gocheck's sources, when it was built here.
};

/// Turns what a replay knows into what a reader knows: places in system or gocheck headers become
/// the user's line that led there, functions get readable names, objects without a name that of
/// the variable they were declared as.
void resolve(Replay& replay, const CodeMap& code, SourceFiles& sources);

/// The same for calls of a program that was loaded at `base`.
void resolve(std::vector<UnrepeatableCall>& calls, std::uint64_t base, const CodeMap& code,
             SourceFiles& sources);

}  // namespace gocheck::frontend
