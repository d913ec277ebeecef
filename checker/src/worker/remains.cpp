#include "worker/remains.hpp"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolation/heap.hpp"
#include "worker/worker.hpp"

namespace gocheck::checker {

Remains& map_remains() {
  constexpr off_t kBytes = sizeof(Remains);
  constexpr int kProtection = PROT_READ | PROT_WRITE;
  struct stat status {};
  rlimit limit {};   // Beyond it, the kernel would kill.
  if (fstat(kRequestFd, &status) == 0 && getrlimit(RLIMIT_FSIZE, &limit) == 0) {
    const auto begin = static_cast<off_t>(pages::rounded_up(static_cast<std::size_t>(status.st_size)));
    const auto end = static_cast<rlim_t>(begin + kBytes);
    if (end <= limit.rlim_cur && ftruncate(kRequestFd, begin + kBytes) == 0) {
      void* memory = map_apart(kBytes, kProtection, MAP_SHARED, kRequestFd, begin);
      if (memory != nullptr) return *static_cast<Remains*>(memory);
    }
  }
  return *static_cast<Remains*>(map_apart(kBytes, kProtection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
}

}  // namespace gocheck::checker
