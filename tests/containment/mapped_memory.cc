// Memory that a program maps itself: loops may count there, and an execution leaves none of it to the next one.
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "program.hpp"

namespace {

constexpr std::size_t kPage = 4096;

char* map(std::size_t pages, int flags = MAP_PRIVATE | MAP_ANONYMOUS, int file = -1, void* at = nullptr) {
  void* memory = mmap(at, pages * kPage, PROT_READ | PROT_WRITE, flags, file, 0);
  require(memory != MAP_FAILED);
  return static_cast<char*>(memory);
}

/// Looks until another goroutine is done, and calls `each` in every round.
template <typename Round>
void look_on(Round each) {
  Atomic<bool> done;
  go([&] { done.store(true); });
  while (!done.load()) each();
}

}  // namespace

PROGRAM(counts_between_looks) {
  char* rounds = map(1);
  look_on([&] {
    require(++*rounds < 4);  //! counts_between_looks assert
  });
}

PROGRAM(counts_between_sleeps) {
  char* rounds = map(1);
  look_on([&] {
    require(++*rounds < 4);  //! counts_between_sleeps assert
    sleep(std::chrono::milliseconds(1));
  });
}

PROGRAM(counts_in_what_another_has_mapped) {
  auto places = make_chan<char*>();
  Atomic<bool> done;
  go([&] {
    char* const rounds = places.recv();
    while (!done.load()) require(++*rounds < 4);  //! counts_in_what_another_has_mapped assert
  });
  places.send(map(1));
  done.store(true);
}

PROGRAM(counts_in_what_was_moved) {
  void* moved = mremap(map(1), kPage, 3 * kPage, MREMAP_MAYMOVE);
  require(moved != MAP_FAILED);
  char* rounds = static_cast<char*>(moved) + 2 * kPage;
  look_on([&] {
    require(++*rounds < 4);  //! counts_in_what_was_moved assert
  });
}

PROGRAM(counts_in_what_was_protected) {
  char* memory = map(3);
  require(mprotect(memory, 3 * kPage, PROT_NONE) == 0);
  require(mprotect(memory + kPage, kPage, PROT_READ | PROT_WRITE) == 0);
  look_on([&] {
    require(++memory[kPage] < 4);  //! counts_in_what_was_protected assert
  });
}

PROGRAM(counts_in_a_file) {
  const int file = memfd_create("rounds", 0);
  require(file >= 0 && ftruncate(file, kPage) == 0);
  char* rounds = map(1, MAP_SHARED, file);
  look_on([&] {
    require(++*rounds < 4);  //! counts_in_a_file assert
  });
}

PROGRAM(has_some_and_only_looks) {
  char* memory = map(2);
  require(mprotect(memory, kPage, PROT_NONE) == 0);
  memory[kPage] = 1;
  look_on([] {});
  require(memory[kPage] == 1);
}

PROGRAM(has_some_and_only_sleeps) {
  char* memory = map(2);
  require(mprotect(memory, kPage, PROT_NONE) == 0);
  memory[kPage] = 1;
  look_on([] { sleep(std::chrono::milliseconds(1)); });
  require(memory[kPage] == 1);
}

PROGRAM(had_some) {
  char* memory = map(3);
  memory[0] = 1;
  require(munmap(memory + kPage, kPage) == 0);
  require(munmap(memory, 3 * kPage) == 0);
  look_on([] {});
}

PROGRAM(reads_what_it_had) {
  in_turns([](int) {});
  char* memory = map(1);
  require(munmap(memory, kPage) == 0);
  const volatile char* gone = memory;
  static_cast<void>(*gone);  //! reads_what_it_had crash
}

PROGRAM(needs_one_place) {
  in_turns([](int i) {
    constexpr std::uintptr_t kPlace = 0x3000'0000'0000;
    void* place = reinterpret_cast<void*>(kPlace + static_cast<std::uintptr_t>(i) * 8 * kPage);
    char* memory = map(8, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, place);
    require(memory == place && memory[0] == 0);
    memory[0] = 1;
    if (i == 0) munmap(memory, kPage);
  });
}

PROGRAM(maps_and_unmaps_in_each_round) {
  for (int i = 0; i < 2000; ++i) {
    char* memory = map(2);
    memory[0] = 1;
    require(munmap(memory, 2 * kPage) == 0);
  }
  look_on([] {});
}

PROGRAM(counts_in_a_library_of_now) {
  void* library = dlopen(std::getenv("PLUGIN"), RTLD_NOW);
  require(library != nullptr);
  auto* rounds = reinterpret_cast<int (*)()>(dlsym(library, "rounds"));
  require(rounds != nullptr);
  look_on([&] {
    require(rounds() < 4);  //! counts_in_a_library_of_now assert
  });
}

PROGRAM(may_write_where_it_may_already) {
  static char memory[64 * kPage];
  in_turns([](int) {});
  char* const page = memory + (kPage - reinterpret_cast<std::uintptr_t>(memory) % kPage) + 40 * kPage;
  require(*page == 0);
  require(mprotect(page, kPage, PROT_READ | PROT_WRITE) == 0);
  *page = 1;
}

PROGRAM(each_maps_and_one_unmaps) {
  auto memories = make_chan<char*>(2);
  for (int i = 0; i < 3; ++i) {
    go([=]() mutable {
      char* memory = map(2);
      memory[i] = 1;
      memories.send(memory);
    });
  }
  for (int i = 0; i < 3; ++i) {
    char* memory = memories.recv();
    require(memory[0] + memory[1] + memory[2] == 1);
    require(munmap(memory, 2 * kPage) == 0);
  }
}
