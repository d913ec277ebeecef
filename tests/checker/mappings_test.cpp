// What is known of memory that a program maps, moves, protects and unmaps. Nothing is mapped: it is only told so.
#include <sys/mman.h>

#include <catch2/catch.hpp>
#include <vector>

#include "isolation/mappings.hpp"

using namespace gocheck::checker;

namespace {

constexpr std::uintptr_t kPage = 4096;
constexpr int kAll = PROT_READ | PROT_WRITE;

std::byte* page(std::uintptr_t n) { return reinterpret_cast<std::byte*>(kPage * n); }

using Pages = std::vector<std::pair<std::uintptr_t, std::uintptr_t>>;

/// First pages and ends.
Pages writable() {
  Pages pages;
  for (const mappings::Region& region : mappings::writable()) {
    pages.emplace_back(reinterpret_cast<std::uintptr_t>(region.begin) / kPage,
                       reinterpret_cast<std::uintptr_t>(region.end) / kPage);
  }
  return pages;
}

}  // namespace

TEST_CASE("mappings: parts of them are protected, unmapped and mapped anew", "[mappings]") {
  mappings::take_over();
  mappings::begin_executions();
  CHECK(writable().empty());
  mappings::mapped(page(100), 10 * kPage, kAll, false);
  CHECK(writable() == Pages{{100, 110}});
  mappings::became_protected(page(102), kPage + 1, PROT_READ);   // Whole pages.
  CHECK(writable() == Pages{{100, 102}, {104, 110}});
  mappings::unmapped(page(106), kPage);
  CHECK(writable() == Pages{{100, 102}, {104, 106}, {107, 110}});
  CHECK(mappings::belongs_to_execution(page(100), 6 * kPage));
  CHECK_FALSE(mappings::belongs_to_execution(page(100), 7 * kPage));
  CHECK_FALSE(mappings::belongs_to_execution(page(99), kPage));
  mappings::mapped(page(101), 9 * kPage, kAll, false);   // MAP_FIXED.
  CHECK(writable() == Pages{{100, 110}});
  mappings::became_protected(page(90), 100 * kPage, PROT_NONE);
  CHECK(writable().empty());
  CHECK(mappings::are_all_known());
}

TEST_CASE("mappings: what is moved stays what it was", "[mappings]") {
  mappings::take_over();
  mappings::begin_executions();
  mappings::mapped(page(100), 4 * kPage, kAll, false);
  mappings::moved(page(102), 2 * kPage, page(200), 5 * kPage);
  CHECK(writable() == Pages{{100, 102}, {200, 205}});
  mappings::moved(page(200), 5 * kPage, page(200), kPage);   // In its place.
  CHECK(writable() == Pages{{100, 102}, {200, 201}});
  mappings::moved(page(300), kPage, page(400), kPage);       // Not the program's.
  CHECK(writable() == Pages{{100, 102}, {200, 201}});
}

TEST_CASE("mappings: not all is known where files, or memory from before main, can be written to", "[mappings]") {
  mappings::take_over();
  mappings::mapped(page(100), kPage, PROT_READ, false);
  CHECK(mappings::are_all_known());
  mappings::became_protected(page(100), kPage, kAll);
  CHECK_FALSE(mappings::are_all_known());
  mappings::unmapped(page(100), kPage);
  CHECK(mappings::are_all_known());
  mappings::begin_executions();
  mappings::mapped(page(100), kPage, PROT_READ, true);
  CHECK(mappings::are_all_known());
  mappings::mapped(page(100), kPage, kAll, true);
  CHECK_FALSE(mappings::are_all_known());
  CHECK(writable().empty());
}

TEST_CASE("mappings: nor where there are too many", "[mappings]") {
  mappings::take_over();
  mappings::begin_executions();
  for (std::uintptr_t n = 0; n < mappings::kRegionsMax; ++n) mappings::mapped(page(1000 + 2 * n), kPage, kAll, false);
  CHECK(mappings::are_all_known());
  CHECK(writable().size() == mappings::kRegionsMax);
  mappings::mapped(page(10), kPage, kAll, false);
  CHECK_FALSE(mappings::are_all_known());
}
