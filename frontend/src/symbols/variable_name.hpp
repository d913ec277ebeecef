#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gocheck::frontend {

/// The variables that `line` declares with an object of this kind, in order:
/// "mu" of `Mutex mu;`, "updates" of `auto updates = make_chan<int>();`, "forks[i]" of
/// `forks.push_back(make_chan<int>());`. Reads one line of text and knows no C++ beyond it.
std::vector<std::string> declared_names(std::string_view line, std::string_view kind);

/// The expression on which `line` does this operation: "c.mu" of `std::scoped_lock lk(c.mu);`.
/// Empty unless there is exactly one candidate.
std::string used_name(std::string_view line, std::string_view op);

/// The variable that both lines access: "n" of `++n;` and `n = 5;`. Empty unless exactly one name, not
/// of a function or type, is in both.
std::string shared_variable(std::string_view first, std::string_view second);

}  // namespace gocheck::frontend
