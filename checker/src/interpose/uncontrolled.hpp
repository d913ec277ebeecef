#pragma once

#include "engine/world.hpp"

namespace gocheck::checker {

/// Null when it is not the program's code under check that calls.
[[nodiscard]] World* world_of_program();

}  // namespace gocheck::checker
