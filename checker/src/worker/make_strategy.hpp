#pragma once

#include <memory>
#include <string>

#include "strategy/strategy.hpp"
#include "worker/message.hpp"

namespace gocheck::checker {

/// The strategy that the request names, with its options; null when there is none of that name.
[[nodiscard]] std::unique_ptr<Strategy> make_strategy(const Message& request);
/// What begins anew when a search meets a step that is not possible: depth-first search in place of the optimal one,
/// otherwise the strategy that it was.
[[nodiscard]] std::unique_ptr<Strategy> make_fallback(const Message& request);
/// Whether that is another strategy: one that needs less memory, too.
[[nodiscard]] bool has_fallback(const Message& request);
/// All names, for the user.
[[nodiscard]] std::string strategy_names();

}  // namespace gocheck::checker
