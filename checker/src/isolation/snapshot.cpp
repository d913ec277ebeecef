#include "isolation/snapshot.hpp"

#include <cstddef>
#include <cstdio>
#include <cstring>

#include <link.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "isolation/heap.hpp"
#include "isolation/mappings.hpp"
#include "isolation/pages.hpp"

namespace gocheck::checker::snapshot {
namespace {

constexpr std::size_t kPage = pages::kSize;
constexpr std::size_t kRangesMax = 256;
// Small programs' own data is copied every time: the kernel cannot write into a protected page
// for the program (read() into a global buffer would fail with EFAULT).
constexpr std::size_t kAlwaysHotPages = 16;

struct Range {
  std::byte* begin;
  std::size_t size;
  std::byte* copy;
};

/// Lives in memory of its own: the module's data segment is itself restored.
struct State {
  Range ranges[kRangesMax];
  std::size_t range_count;
  Range tls[kRangesMax];
  std::size_t tls_count;
  std::byte** hot;           // Addresses of the pages to copy back.
  std::byte** hot_copy;
  std::size_t hot_count;
  std::size_t hot_max;
  std::uint64_t hidden_changes;
  std::uint64_t modules;     // That have been loaded and unloaded, ever.
};

State* g_state = nullptr;

std::byte* page_down(std::uintptr_t a) { return reinterpret_cast<std::byte*>(a & ~(kPage - 1)); }
std::byte* page_up(std::uintptr_t a) { return page_down(a + kPage - 1); }

void add_range(std::byte* begin, std::byte* end) {
  if (begin >= end || g_state->range_count == kRangesMax) return;
  g_state->ranges[g_state->range_count++] = {begin, static_cast<std::size_t>(end - begin), nullptr};
}

int add_module(dl_phdr_info* info, std::size_t, void*) {
  // The loader's data holds the very state that keeps this process running, and no program's.
  if (info->dlpi_addr == getauxval(AT_BASE)) return 0;
  std::uintptr_t relro_begin = 0;
  std::uintptr_t relro_end = 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type != PT_GNU_RELRO) continue;
    relro_begin = info->dlpi_addr + header.p_vaddr;
    relro_end = relro_begin + header.p_memsz;
  }
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
    const std::uintptr_t end = begin + header.p_memsz;
    if (header.p_type == PT_LOAD && (header.p_flags & PF_W) != 0) {
      const bool has_relro = relro_begin >= begin && relro_begin < end;
      // The loader protects whole pages only: what RELRO shares with .data stays writable.
      add_range(has_relro ? page_down(relro_end) : page_down(begin), page_up(end));
    }
    if (header.p_type == PT_TLS && info->dlpi_tls_data != nullptr) {
      g_state->tls[g_state->tls_count++] = {static_cast<std::byte*>(info->dlpi_tls_data),
                                            header.p_memsz, nullptr};
    }
  }
  return 0;
}

/// The C library's heap: what was allocated before our malloc took over.
void add_break_heap() {
  std::FILE* maps = std::fopen("/proc/self/maps", "r");
  if (maps == nullptr) return;
  char line[512];
  while (std::fgets(line, sizeof line, maps) != nullptr) {
    unsigned long begin = 0;
    unsigned long end = 0;
    if (std::strstr(line, "[heap]") == nullptr) continue;
    if (std::sscanf(line, "%lx-%lx", &begin, &end) == 2) add_range(page_down(begin), page_up(end));
  }
  std::fclose(maps);
}

/// The values of thread keys (pthread_setspecific), which lie in the C library's own record of the thread: found
/// by setting one. Only those of the first keys; more of them lie in memory of their own.
void add_thread_keys() {
  constexpr std::size_t kFirstKeys = 32;
  constexpr std::size_t kSearched = 4096;
  struct Value {
    std::uintptr_t sequence;
    const void* data;
  };
  pthread_key_t key = 0;
  if (pthread_key_create(&key, nullptr) != 0) return;
  const char mark = 0;
  pthread_setspecific(key, &mark);
  auto* record = reinterpret_cast<std::byte*>(pthread_self());
  const std::size_t before = key * sizeof(Value);
  for (std::size_t at = before + offsetof(Value, data); key < kFirstKeys && at < kSearched; at += 8) {
    const void* word = nullptr;
    std::memcpy(&word, record + at, sizeof word);
    if (word != &mark) continue;
    g_state->tls[g_state->tls_count++] = {record + at - offsetof(Value, data) - before,
                                          kFirstKeys * sizeof(Value), nullptr};
    break;
  }
  pthread_setspecific(key, nullptr);
  pthread_key_delete(key);
}

std::uint64_t modules() {
  std::uint64_t sum = 0;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        *static_cast<std::uint64_t*>(out) = info->dlpi_adds + info->dlpi_subs;
        return 1;   // Every module tells it.
      },
      &sum);
  return sum;
}

void make_hot(std::byte* page, std::byte* copy) {
  g_state->hot[g_state->hot_count] = page;
  g_state->hot_copy[g_state->hot_count] = copy;
  ++g_state->hot_count;
}

}  // namespace

void take() {
  g_state = static_cast<State*>(map_memory(sizeof(State)));
  dl_iterate_phdr(add_module, nullptr);
  g_state->modules = modules();
  add_thread_keys();
  const std::size_t own_ranges = g_state->range_count > 0 ? 1 : 0;   // The program comes first.
  add_break_heap();
  add_range(heap::initial().begin(),
            page_up(reinterpret_cast<std::uintptr_t>(heap::initial().top())));
  std::size_t pages = 0;
  for (std::size_t i = 0; i < g_state->range_count; ++i) pages += g_state->ranges[i].size / kPage;
  g_state->hot_max = pages;
  g_state->hot = static_cast<std::byte**>(map_memory((pages + 1) * sizeof(std::byte*)));
  g_state->hot_copy = static_cast<std::byte**>(map_memory((pages + 1) * sizeof(std::byte*)));
  for (std::size_t i = 0; i < g_state->range_count; ++i) {
    g_state->ranges[i].copy = static_cast<std::byte*>(map_memory(g_state->ranges[i].size));
  }
  for (std::size_t i = 0; i < g_state->tls_count; ++i) {
    g_state->tls[i].copy = static_cast<std::byte*>(map_memory(g_state->tls[i].size + 1));
  }
  // From here on nothing may be written but through g_state, which lies outside.
  for (std::size_t i = 0; i < g_state->tls_count; ++i) {
    std::memcpy(g_state->tls[i].copy, g_state->tls[i].begin, g_state->tls[i].size);
  }
  for (std::size_t i = 0; i < g_state->range_count; ++i) {
    const Range& range = g_state->ranges[i];
    std::memcpy(range.copy, range.begin, range.size);
    if (i < own_ranges && range.size <= kAlwaysHotPages * kPage) {
      for (std::size_t at = 0; at < range.size; at += kPage) {
        make_hot(range.begin + at, range.copy + at);
      }
    } else if (!pages::protect(range.begin, range.size, PROT_READ)) {
      for (std::size_t at = 0; at < range.size; at += kPage) {
        make_hot(range.begin + at, range.copy + at);
      }
    }
  }
}

void restore() noexcept {
  for (std::size_t i = 0; i < g_state->hot_count; ++i) {
    std::memcpy(g_state->hot[i], g_state->hot_copy[i], kPage);
  }
  for (std::size_t i = 0; i < g_state->tls_count; ++i) {
    std::memcpy(g_state->tls[i].begin, g_state->tls[i].copy, g_state->tls[i].size);
  }
}

void let_kernel_write(void* begin, std::size_t size) noexcept {
  note_hidden_change();
  auto* first = page_down(reinterpret_cast<std::uintptr_t>(begin));
  auto* end = static_cast<std::byte*>(begin) + size;
  for (std::byte* page = first; page < end; page += kPage) {
    static_cast<void>(handle_fault(page));
  }
}

bool handle_fault(void* address) noexcept {
  if (g_state == nullptr) return false;
  auto* at = static_cast<std::byte*>(address);
  for (std::size_t i = 0; i < g_state->range_count; ++i) {
    const Range& range = g_state->ranges[i];
    if (at < range.begin || at >= range.begin + range.size) continue;
    const auto offset = static_cast<std::size_t>(at - range.begin) / kPage * kPage;
    for (std::size_t h = 0; h < g_state->hot_count; ++h) {
      if (g_state->hot[h] == range.begin + offset) return false;   // Writable already: a real fault.
    }
    if (!pages::protect(range.begin + offset, kPage, PROT_READ | PROT_WRITE)) return false;
    make_hot(range.begin + offset, range.copy + offset);
    return true;
  }
  return false;
}

void note_hidden_change() noexcept {
  if (g_state != nullptr) ++g_state->hidden_changes;
}
std::uint64_t hidden_changes() noexcept { return g_state->hidden_changes; }

std::size_t written_count() noexcept {
  return g_state->tls_count + mappings::writable().size() + g_state->hot_count;
}
bool has_more() noexcept { return !mappings::are_all_known() || modules() != g_state->modules; }

Written written(std::size_t n) noexcept {
  if (n < g_state->tls_count) {
    const Range& range = g_state->tls[n];
    return {{range.begin, range.size}, range.copy};
  }
  n -= g_state->tls_count;
  const auto mapped = mappings::writable();
  if (n < mapped.size()) return {{mapped[n].begin, mapped[n].size()}, nullptr};
  n -= mapped.size();
  return {{g_state->hot[n], kPage}, g_state->hot_copy[n]};
}

std::size_t hot_pages() noexcept { return g_state->hot_count; }

}  // namespace gocheck::checker::snapshot
