#pragma once

#include <cstddef>
#include <cstdint>
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

/// Whether it is the C++ library's record of the exceptions that are being handled [Itanium C++ ABI 2.2.2]. That is of
/// whoever runs, and follows from his frames.
[[nodiscard]] bool is_exception_state(const std::byte* byte);

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
