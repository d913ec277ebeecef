#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>

#include <gocheck/detail/object.hpp>

namespace gocheck::checker::race {

/// The objects behind atomics that the program declares itself, as std::atomic does: one for each
/// address that was ever used as one, with the same name in every interleaving.
class ProgramAtomics {
 public:
  /// `base` is where the program was loaded.
  void set_base(std::uintptr_t base) { base_ = base; }
  void begin_execution() { ++generation_; }

  /// The object for the address; `is_new` when this execution has not used it before.
  detail::Object& at(std::uintptr_t address, bool& is_new);
  [[nodiscard]] std::uintptr_t address_of(const detail::Object& object) const;

  /// Whether it is one of these. They order what their memory order says, not more.
  static bool owns(const detail::Object& object);

 private:
  struct Entry {
    std::optional<detail::Object> object;
    std::uint32_t generation = 0;
  };

  std::uint32_t number_for(std::uintptr_t address);

  std::unordered_map<std::uintptr_t, Entry> entries_;
  std::unordered_map<std::uint32_t, std::uintptr_t> addresses_;   // By number.
  std::uintptr_t base_ = 0;
  std::uint32_t generation_ = 0;
};

}  // namespace gocheck::checker::race
