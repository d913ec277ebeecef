#pragma once

#include "strategy/standing.hpp"
#include "worker/board.hpp"
#include "worker/message.hpp"

namespace gocheck::checker {

/// The line `progress` of docs/worker-protocol.md. `depth`: of the execution that was made last.
[[nodiscard]] Message progress_message(const Board& board, const Standing& standing, std::uint64_t depth);

/// The line `done`.
[[nodiscard]] Message done_message(const Board& board, const Standing& standing, Stop stop);

}  // namespace gocheck::checker
