#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/place.hpp"

namespace gocheck::frontend {

/// Frames of return addresses, inlined ones included, innermost first. Files are absolute.
using FrameTable = std::map<std::uint64_t, std::vector<Frame>>;

/// Asks addr2line once for all addresses. Empty when there is no addr2line or no debug information:
/// reports then show what the program itself knew.
FrameTable symbolize(const std::filesystem::path& executable, std::uint64_t base,
                     const ReturnAddresses& addresses);

/// "main()::<lambda>" of "main::{lambda()#1}::operator()() const".
std::string readable_function(std::string_view demangled);

}  // namespace gocheck::frontend
