// Calls of the C library by which the program maps memory (isolation/mappings.hpp). Raw system calls, shmat() and
// sbrk() are not seen.
#include <cstdarg>
#include <cstddef>
#include <utility>

#include <sys/mman.h>

#include <gocheck/detail/controller.hpp>

#include "interpose/real.hpp"
#include "interpose/refuse.hpp"
#include "isolation/heap.hpp"
#include "isolation/mappings.hpp"
#include "isolation/pages.hpp"
#include "isolation/snapshot.hpp"
#include "race/detector.hpp"

namespace {

using gocheck::checker::world_of_program;
namespace heap = gocheck::checker::heap;
namespace mappings = gocheck::checker::mappings;
namespace pages = gocheck::checker::pages;
namespace snapshot = gocheck::checker::snapshot;

/// Whether it is the program under check that calls, or its constructors do.
bool is_by_program() {
  return gocheck::detail::active_controller == nullptr ? heap::active() : world_of_program() != nullptr;
}

/// While one lives, what is written is not taken for the program's.
class Bookkeeping {
 public:
  ~Bookkeeping() { gocheck::checker::race::on = was_on_; }

 private:
  const bool was_on_ = std::exchange(gocheck::checker::race::on, false);
};

/// Without the memory. Its place is used again after this execution: the race detector knows accesses by their
/// addresses.
int empty(void* begin, std::size_t size) {
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
  if (pages::map(begin, size, PROT_NONE, kFlags, -1, 0) == MAP_FAILED) return -1;
  mappings::mapped(begin, size, PROT_NONE, false);
  return 0;
}

}  // namespace

extern "C" {

void* mmap(void* wish, std::size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  GOCHECK_REAL(mmap);
  void* const memory = real(wish, size, protection, flags, fd, offset);
  if (memory != MAP_FAILED && is_by_program()) {
    const Bookkeeping scope;
    mappings::mapped(memory, size, protection, (flags & MAP_ANONYMOUS) == 0);
    snapshot::note_hidden_change();
  }
  return memory;
}

/// What programs with large files call.
void* mmap64(void* wish, std::size_t size, int protection, int flags, int fd, off64_t offset) noexcept {
  return mmap(wish, size, protection, flags, fd, offset);
}

int munmap(void* begin, std::size_t size) noexcept {
  GOCHECK_REAL(munmap);
  if (!is_by_program()) return real(begin, size);
  const Bookkeeping scope;
  snapshot::note_hidden_change();
  if (mappings::belongs_to_execution(begin, size)) return empty(begin, size);
  const int result = real(begin, size);
  if (result == 0) mappings::unmapped(begin, size);
  return result;
}

void* mremap(void* from, std::size_t size, std::size_t new_size, int flags, ...) noexcept {
  GOCHECK_REAL(mremap);
  std::va_list rest;
  va_start(rest, flags);
  void* const wish = (flags & MREMAP_FIXED) != 0 ? va_arg(rest, void*) : nullptr;
  va_end(rest);
  void* const to = real(from, size, new_size, flags, wish);
  if (to != MAP_FAILED && is_by_program()) {
    const Bookkeeping scope;
    mappings::moved(from, size, to, new_size);
    snapshot::note_hidden_change();
  }
  return to;
}

int mprotect(void* begin, std::size_t size, int protection) noexcept {
  GOCHECK_REAL(mprotect);
  if (!is_by_program()) return real(begin, size, protection);
  const Bookkeeping scope;
  snapshot::let_kernel_write(begin, size);   // Else the snapshot would not see what is written there.
  const int result = real(begin, size, protection);
  if (result == 0) mappings::became_protected(begin, size, protection);
  return result;
}

}  // extern "C"
