#include "race/program_symbols.hpp"

#include <algorithm>
#include <cstring>

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gocheck::checker::race {
namespace {

// A virtual table starts with the offset to the top and the type; objects point behind those.
constexpr std::uintptr_t kTableHeader = 16;
// Virtual table pointer, use count, weak count: libstdc++'s _Sp_counted_base.
constexpr std::uintptr_t kUseCount = 8;
constexpr std::uintptr_t kWeakCount = 12;

struct File {
  const std::byte* data = nullptr;
  std::size_t size = 0;

  explicit File(const char* path) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (fd < 0 || fstat(fd, &status) != 0) return;
    void* mapped = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (mapped == MAP_FAILED) return;
    data = static_cast<const std::byte*>(mapped);
    size = static_cast<std::size_t>(status.st_size);
  }
  ~File() {
    if (data != nullptr) munmap(const_cast<std::byte*>(data), size);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  template <typename T>
  [[nodiscard]] const T* at(std::uint64_t offset, std::uint64_t count = 1) const {
    const bool fits = offset <= size && count <= (size - offset) / sizeof(T);
    return fits ? reinterpret_cast<const T*>(data + offset) : nullptr;
  }
};

bool contains(const std::vector<std::uintptr_t>& sorted, std::uintptr_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

}  // namespace

void ProgramSymbols::load(std::uintptr_t base) {
  const File file("/proc/self/exe");
  const auto* header = file.at<Elf64_Ehdr>(0);
  if (header == nullptr) return;
  const auto* sections = file.at<Elf64_Shdr>(header->e_shoff, header->e_shnum);
  for (int i = 0; sections != nullptr && i < header->e_shnum; ++i) {
    const Elf64_Shdr& table = sections[i];
    if (table.sh_type != SHT_SYMTAB || table.sh_link >= header->e_shnum) continue;
    const Elf64_Shdr& strings = sections[table.sh_link];
    const auto* names = file.at<char>(strings.sh_offset, strings.sh_size);
    const std::uint64_t count = table.sh_size / sizeof(Elf64_Sym);
    const auto* symbols = file.at<Elf64_Sym>(table.sh_offset, count);
    for (std::uint64_t n = 0; symbols != nullptr && names != nullptr && n < count; ++n) {
      if (symbols[n].st_name >= strings.sh_size || symbols[n].st_value == 0) continue;
      const char* name = names + symbols[n].st_name;
      if (std::strncmp(name, "_ZGV", 4) == 0) guards_.push_back(base + symbols[n].st_value);
      if (std::strncmp(name, "_ZTVSt", 6) == 0 && std::strstr(name, "_Sp_counted_") != nullptr) {
        control_blocks_.push_back(base + symbols[n].st_value + kTableHeader);
      }
    }
  }
  std::sort(guards_.begin(), guards_.end());
  std::sort(control_blocks_.begin(), control_blocks_.end());
}

bool ProgramSymbols::is_guard(std::uintptr_t address) const { return contains(guards_, address); }

bool ProgramSymbols::is_reference_count(std::uintptr_t address) const {
  // The heap aligns blocks to 16, so pointer and counters lie on one page.
  const std::uintptr_t offset = address & 15;
  if (offset != kUseCount && offset != kWeakCount) return false;
  return contains(control_blocks_, *reinterpret_cast<const std::uintptr_t*>(address - offset));
}

}  // namespace gocheck::checker::race
