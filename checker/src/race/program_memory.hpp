#pragma once

#include <cstdint>
#include <vector>

namespace gocheck::checker::race {

/// Whose code and memory is whose. Libraries synchronise by means that the detector does not see, and a
/// thread's own variables are never another thread's: neither can be part of a race.
class ProgramMemory {
 public:
  /// Looks at what is loaded now. Requires: called by the thread that runs the program.
  void load();

  /// An instruction of the program itself, not of a library.
  [[nodiscard]] bool is_program_code(std::uintptr_t pc) const { return program_.contains(pc); }
  /// A library's data, or a thread_local variable.
  [[nodiscard]] bool is_foreign(std::uintptr_t address) const;

 private:
  struct Range {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    [[nodiscard]] bool contains(std::uintptr_t p) const { return p >= begin && p < end; }
  };

  Range program_;
  Range hull_;                   // Of the foreign ones: most addresses are outside.
  std::vector<Range> foreign_;
};

}  // namespace gocheck::checker::race
