#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/expected.hpp"

namespace gocheck::frontend {

inline constexpr std::uint32_t kRuntimeAbi = 1;

/// What the notes of an executable say about it.
struct ProgramNotes {
  std::uint32_t abi = 0;  // 0: not linked with gocheck::runtime.
  std::string build_id;
};

/// Requires nothing of the file: anything but a 64-bit ELF file has no notes.
Expected<ProgramNotes> read_notes(const std::filesystem::path& executable);

/// Whether the executable may be started as a worker; if not, why.
Expected<ProgramNotes> check_program(const std::filesystem::path& executable,
                                     const std::string& shown);

}  // namespace gocheck::frontend
