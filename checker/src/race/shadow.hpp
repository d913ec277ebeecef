#pragma once

#include <cstddef>
#include <cstdint>

#include "race/vector_clock.hpp"

namespace gocheck::checker::race {

// What an access does; bits.
enum : std::uint8_t { kRead = 0, kWrite = 1, kAtomic = 2, kFree = 4 };

/// One access to some of the eight bytes of a cell.
struct Access {
  std::uintptr_t pc;        // Return address of the hook: in the code that accessed.
  Time time;                // Of the goroutine.
  std::uint32_t step;       // Steps taken before it.
  std::uint32_t context;    // Call stack and locks, in replays; 0: not kept.
  Tid tid;
  std::uint8_t mask;        // Bytes.
  std::uint8_t kind;

  [[nodiscard]] bool writes() const { return (kind & kWrite) != 0; }
  [[nodiscard]] bool is_atomic() const { return (kind & kAtomic) != 0; }
};
static_assert(sizeof(Access) == 24);

/// The accesses to eight bytes that an access to come can still race with: [FF09]'s last write and
/// reads since, for each set of bytes. Two fit in; more are chained, so none is ever forgotten.
///
/// Valid in one execution: a cell of an older generation is empty, and nothing is cleared between
/// executions.
struct Cell {
  static constexpr std::size_t kInline = 2;
  struct Block {
    static constexpr std::size_t kSize = 5;
    Access accesses[kSize];
    Block* next;
  };

  std::uint32_t generation;
  std::uint32_t count;
  Block* more;
  Access accesses[kInline];
};
static_assert(sizeof(Cell) == 64, "one cache line");

/// A cell for every aligned eight bytes that the program has ever touched, whatever they belong to:
/// heap, globals, stacks. Exact: a page is found by its number, and two addresses never share a cell.
class Shadow {
 public:
  Shadow();
  void begin_execution() { blocks_used_ = 0; }

  /// Makes the page's cells on first sight. Complexity: O(1), a few ns when seen recently.
  Cell& cell(std::uintptr_t address) {
    const std::uintptr_t page = number_of(address);
    const Page& recent = recent_[page % kRecent];
    Cell* cells = recent.number == page ? recent.cells : find(page);
    return cells[(address & (kPageSize - 1)) >> 3];
  }
  Cell::Block* new_block();

  static constexpr std::uintptr_t kPageBits = 12;
  static constexpr std::uintptr_t kPageSize = std::uintptr_t{1} << kPageBits;

 private:
  struct Page {
    std::uintptr_t number;   // From 1; 0: none.
    Cell* cells;
  };
  static constexpr std::size_t kRecent = 1024;

  static std::uintptr_t number_of(std::uintptr_t address) { return (address >> kPageBits) + 1; }
  Cell* find(std::uintptr_t page);
  [[nodiscard]] Cell* lookup(std::uintptr_t page) const;
  void insert(Page page);

  // Memory of its own: hooks run while the heap is the program's.
  Page* recent_;
  Page* pages_;              // Open addressing.
  std::size_t page_slots_;
  std::size_t page_count_ = 0;
  Cell::Block* blocks_;
  std::size_t blocks_used_ = 0;
  std::byte* chunk_ = nullptr;
  std::byte* chunk_end_ = nullptr;
};

}  // namespace gocheck::checker::race
