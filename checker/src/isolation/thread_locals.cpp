#include "isolation/thread_locals.hpp"

#include <algorithm>

#include <link.h>

namespace gocheck::checker {

ThreadLocals::ThreadLocals() {
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        auto& self = *static_cast<ThreadLocals*>(out);
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const auto& part = info->dlpi_phdr[i];
          if (part.p_type != PT_TLS || info->dlpi_tls_data == nullptr) continue;
          self.block_ = {static_cast<std::byte*>(info->dlpi_tls_data), part.p_memsz};
          self.image_ = {reinterpret_cast<const std::byte*>(info->dlpi_addr + part.p_vaddr), part.p_filesz};
        }
        return 1;   // The first module is the program.
      },
      this);
}

void ThreadLocals::add(std::uint32_t thread) {
  kept_.try_emplace(0);
  std::vector<std::byte>& block = kept_[thread];
  block.assign(block_.size(), std::byte{0});
  std::copy(image_.begin(), image_.end(), block.begin());
}

void ThreadLocals::exchange(std::uint32_t goroutine) {
  const std::uint32_t next = kept_.contains(goroutine) ? goroutine : 0;
  if (next == present_) return;
  kept_[present_].assign(block_.begin(), block_.end());
  const std::vector<std::byte>& block = kept_[next];
  std::copy(block.begin(), block.end(), block_.begin());
  present_ = next;
}

}  // namespace gocheck::checker
