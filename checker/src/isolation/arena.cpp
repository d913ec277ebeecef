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
// Up to here sizes are rounded up to a class and every free block of it fits. Larger ones are rounded to one of eight
// sizes of the class, and the first few free blocks of it are looked at: what grows by little again and again must find
// the blocks that it left.
constexpr std::size_t kLargestRounded = 2048;
constexpr int kLookedAt = 8;

std::size_t rounded(std::size_t size) noexcept {
  if (size <= kLargestRounded) return std::bit_ceil(size);
  const std::size_t part = std::bit_floor(size) / 8;
  return (size + part - 1) / part * part;
}

/// Of free blocks: the class holds those of at least 2^(class + 4) bytes.
int class_of(std::size_t size) noexcept { return static_cast<int>(std::bit_width(size)) - 5; }

std::byte* align_up(std::byte* p, std::size_t align) noexcept {
  return reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(p) + align - 1) &
                                      ~(align - 1));
}

Header* header_of(void* block) noexcept { return static_cast<Header*>(block) - 1; }

}  // namespace

void Arena::attach(std::byte* begin, std::size_t size) noexcept {
  begin_ = top_ = begin;
  end_ = begin + size;
}

void Arena::reset() noexcept {
  if (top_ == begin_) return;   // Nothing is free, either.
  top_ = begin_;
  std::memset(free_, 0, sizeof free_);
}

/// Takes a free block out of its list, if there is one that is large enough.
void* Arena::reuse(std::size_t size) noexcept {
  FreeBlock** link = &free_[class_of(size)];
  for (int i = 0; i < kLookedAt && *link != nullptr; ++i, link = &(*link)->next) {
    FreeBlock* block = *link;
    if (header_of(block)->size < size) continue;
    *link = block->next;
    return block;
  }
  return nullptr;
}

void* Arena::allocate(std::size_t size, std::size_t align) noexcept {
  if (size > static_cast<std::size_t>(end_ - begin_)) return nullptr;
  if (size < kSmallest) size = kSmallest;
  if (align < 16) align = 16;
  // What takes most of the rest is not rounded, or it might not fit.
  const auto left = static_cast<std::size_t>(end_ - top_);
  size = rounded(size) <= left / 2 ? rounded(size) : (size + 15) & ~std::size_t{15};
  if (align == 16) {
    if (void* block = reuse(size); block != nullptr) return block;
  }
  std::byte* block = align_up(top_ + sizeof(Header), align);
  if (block > end_ || size > static_cast<std::size_t>(end_ - block)) return nullptr;
  header_of(block)->size = size;
  top_ = block + size;
  return block;
}

void Arena::free(void* block) noexcept {
  FreeBlock*& head = free_[class_of(header_of(block)->size)];
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = head;
  head = freed;
}

void Arena::free_blocks(std::vector<const std::byte*>& blocks) const {
  blocks.clear();
  for (const FreeBlock* block : free_) {
    for (; block != nullptr; block = block->next) blocks.push_back(reinterpret_cast<const std::byte*>(block));
  }
}

std::size_t Arena::size_of(const void* block) noexcept {
  return (static_cast<const Header*>(block) - 1)->size;
}

}  // namespace gocheck::checker
