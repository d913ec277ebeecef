#include "targets/elf_note.hpp"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "base/files.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::size_t kNotesBytesMax = 1U << 20U;

template <typename T>
bool read_at(int fd, std::uint64_t offset, T* into, std::size_t count = 1) {
  const std::size_t bytes = sizeof(T) * count;
  return ::pread(fd, into, bytes, static_cast<off_t>(offset)) == static_cast<ssize_t>(bytes);
}

void take_note(std::string_view owner, std::uint32_t type, std::string_view descriptor,
               ProgramNotes& notes) {
  if (owner == std::string_view("gocheck\0", 8) && type == 1 && descriptor.size() == 4)
    std::memcpy(&notes.abi, descriptor.data(), 4);
  if (owner == std::string_view("GNU\0", 4) && type == NT_GNU_BUILD_ID)
    for (const char c : descriptor) {
      const auto byte = static_cast<unsigned char>(c);
      notes.build_id += "0123456789abcdef"[byte >> 4U];
      notes.build_id += "0123456789abcdef"[byte & 15U];
    }
}

void take_notes(std::string_view bytes, std::size_t alignment, ProgramNotes& notes) {
  const auto aligned = [&](std::size_t size) {
    return (size + alignment - 1) / alignment * alignment;
  };
  while (bytes.size() >= sizeof(Elf64_Nhdr)) {
    Elf64_Nhdr header;
    std::memcpy(&header, bytes.data(), sizeof header);
    const std::size_t name_at = sizeof header;
    const std::size_t descriptor_at = name_at + aligned(header.n_namesz);
    const std::size_t end = descriptor_at + header.n_descsz;
    if (header.n_namesz > bytes.size() || end > bytes.size()) return;
    take_note(bytes.substr(name_at, header.n_namesz), header.n_type,
              bytes.substr(descriptor_at, header.n_descsz), notes);
    bytes.remove_prefix(std::min(bytes.size(), aligned(end)));
  }
}

}  // namespace

Expected<ProgramNotes> read_notes(const std::filesystem::path& executable) {
  const Descriptor file(::open(executable.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file)
    return Problem{ExitCode::kTarget,
                   "cannot read " + executable.string() + ": " + std::strerror(errno)};
  ProgramNotes notes;
  Elf64_Ehdr header;
  if (!read_at(file.get(), 0, &header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_phentsize != sizeof(Elf64_Phdr))
    return notes;
  std::vector<Elf64_Phdr> segments(header.e_phnum);
  if (!read_at(file.get(), header.e_phoff, segments.data(), segments.size())) return notes;
  std::size_t left = kNotesBytesMax;   // Of all: segments of a damaged file may overlap.
  for (const Elf64_Phdr& segment : segments) {
    if (segment.p_type != PT_NOTE || segment.p_filesz > left) continue;
    left -= segment.p_filesz;
    std::string bytes(segment.p_filesz, '\0');
    if (read_at(file.get(), segment.p_offset, bytes.data(), bytes.size()))
      take_notes(bytes, segment.p_align == 8 ? 8 : 4, notes);
  }
  return notes;
}

Expected<ProgramNotes> check_program(const std::filesystem::path& executable,
                                     const std::string& shown) {
  auto notes = read_notes(executable);
  if (!notes) return notes;
  if (notes->abi == 0)
    return Problem{ExitCode::kTarget,
                   shown +
                       " isn't linked with gocheck::runtime; in CMake: "
                       "target_link_libraries(... gocheck::runtime), or give its .cc file"};
  if (notes->abi != kRuntimeAbi)
    return Problem{ExitCode::kTarget, shown + " was linked with another gocheck::runtime (ABI " +
                                          std::to_string(notes->abi) + ", this gocheck knows ABI " +
                                          std::to_string(kRuntimeAbi) + "); build it again"};
  return notes;
}

}  // namespace gocheck::frontend
