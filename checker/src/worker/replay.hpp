#pragma once

#include "worker/worker.hpp"

namespace gocheck::checker {

/// Runs the requested schedule once and reports everything that happens. Returns the exit status.
int replay(World& world, const Session& session);

}  // namespace gocheck::checker
