#include "interpose/refuse.hpp"

#include "engine/world.hpp"
#include "stack/unwind.hpp"

namespace gocheck::checker {

World* world_of_program() {
  auto* const world = static_cast<World*>(detail::active_controller);
  return world != nullptr && world->in_program() ? world : nullptr;
}

void refuse(World& world, const char* what, const void* caller) {
  world.stop(FindingKind::kUncontrolled, what, unwind_from(caller));
}

}  // namespace gocheck::checker
