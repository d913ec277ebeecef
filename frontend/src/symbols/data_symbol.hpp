#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace gocheck::frontend {

/// The variable of the program that holds the address, demangled: "hits", "cache::table + 8".
/// Empty when it is not in one: the heap, a stack, a stripped program.
std::string data_symbol(const std::filesystem::path& executable, std::uint64_t base,
                        std::uint64_t address);

}  // namespace gocheck::frontend
