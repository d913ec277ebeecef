#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace gocheck::checker {

/// What stands before `contents` in a checkpoint: the line of its owner, and one that tells their size and
/// hash.
[[nodiscard]] std::string checkpoint_head(std::string_view owner, std::span<const std::byte> contents);

/// What a checkpoint holds, a part of its bytes; or what is wrong with it.
struct SavedSearch {
  std::span<const std::byte> contents;
  std::string problem;
};

/// The hash tells damage, not malice: a checkpoint is as trusted as the program.
[[nodiscard]] SavedSearch read_checkpoint(std::span<const std::byte> file);

}  // namespace gocheck::checker
