#include "race/program_memory.hpp"

#include <algorithm>

#include <link.h>

namespace gocheck::checker::race {

void ProgramMemory::load() {
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        auto& self = *static_cast<ProgramMemory*>(out);
        const bool is_program = self.program_.end == 0;   // The first module.
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const auto& part = info->dlpi_phdr[i];
          const std::uintptr_t begin = info->dlpi_addr + part.p_vaddr;
          const Range range{begin, begin + part.p_memsz};
          if (part.p_type == PT_TLS && info->dlpi_tls_data != nullptr) {
            const auto data = reinterpret_cast<std::uintptr_t>(info->dlpi_tls_data);
            self.foreign_.push_back({data, data + part.p_memsz});
          } else if (part.p_type == PT_LOAD && is_program) {
            if (self.program_.end == 0) self.program_ = range;
            self.program_.end = std::max(self.program_.end, range.end);
          } else if (part.p_type == PT_LOAD) {
            self.foreign_.push_back(range);
          }
        }
        return 0;
      },
      this);
  if (foreign_.empty()) return;
  hull_ = foreign_.front();
  for (const Range& range : foreign_) {
    hull_.begin = std::min(hull_.begin, range.begin);
    hull_.end = std::max(hull_.end, range.end);
  }
}

bool ProgramMemory::is_foreign(std::uintptr_t address) const {
  return hull_.contains(address) &&
         std::any_of(foreign_.begin(), foreign_.end(),
                     [&](const Range& range) { return range.contains(address); });
}

}  // namespace gocheck::checker::race
