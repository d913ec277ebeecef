#pragma once

#include <filesystem>
#include <string>

#include "command/confirm.hpp"

namespace gocheck::frontend {

/// The file in `folder` where a search of this target rests: it has the target's name and tells targets of
/// one name apart.
[[nodiscard]] std::filesystem::path checkpoint_file(const std::filesystem::path& folder,
                                                    const Target& target);

/// Whose search it is: the program's code, its arguments and input, and the options that decide what is
/// explored. One line without its end, the first of a checkpoint (docs/worker-protocol.md).
[[nodiscard]] Expected<std::string> checkpoint_owner(const Program& program);

/// Whether the checkpoint is of a search with this owner. Errors: what differs, or that it is none.
[[nodiscard]] Failure check_checkpoint(const std::filesystem::path& file, const std::string& owner);

}  // namespace gocheck::frontend
