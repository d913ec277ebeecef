#pragma once

#include <cstddef>
#include <cstdint>

#include "isolation/arena.hpp"
#include "isolation/shared.hpp"

namespace gocheck::checker {

/// The process's heap under check: malloc and its relatives are ours and serve four kinds of owner.
///
///   checker     its own data; never reset
///   initial     the program before main: static constructors; part of the snapshot
///   slot n      one goroutine each; dropped before every execution
///   shared      what all worker processes of a search have in common (isolation/shared.hpp)
///
/// A block that a goroutine frees returns to its arena only when it is that goroutine's own: reuse
/// of somebody else's would make addresses depend on the interleaving.
/// In production, where take_over() is not called, every call goes to the C library.
namespace heap {

inline constexpr std::uint32_t kSlots = 1U << 14;   // Goroutines that can have a heap of their own.

/// With more memory than this, what a goroutine has written is not compared with what was there (polling/polling.hpp).
inline constexpr std::size_t kComparedMax = std::size_t{1} << 20;

/// Makes the arenas and lets malloc use them. Called once, before any constructor of the program.
void take_over();
[[nodiscard]] bool active() noexcept;

/// Who allocates from now on.
void use_checker() noexcept;
void use_slot(std::uint32_t slot) noexcept;
void use_shared() noexcept;

/// Forgets every block of the slot.
void reset_slot(std::uint32_t slot) noexcept;

[[nodiscard]] const Arena& slot(std::uint32_t slot) noexcept;

/// How much the program may have allocated in one execution; 0: as much as fits. `on_exhausted`
/// is called by the allocation that goes beyond, in place of failing it, and does not return.
/// A single block that could never fit fails in the ordinary way: a program may be ready for that.
void set_limit(std::size_t bytes, void (*on_exhausted)());

/// A block that is about to be freed, by a call that returns to `pc`. It goes back to the running goroutine's heap when
/// `is_reused`.
struct Freed {
  std::uintptr_t address;
  std::size_t size;
  bool is_reused;
  std::uintptr_t pc;
};
/// From now on every block's end is told, those of the checker included.
void listen_to_frees(void (*on_free)(const Freed&));

/// In memory that child processes share, lock included.
struct Shared {
  shared::Lock lock;
  Arena arena;
};
[[nodiscard]] Shared& shared() noexcept;

/// What the program allocated before main.
[[nodiscard]] const Arena& initial() noexcept;

}  // namespace heap

/// Memory for the checker alone, outside everything that is reset. Zeroed; never returned.
void* map_memory(std::size_t size);
/// As mmap(), null for MAP_FAILED, but where it moves nothing of what is mapped afterwards: one process may need it
/// and another not, and the program's addresses are the same in both. Its place is never used again.
void* map_apart(std::size_t size, int protection, int flags, int fd, std::int64_t offset);

}  // namespace gocheck::checker
