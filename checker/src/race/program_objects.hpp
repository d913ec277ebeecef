#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>

#include <gocheck/detail/object.hpp>

namespace gocheck::checker::race {

/// The objects behind what the program declares by means of the C++ library, std::atomic and std::mutex: one
/// for each address that was ever used as one, with the same name in every interleaving.
class ProgramObjects {
 public:
  /// `base` is where the program was loaded.
  void set_base(std::uintptr_t base) { base_ = base; }
  void begin_execution() { ++generation_; }

  /// The object for the address; `is_new` when this execution has not used it before: its state is then that
  /// of a new one.
  detail::Object& at(detail::ObjectKind kind, std::uintptr_t address, bool& is_new);
  [[nodiscard]] std::uintptr_t address_of(const detail::Object& object) const;

  /// Whether it is one of these. Atomics among them order what their memory order says, not more.
  static bool owns(const detail::Object& object);
  /// Steps on it order nothing of the program's.
  static void leave_unordered(detail::Object& object);
  static bool is_unordered(const detail::Object& object);

 private:
  struct Entry {
    std::optional<detail::Object> object;
    std::uint32_t generation = 0;
  };

  std::uint32_t number_for(std::uintptr_t address);

  std::unordered_map<std::uintptr_t, Entry> entries_;   // By kind and address.
  std::unordered_map<std::uint32_t, std::uintptr_t> addresses_;   // By number.
  std::uintptr_t base_ = 0;
  std::uint32_t generation_ = 0;
};

}  // namespace gocheck::checker::race
