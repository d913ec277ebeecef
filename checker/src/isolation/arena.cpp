#include "isolation/arena.hpp"

#include <bit>
#include <cstring>

namespace gocheck::checker {
namespace {

/// In front of every block, so that its start stays 16-aligned.
struct alignas(16) Header {
  std::size_t size;
};

constexpr std::size_t kSmallest = 16;
constexpr std::size_t kLargestReused = 2048;

int class_of(std::size_t size) noexcept { return static_cast<int>(std::bit_width(size - 1)) - 4; }

std::byte* align_up(std::byte* p, std::size_t align) noexcept {
  return reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(p) + align - 1) &
                                      ~(align - 1));
}

Header* header_of(void* block) noexcept { return static_cast<Header*>(block) - 1; }

}  // namespace

void Arena::attach(std::byte* begin, std::size_t size) noexcept {
  begin_ = begin;
  end_ = begin + size;
  reset();
}

void Arena::reset() noexcept {
  top_ = begin_;
  std::memset(free_, 0, sizeof free_);
}

void* Arena::allocate(std::size_t size, std::size_t align) noexcept {
  if (size < kSmallest) size = kSmallest;
  if (align < 16) align = 16;
  if (size <= kLargestReused) {
    size = std::bit_ceil(size);
    FreeBlock*& head = free_[class_of(size)];
    if (head != nullptr && align == 16) {
      FreeBlock* block = head;
      head = block->next;
      return block;
    }
  }
  std::byte* block = align_up(top_ + sizeof(Header), align);
  if (block > end_ || size > static_cast<std::size_t>(end_ - block)) return nullptr;
  header_of(block)->size = size;
  top_ = block + ((size + 15) & ~std::size_t{15});
  return block;
}

void Arena::free(void* block) noexcept {
  const std::size_t size = header_of(block)->size;
  if (size > kLargestReused) return;
  FreeBlock*& head = free_[class_of(size)];
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = head;
  head = freed;
}

std::size_t Arena::size_of(const void* block) noexcept {
  return (static_cast<const Header*>(block) - 1)->size;
}

}  // namespace gocheck::checker
