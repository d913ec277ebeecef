#pragma once

#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "model/counterexample.hpp"

namespace gocheck::frontend {

/// Counterexample JSON, version 1: one step, goroutine or object per line.
std::string to_json(const Counterexample& counterexample);

/// Reads what to_json() wrote; unknown fields are ignored. A replay needs `program.path` and the
/// schedule's g, op, obj, case, peer and value; the rest explains.
/// `name` is the file's name for messages, which say what is wrong, where, and what to do.
Expected<Counterexample> parse_counterexample(std::string_view text, const std::string& name);

Expected<Counterexample> load_counterexample(const std::string& path);

}  // namespace gocheck::frontend
