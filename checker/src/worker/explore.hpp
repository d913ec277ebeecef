#pragma once

#include "worker/worker.hpp"

namespace gocheck::checker {

/// Runs executions under the requested strategy until it is complete or a limit is hit, and reports
/// what it finds. Returns the exit status of the process.
int explore(World& world, const Session& session);

}  // namespace gocheck::checker
