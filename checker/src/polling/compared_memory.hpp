#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "isolation/snapshot.hpp"
#include "machine/configuration.hpp"

namespace gocheck::checker {

// The memory that goroutines can have written, where it is compared with what it was, and what of it means nothing
// there. A byte lies in a piece that is compared.

/// Of a goroutine that has come to an operation: its own frames and what it keeps in registers.
[[nodiscard]] snapshot::Piece stack_in_use(const Goroutine& g);
[[nodiscard]] snapshot::Piece heap_in_use(std::uint32_t slot);

/// Whether it lies in one of the blocks, which are free ones of a heap.
[[nodiscard]] bool is_in(std::span<const std::byte* const> free_blocks, const std::byte* byte);

[[nodiscard]] inline bool is_in(const snapshot::Piece& piece, const std::byte* byte) {
  return byte >= piece.begin && byte < piece.begin + piece.size;
}

/// The C++ library's record of the exceptions that are being handled [Itanium C++ ABI 2.2.2]. That is of whoever runs,
/// and follows from his frames.
[[nodiscard]] snapshot::Piece exception_state();

/// Calls visit(n) for the bytes of the piece that are not as they `was`, from the n-th on, as long as it says true.
/// Returns what it said last.
template <typename Visit>
bool visit_differences(const snapshot::Piece& piece, const std::byte* was, std::size_t n, const Visit& visit) {
  if (std::memcmp(was + n, piece.begin + n, piece.size - n) == 0) return true;
  constexpr std::size_t kPart = 64;   // Most of them are equal.
  while (n < piece.size) {
    const std::size_t end = std::min(n + kPart, piece.size);
    if (std::memcmp(was + n, piece.begin + n, end - n) == 0) n = end;
    for (; n < end; ++n) {
      if (was[n] != piece.begin[n] && !visit(n)) return false;
    }
  }
  return true;
}

/// The object, a Core that lives in `piece` and of which test(core) holds, whose field the byte belongs to; null if
/// there is none. `get`: the field of a Core, whose size is a power of two.
template <typename Core, typename Get, typename Test>
[[nodiscard]] const Core* owner_of(const snapshot::Piece& piece, const std::byte* byte, const Get& get,
                                   const Test& test) {
  const auto* here = reinterpret_cast<const Core*>(piece.begin);   // For the distance only.
  const auto& field = get(*here);
  const std::ptrdiff_t offset = reinterpret_cast<const std::byte*>(&field) - piece.begin;
  const std::byte* at_multiple = byte - offset;   // Of the field's size, if the byte is the field's first.
  const std::byte* begin = at_multiple - reinterpret_cast<std::uintptr_t>(at_multiple) % sizeof field;
  if (begin < piece.begin || piece.begin + piece.size < begin + sizeof(Core)) return nullptr;
  if (reinterpret_cast<std::uintptr_t>(begin) % alignof(Core) != 0) return nullptr;
  const auto* core = reinterpret_cast<const Core*>(begin);
  const Object* object = core;
  return object->magic == Object::kAlive && test(*core) ? core : nullptr;
}
/// One of that kind.
template <typename Core, typename Get>
[[nodiscard]] const Core* owner_of(const snapshot::Piece& piece, const std::byte* byte, ObjectKind kind,
                                   const Get& get) {
  return owner_of<Core>(piece, byte, get, [&](const Object& object) { return object.kind == kind; });
}

}  // namespace gocheck::checker
