// Calls of the C library by which the kernel writes into the program's memory. Pages that were never written
// are protected (isolation/snapshot.hpp), and the kernel would fail with EFAULT.
//
// Others (stat, getcwd, ...) write little, as a rule onto the stack, which is not protected.
#include <cstdio>

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <gocheck/detail/controller.hpp>

#include "interpose/real.hpp"
#include "isolation/snapshot.hpp"

namespace {

void prepare(void* buffer, std::size_t size) {
  if (gocheck::detail::active_controller != nullptr) {
    gocheck::checker::snapshot::let_kernel_write(buffer, size);
  }
}

}  // namespace

extern "C" {

ssize_t read(int fd, void* buffer, std::size_t size) {
  GOCHECK_REAL(read);
  prepare(buffer, size);
  return real(fd, buffer, size);
}

ssize_t pread(int fd, void* buffer, std::size_t size, off_t offset) {
  GOCHECK_REAL(pread);
  prepare(buffer, size);
  return real(fd, buffer, size, offset);
}

ssize_t readv(int fd, const iovec* parts, int count) {
  GOCHECK_REAL(readv);
  for (int i = 0; i < count; ++i) prepare(parts[i].iov_base, parts[i].iov_len);
  return real(fd, parts, count);
}

ssize_t recv(int fd, void* buffer, std::size_t size, int flags) {
  GOCHECK_REAL(recv);
  prepare(buffer, size);
  return real(fd, buffer, size, flags);
}

ssize_t recvfrom(int fd, void* __restrict buffer, std::size_t size, int flags,
                 sockaddr* __restrict from, socklen_t* __restrict from_size) {
  GOCHECK_REAL(recvfrom);
  prepare(buffer, size);
  return real(fd, buffer, size, flags, from, from_size);
}

std::size_t fread(void* __restrict buffer, std::size_t size, std::size_t count,
                  std::FILE* __restrict file) {
  GOCHECK_REAL(fread);
  prepare(buffer, size * count);
  return real(buffer, size, count, file);
}

}  // extern "C"
