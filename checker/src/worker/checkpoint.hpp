#pragma once

#include <string>

namespace gocheck::checker {

/// A search at rest, to be gone on with in another process of the same program: everything that workers
/// share, byte for byte, behind a line that tells its size and its hash. Whose it is, the parent says
/// in the first line, which it writes and compares itself (docs/worker-protocol.md).
///
/// Requires of both: no execution is under way, and no other worker is there.

/// Replaces the file at once or not at all. What went wrong, or empty.
[[nodiscard]] std::string save_checkpoint(const std::string& path, const std::string& owner);
/// To be called when all that is shared has been made, as it was made before the search that was saved.
/// What is wrong with the file, or empty.
[[nodiscard]] std::string load_checkpoint(const std::string& path);

}  // namespace gocheck::checker
