#include "race/shadow.hpp"

#include "isolation/heap.hpp"

namespace gocheck::checker::race {
namespace {

constexpr std::size_t kFirstSlots = 1U << 12;
constexpr std::size_t kBlocksMax = std::size_t{1} << 28;   // Address space, not memory.
constexpr std::size_t kCellsSize = Shadow::kPageSize / 8 * sizeof(Cell);
constexpr std::size_t kChunkSize = 64 * kCellsSize;

std::size_t slot_of(std::uintptr_t page, std::size_t slots) {
  return (page * 0x9E3779B97F4A7C15ULL >> 24) & (slots - 1);
}

}  // namespace

Shadow::Shadow()
    : recent_(static_cast<Page*>(map_memory(kRecent * sizeof(Page)))),
      pages_(static_cast<Page*>(map_memory(kFirstSlots * sizeof(Page)))),
      page_slots_(kFirstSlots),
      blocks_(static_cast<Cell::Block*>(map_memory(kBlocksMax * sizeof(Cell::Block)))) {}

Cell* Shadow::lookup(std::uintptr_t page) const {
  for (std::size_t at = slot_of(page, page_slots_);; at = (at + 1) & (page_slots_ - 1)) {
    if (pages_[at].number == page) return pages_[at].cells;
    if (pages_[at].number == 0) return nullptr;
  }
}

Cell* Shadow::find(std::uintptr_t page) {
  Cell* cells = lookup(page);
  if (cells == nullptr) {
    if (chunk_ == chunk_end_) {
      chunk_ = static_cast<std::byte*>(map_memory(kChunkSize));
      chunk_end_ = chunk_ + kChunkSize;
    }
    cells = reinterpret_cast<Cell*>(chunk_);
    chunk_ += kCellsSize;
    insert({page, cells});
  }
  recent_[page % kRecent] = {page, cells};
  return cells;
}

void Shadow::insert(Page page) {
  if ((page_count_ + 1) * 2 > page_slots_) {
    Page* old = pages_;
    const std::size_t old_slots = page_slots_;
    page_slots_ *= 2;
    pages_ = static_cast<Page*>(map_memory(page_slots_ * sizeof(Page)));   // The old one is given up.
    page_count_ = 0;
    for (std::size_t i = 0; i < old_slots; ++i) {
      if (old[i].number != 0) insert(old[i]);
    }
  }
  std::size_t at = slot_of(page.number, page_slots_);
  while (pages_[at].number != 0) at = (at + 1) & (page_slots_ - 1);
  pages_[at] = page;
  ++page_count_;
}

Cell::Block* Shadow::new_block() {
  Cell::Block* block = &blocks_[blocks_used_++];
  block->next = nullptr;
  return block;
}

}  // namespace gocheck::checker::race
