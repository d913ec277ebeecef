#pragma once

#include <cstdint>
#include <vector>

namespace gocheck::checker::race {

/// What the program's symbol table tells about atomics that are not the program's own. A stripped
/// program has none: its guards and reference counts are then ordinary atomics, which costs
/// interleavings and loses nothing.
class ProgramSymbols {
 public:
  /// Reads /proc/self/exe. `base` is where the program was loaded.
  void load(std::uintptr_t base);

  /// The guard of a static variable in a function.
  [[nodiscard]] bool is_guard(std::uintptr_t address) const;
  /// One of the two counters of a std::shared_ptr's control block.
  [[nodiscard]] bool is_reference_count(std::uintptr_t address) const;

 private:
  std::vector<std::uintptr_t> guards_;           // Sorted.
  std::vector<std::uintptr_t> control_blocks_;   // Their virtual table pointers, sorted.
};

}  // namespace gocheck::checker::race
