#include "symbols/data_symbol.hpp"

#include <cxxabi.h>
#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "base/process.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::uint64_t kTableBytesMax = 1U << 30U;

template <typename T>
std::vector<T> read_table(int fd, std::uint64_t offset, std::uint64_t bytes) {
  if (bytes > kTableBytesMax) return {};
  std::vector<T> table(bytes / sizeof(T));
  const auto size = static_cast<ssize_t>(table.size() * sizeof(T));
  if (::pread(fd, table.data(), static_cast<std::size_t>(size), static_cast<off_t>(offset)) != size)
    return {};
  return table;
}

std::string demangle(const char* name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  return status == 0 ? text.get() : name;
}

}  // namespace

std::string data_symbol(const std::filesystem::path& executable, std::uint64_t base,
                        std::uint64_t address) {
  const Descriptor file(::open(executable.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return "";
  const auto headers = read_table<Elf64_Ehdr>(file.get(), 0, sizeof(Elf64_Ehdr));
  if (headers.empty()) return "";
  const Elf64_Ehdr& header = headers.front();
  const std::uint64_t wanted = address - (header.e_type == ET_DYN ? base : 0);
  const auto sections = read_table<Elf64_Shdr>(file.get(), header.e_shoff,
                                               std::uint64_t{header.e_shnum} * sizeof(Elf64_Shdr));
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_SYMTAB || section.sh_link >= sections.size()) continue;
    const auto symbols = read_table<Elf64_Sym>(file.get(), section.sh_offset, section.sh_size);
    const Elf64_Shdr& strings = sections[section.sh_link];
    auto names = read_table<char>(file.get(), strings.sh_offset, strings.sh_size);
    if (names.empty()) return "";
    names.back() = '\0';
    for (const Elf64_Sym& symbol : symbols) {
      if (ELF64_ST_TYPE(symbol.st_info) != STT_OBJECT || symbol.st_name >= names.size()) continue;
      if (wanted < symbol.st_value || wanted - symbol.st_value >= symbol.st_size) continue;
      const std::uint64_t offset = wanted - symbol.st_value;
      return demangle(&names[symbol.st_name]) +
             (offset == 0 ? "" : " + " + std::to_string(offset));
    }
  }
  return "";
}

}  // namespace gocheck::frontend
