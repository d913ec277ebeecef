#pragma once

namespace gocheck::checker {

class World;

/// From now on a fatal signal in the program's code ends the goroutine that raised it, as a finding;
/// first writes to protected pages are let through (isolation/snapshot.hpp).
void contain_crashes(World& world);

}  // namespace gocheck::checker
