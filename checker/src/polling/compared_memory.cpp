#include "polling/compared_memory.hpp"

#include <algorithm>

#include <cxxabi.h>

#include "isolation/heap.hpp"
#include "stack/frames.hpp"

namespace gocheck::checker {

snapshot::Piece stack_in_use(const Goroutine& g) {
  return {g.stack, static_cast<std::size_t>(stack_of(g).end - g.stack)};
}

snapshot::Piece heap_in_use(std::uint32_t slot) {
  const Arena& arena = heap::slot(slot);
  return {arena.begin(), static_cast<std::size_t>(arena.top() - arena.begin())};
}

bool is_in(std::span<const std::byte* const> free_blocks, const std::byte* byte) {
  return std::ranges::any_of(free_blocks, [&](const std::byte* block) {
    return byte >= block && byte < block + Arena::size_of(block);
  });
}

snapshot::Piece exception_state() {
  return {reinterpret_cast<const std::byte*>(abi::__cxa_get_globals()), 2 * sizeof(void*)};
}

}  // namespace gocheck::checker
