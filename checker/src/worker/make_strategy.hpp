#pragma once

#include <memory>
#include <string>

#include "strategy/strategy.hpp"
#include "worker/message.hpp"

namespace gocheck::checker {

/// The strategy that the request names, with its options; null when there is none of that name.
[[nodiscard]] std::unique_ptr<Strategy> make_strategy(const Message& request);
/// What takes over when the optimal search meets a step that is not possible, or too many: depth-first search. Null for
/// the other strategies.
[[nodiscard]] std::unique_ptr<Strategy> make_fallback(const Message& request);
/// All names, for the user.
[[nodiscard]] std::string strategy_names();

}  // namespace gocheck::checker
