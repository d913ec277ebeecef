#include "isolation/heap.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>

#include "isolation/pages.hpp"
#include "process_end.hpp"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

namespace gocheck::checker {
namespace {

constexpr std::size_t kSlotSize = std::size_t{1} << 30;   // Virtual; pages come when touched.
constexpr std::size_t kCheckerSize = std::size_t{1} << 40;
constexpr std::size_t kInitialSize = std::size_t{1} << 34;
constexpr std::size_t kSharedSize = std::size_t{1} << 40;
constexpr std::size_t kSharedHeader = 4096;
static_assert(sizeof(heap::Shared) <= kSharedHeader);
constexpr std::uintptr_t kBase = 0x100000000000;          // Fixed, so that addresses repeat.
constexpr std::uintptr_t kApart = 0x0C0000000000;
// Arenas start at different cache sets: all slots are touched in every execution.
constexpr std::size_t kColour = 5 * 64;
constexpr std::size_t kColours = 61;

// A slot that has grown larger than this gives its pages back when it is reset.
constexpr std::size_t kKeptResident = std::size_t{16} << 20;

struct Heap {
  std::size_t used;              // By all slots, in this execution.
  std::size_t limit;
  void (*on_exhausted)();
  void (*on_free)(const heap::Freed&);
  Arena checker;
  Arena initial;
  Arena slots[heap::kSlots];
};

Heap* g_heap = nullptr;      // Null in production.
Arena* g_current = nullptr;  // Whose turn it is.

// As numbers: used before the initialisers of pointers would have run.
constexpr std::uintptr_t kSlotsEnd = kBase + heap::kSlots * kSlotSize;
constexpr std::uintptr_t kInitialBegin = kSlotsEnd;
constexpr std::uintptr_t kCheckerBegin = kInitialBegin + kInitialSize;
constexpr std::uintptr_t kSharedBegin = kCheckerBegin + kCheckerSize;
constexpr std::uintptr_t kEnd = kSharedBegin + kSharedSize;

std::byte* at(std::uintptr_t address) { return reinterpret_cast<std::byte*>(address); }

[[noreturn]] void die(const char* text) {
  const auto ignored = write(STDERR_FILENO, text, std::strlen(text));
  static_cast<void>(ignored);
  detail::end_process(70);
}

/// `sharing`: MAP_PRIVATE or MAP_SHARED.
void reserve(std::byte* begin, std::size_t size, int sharing) {
  void* got = pages::map(begin, size, PROT_READ | PROT_WRITE,
                         sharing | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (got != begin) {
    die("gocheck: cannot reserve address space for the checked program (is there a limit, "
        "ulimit -v?)\n");
  }
}

bool is_slot(const Arena* arena) noexcept {
  return arena >= g_heap->slots && arena < g_heap->slots + heap::kSlots;
}

/// As the last owner has left it.
void* take(std::size_t size, std::size_t align) noexcept {
  const std::byte* top = g_current->top();
  void* block = g_current->allocate(size, align);
  if (!is_slot(g_current)) {
    if (block == nullptr) die("gocheck: the checker itself is out of memory\n");
    return block;
  }
  g_heap->used += static_cast<std::size_t>(g_current->top() - top);
  const bool fits = block != nullptr && (g_heap->limit == 0 || g_heap->used <= g_heap->limit);
  if (fits) return block;
  if (size <= kSlotSize && g_heap->on_exhausted != nullptr) g_heap->on_exhausted();
  errno = ENOMEM;
  return nullptr;
}

/// What nobody writes, as the gaps in an object, would show who had the block before, maybe in an earlier execution;
/// whether a goroutine is back where it was must not depend on that: where it is compared, it is wiped.
void* allocate(std::size_t size, std::size_t align) noexcept {
  void* block = take(size, align);
  if (block == nullptr || !is_slot(g_current)) return block;
  const std::size_t taken = Arena::size_of(block);
  return taken <= heap::kComparedMax ? std::memset(block, 0, taken) : block;
}

Arena* owner_of(void* block) noexcept {
  const auto p = reinterpret_cast<std::uintptr_t>(block);
  if (p < kBase || p >= kEnd) return nullptr;
  if (p >= kSharedBegin) return &heap::shared().arena;
  if (p >= kCheckerBegin) return &g_heap->checker;
  if (p >= kInitialBegin) return &g_heap->initial;
  return &g_heap->slots[(p - kBase) / kSlotSize];
}

void release_block(void* block, void* caller) noexcept {
  Arena* owner = owner_of(block);
  if (owner != nullptr && g_heap->on_free != nullptr) {
    g_heap->on_free({reinterpret_cast<std::uintptr_t>(block), Arena::size_of(block), owner == g_current,
                     reinterpret_cast<std::uintptr_t>(caller)});
  }
  // Blocks of the C library's own heap are older than the snapshot; reset brings them back.
  if (owner != nullptr && owner == g_current) owner->free(block);
}

}  // namespace

void heap::take_over() {
  reserve(at(kBase), kSharedBegin - kBase, MAP_PRIVATE);
  reserve(at(kSharedBegin), kSharedSize, MAP_SHARED);
  heap::shared().arena.attach(at(kSharedBegin) + kSharedHeader, kSharedSize - kSharedHeader);
  auto* memory = static_cast<Heap*>(map_memory(sizeof(Heap)));
  memory->checker.attach(at(kCheckerBegin), kCheckerSize);
  memory->initial.attach(at(kInitialBegin), kInitialSize);
  g_heap = memory;
  g_current = &memory->initial;
}

bool heap::active() noexcept { return g_heap != nullptr; }
void heap::use_checker() noexcept { g_current = &g_heap->checker; }
void heap::use_shared() noexcept { g_current = &shared().arena; }
heap::Shared& heap::shared() noexcept { return *reinterpret_cast<Shared*>(kSharedBegin); }
void heap::use_slot(std::uint32_t slot) noexcept { g_current = &g_heap->slots[slot]; }
const Arena& heap::slot(std::uint32_t slot) noexcept { return g_heap->slots[slot]; }
const Arena& heap::initial() noexcept { return g_heap->initial; }

void heap::set_limit(std::size_t bytes, void (*on_exhausted)()) {
  g_heap->limit = bytes;
  g_heap->on_exhausted = on_exhausted;
}

void heap::listen_to_frees(void (*on_free)(const Freed&)) { g_heap->on_free = on_free; }

void heap::reset_slot(std::uint32_t slot) noexcept {
  Arena& arena = g_heap->slots[slot];
  if (arena.begin() == nullptr) {
    const std::size_t colour = slot % kColours * kColour;
    arena.attach(at(kBase + slot * kSlotSize + colour), kSlotSize - colour);
  }
  const auto used = static_cast<std::size_t>(arena.top() - arena.begin());
  g_heap->used -= used;
  if (used > kKeptResident) {
    madvise(at(kBase + slot * kSlotSize + kKeptResident), kSlotSize - kKeptResident, MADV_DONTNEED);
  }
  arena.reset();
}

void* map_apart(std::size_t size, int protection, int flags, int fd, std::int64_t offset) {
  static std::uintptr_t next = kApart;
  void* memory = pages::map(at(next), size, protection, flags, fd, offset);
  next += pages::rounded_up(size);
  return memory == MAP_FAILED ? nullptr : memory;
}

void* map_memory(std::size_t size) {
  void* memory = pages::map(nullptr, size, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) die("gocheck: out of address space\n");
  return memory;
}

}  // namespace gocheck::checker

// The C library calls these too: it supports a malloc that the program brings with it.
using gocheck::checker::allocate;
using gocheck::checker::g_heap;
using gocheck::checker::take;

extern "C" {

void* malloc(std::size_t size) noexcept {
  if (g_heap == nullptr) return __libc_malloc(size);
  return allocate(size, 16);
}

void free(void* block) noexcept {
  if (block == nullptr) return;
  if (g_heap == nullptr) return __libc_free(block);
  gocheck::checker::release_block(block, __builtin_return_address(0));
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  if (g_heap == nullptr) return __libc_calloc(count, size);
  std::size_t total = 0;
  if (__builtin_mul_overflow(count, size, &total)) {
    errno = ENOMEM;
    return nullptr;
  }
  void* block = take(total, 16);
  return block == nullptr ? nullptr : std::memset(block, 0, gocheck::checker::Arena::size_of(block));
}

void* realloc(void* block, std::size_t size) noexcept {
  if (g_heap == nullptr) return __libc_realloc(block, size);
  if (block == nullptr) return allocate(size, 16);
  const bool ours = gocheck::checker::owner_of(block) != nullptr;
  // The size of a block of the C library's heap is not known to us; it cannot be larger than what
  // lies in front of the word that malloc_usable_size() reads.
  const std::size_t old = ours ? gocheck::checker::Arena::size_of(block)
                               : (static_cast<std::size_t*>(block)[-1] & ~std::size_t{7}) - 8;
  if (ours && size <= old) return block;
  void* moved = allocate(size, 16);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, block, old < size ? old : size);
  gocheck::checker::release_block(block, __builtin_return_address(0));
  return moved;
}

void* memalign(std::size_t align, std::size_t size) noexcept {
  if (g_heap == nullptr) return __libc_memalign(align, size);
  return allocate(size, align);
}

void* aligned_alloc(std::size_t align, std::size_t size) noexcept { return memalign(align, size); }

int posix_memalign(void** out, std::size_t align, std::size_t size) noexcept {
  if (align < sizeof(void*) || (align & (align - 1)) != 0) return EINVAL;
  void* block = memalign(align, size);
  if (block == nullptr) return ENOMEM;
  *out = block;
  return 0;
}

std::size_t malloc_usable_size(void* block) noexcept {
  if (block == nullptr) return 0;
  if (g_heap != nullptr && gocheck::checker::owner_of(block) != nullptr) {
    return gocheck::checker::Arena::size_of(block);
  }
  return (static_cast<std::size_t*>(block)[-1] & ~std::size_t{7}) - 8;
}

}  // extern "C"
