#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace gocheck::checker {

/// Memory that the program maps itself, with mmap() and its relatives, beside its heap. What an execution has mapped
/// is gone when the next one begins, and part of what it has written (isolation/snapshot.hpp). What was mapped before
/// main stays as the executions leave it.
///
/// Complexity: a call is linear in the number of mappings, of which at most kRegionsMax are looked after.
namespace mappings {

inline constexpr std::size_t kRegionsMax = 1U << 10;

/// In whole pages.
struct Region {
  std::byte* begin;
  std::byte* end;
  int protection;          // PROT_READ, ...
  bool is_file;            // It may be shorter, and others may write to it.
  bool is_of_execution;

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end - begin); }
};

/// Keeps account from here on. Called once, before any constructor of the program.
void take_over();
/// What is mapped from here on belongs to one execution.
void begin_executions() noexcept;
/// Unmaps what belongs to one.
void drop() noexcept;

// What the program has done. Sizes are rounded up to whole pages, as the kernel does.

void mapped(void* begin, std::size_t size, int protection, bool is_file) noexcept;
void unmapped(void* begin, std::size_t size) noexcept;
void moved(void* from, std::size_t size, void* to, std::size_t new_size) noexcept;
void became_protected(void* begin, std::size_t size, int protection) noexcept;

/// Whether this execution has mapped all of it.
[[nodiscard]] bool belongs_to_execution(const void* begin, std::size_t size) noexcept;

/// What this execution has mapped and can write to. Until the next call that changes something.
[[nodiscard]] std::span<const Region> writable() noexcept;
/// Whether that is all that the program can have written beside what it had before main: not where files or what was
/// mapped before main can be written to, or there are too many.
[[nodiscard]] bool are_all_known() noexcept;

}  // namespace mappings
}  // namespace gocheck::checker
