#include "isolation/mappings.hpp"

#include <algorithm>
#include <tuple>

#include <sys/mman.h>

#include "isolation/heap.hpp"
#include "isolation/pages.hpp"

namespace gocheck::checker::mappings {
namespace {

/// Outside what is reset.
struct State {
  bool is_executing;
  bool has_lost_some;
  bool knows_all;
  std::size_t count;
  std::size_t writable_count;
  Region regions[kRegionsMax];    // Apart from each other, in order.
  Region writable[kRegionsMax];
};
State* g_state = nullptr;

std::byte* end_of(const void* begin, std::size_t size) {
  return const_cast<std::byte*>(static_cast<const std::byte*>(begin)) + pages::rounded_up(size);
}

std::span<Region> regions() { return {g_state->regions, g_state->count}; }

void add(const Region& region) {
  if (g_state->count == kRegionsMax) {
    g_state->has_lost_some = true;
  } else {
    g_state->regions[g_state->count++] = region;
  }
}

/// No region goes on across it.
void split_at(std::byte* at) {
  for (Region& region : regions()) {
    if (at <= region.begin || region.end <= at) continue;
    Region rest = region;
    rest.begin = region.end = at;
    add(rest);
    return;   // There is no other one.
  }
}

/// Calls visit(region) for what lies between the two.
template <typename Visit>
void visit_between(std::byte* begin, std::byte* end, const Visit& visit) {
  split_at(begin);
  split_at(end);
  for (Region& region : regions()) {
    if (begin <= region.begin && region.end <= end) visit(region);
  }
}

void take_out(std::byte* begin, std::byte* end) {
  visit_between(begin, end, [](Region& region) { region.end = region.begin; });
}

/// Puts all in order again: those without a page are gone, neighbours of one kind are one.
void settle() {
  std::ranges::sort(regions(), {}, &Region::begin);
  const auto kind = [](const Region& r) { return std::tuple(r.protection, r.is_file, r.is_of_execution); };
  std::size_t count = 0;
  for (const Region& region : regions()) {
    if (region.size() == 0) continue;
    Region* const last = count == 0 ? nullptr : &g_state->regions[count - 1];
    if (last != nullptr && last->end == region.begin && kind(*last) == kind(region)) {
      last->end = region.end;
    } else {
      g_state->regions[count++] = region;
    }
  }
  g_state->count = count;
  g_state->writable_count = 0;
  g_state->knows_all = !g_state->has_lost_some;
  for (const Region& region : regions()) {
    if ((region.protection & PROT_WRITE) == 0) continue;
    if (region.is_of_execution && !region.is_file) {
      g_state->writable[g_state->writable_count++] = region;
    } else {
      g_state->knows_all = false;
    }
  }
}

}  // namespace

void take_over() {
  g_state = static_cast<State*>(map_memory(sizeof(State)));
  g_state->knows_all = true;
}

void begin_executions() noexcept { g_state->is_executing = true; }

void drop() noexcept {
  bool has_any = false;
  for (Region& region : regions()) {
    if (!region.is_of_execution) continue;
    pages::unmap(region.begin, region.size());
    region.end = region.begin;
    has_any = true;
  }
  if (has_any) settle();
}

void mapped(void* begin, std::size_t size, int protection, bool is_file) noexcept {
  auto* const first = static_cast<std::byte*>(begin);
  take_out(first, end_of(begin, size));
  add({first, end_of(begin, size), protection, is_file, g_state->is_executing});
  settle();
}

void unmapped(void* begin, std::size_t size) noexcept {
  take_out(static_cast<std::byte*>(begin), end_of(begin, size));
  settle();
}

void moved(void* from, std::size_t size, void* to, std::size_t new_size) noexcept {
  auto* const first = static_cast<std::byte*>(from);
  const auto holds = [&](const Region& region) { return region.begin <= first && first < region.end; };
  const auto found = std::ranges::find_if(regions(), holds);
  if (found == regions().end()) return;
  Region region = *found;
  take_out(first, end_of(from, size));
  region.begin = static_cast<std::byte*>(to);
  region.end = end_of(to, new_size);
  take_out(region.begin, region.end);
  add(region);
  settle();
}

void became_protected(void* begin, std::size_t size, int protection) noexcept {
  visit_between(static_cast<std::byte*>(begin), end_of(begin, size),
                [&](Region& region) { region.protection = protection; });
  settle();
}

bool belongs_to_execution(const void* begin, std::size_t size) noexcept {
  const auto* at = static_cast<const std::byte*>(begin);
  for (const Region& region : regions()) {
    if (region.is_of_execution && region.begin <= at && at < region.end) at = region.end;
  }
  return at >= end_of(begin, size) && size > 0;
}

std::span<const Region> writable() noexcept { return {g_state->writable, g_state->writable_count}; }
bool are_all_known() noexcept { return g_state->knows_all; }

}  // namespace gocheck::checker::mappings
