#pragma once

#include "worker/worker.hpp"

namespace gocheck::checker {

/// Lets SIGTERM and SIGINT end the exploration after the current execution.
void prepare_to_explore(const Session& session);

/// Runs executions under the requested strategy until it is complete or a limit is hit, and reports
/// what it finds. Returns the exit status of the process.
/// Requires: prepare_to_explore() was called before the snapshot was taken.
int explore(World& world, const Session& session);

}  // namespace gocheck::checker
