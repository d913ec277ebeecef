#pragma once

#include <cstddef>
#include <cstdint>

namespace gocheck::checker {

/// Everything that the program can have written before its first execution: the writable segments
/// of all modules but the dynamic loader, the heap from before main, thread-local storage and thread keys. What it has
/// mapped itself is no part of that (isolation/mappings.hpp).
///
/// restore() copies back only pages that have ever been written: all others are write-protected,
/// and the first write to one marks it for ever. Nothing that changed can be missed, and the cost is
/// proportional to what the program touches, not to what it has (docs/decisions/001).
namespace snapshot {

struct Piece {
  const std::byte* begin;
  std::size_t size;
};

/// Memory that the program has ever written, with what was there before its first execution; null: it was not there.
struct Written {
  Piece piece;
  const std::byte* at_first;
};

/// Takes the snapshot. The heap must belong to the checker.
void take();
/// Puts everything back. Keeps the stack of the caller, which must not be part of the snapshot.
void restore() noexcept;

/// To be called first on SIGSEGV: true when the fault was a first write to a protected page, which
/// is writable now.
[[nodiscard]] bool handle_fault(void* address) noexcept;

/// Protected pages among these become writable now: the kernel, which writes for the program, takes no
/// fault but fails with EFAULT.
void let_kernel_write(void* begin, std::size_t size) noexcept;

/// Something can have changed that written() does not show as it was and as it is: the kernel writes, memory comes or
/// goes, or a clock is asked, which has another answer each time.
void note_hidden_change() noexcept;
[[nodiscard]] std::uint64_t hidden_changes() noexcept;

/// All that the program has ever written, and what it has mapped since: all that it can have changed, unless
/// has_more(). Grows at the end as long as hidden_changes() stays.
[[nodiscard]] std::size_t written_count() noexcept;
[[nodiscard]] Written written(std::size_t n) noexcept;
/// Whether the program can write where nobody looks: to files that it has mapped, or in libraries loaded since.
/// Complexity: some ten nanoseconds.
[[nodiscard]] bool has_more() noexcept;

/// Pages that restore() copies, for the bench.
[[nodiscard]] std::size_t hot_pages() noexcept;

}  // namespace snapshot
}  // namespace gocheck::checker
