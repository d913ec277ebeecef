#pragma once

#include <cstddef>
#include <cstdint>

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace gocheck::checker::pages {

// What the checker itself does to memory, at times in the middle of the program's code, as the system calls that they
// are: the functions with these names are the program's (interpose/mappings.cpp). Errors as there.

inline constexpr std::size_t kSize = 4096;   // Of one.

/// As many bytes as whole pages have that hold so many.
[[nodiscard]] constexpr std::size_t rounded_up(std::size_t size) { return (size + kSize - 1) / kSize * kSize; }

inline void* map(void* wish, std::size_t size, int protection, int flags, int fd, std::int64_t offset) noexcept {
  return reinterpret_cast<void*>(syscall(SYS_mmap, wish, size, protection, flags, fd, offset));
}
inline bool unmap(void* begin, std::size_t size) noexcept { return syscall(SYS_munmap, begin, size) == 0; }
inline bool protect(void* begin, std::size_t size, int protection) noexcept {
  return syscall(SYS_mprotect, begin, size, protection) == 0;
}

}  // namespace gocheck::checker::pages
