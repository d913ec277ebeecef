#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>

#include "goroutine.hpp"

namespace gocheck::detail::production {

Stack map_stack(std::size_t size) {
  constexpr std::size_t kGuard = 4096;
  void* const memory = ::mmap(nullptr, size + kGuard, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) {
    std::fputs("fatal error: gocheck: out of address space for goroutine stacks\n", stderr);
    std::_Exit(2);
  }
  // A guard splits a mapping, and the kernel allows some 65,000 of these (vm.max_map_count).
  // Beyond them goroutines run without: a program with that many is worth more than the guard.
  static_cast<void>(::mprotect(memory, kGuard, PROT_NONE));
  return {static_cast<char*>(memory) + kGuard, size};
}

}  // namespace gocheck::detail::production
