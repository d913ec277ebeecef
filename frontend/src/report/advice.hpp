#pragma once

#include <string>

#include "model/counterexample.hpp"
#include "report/names.hpp"
#include "report/style.hpp"

namespace gocheck::frontend {

/// Which operations nothing orders, and what may help; empty when the model knows nothing.
std::string render_advice(const Counterexample& counterexample, const Names& names,
                          const Style& style);

}  // namespace gocheck::frontend
