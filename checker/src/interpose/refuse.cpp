#include "interpose/refuse.hpp"

#include "engine/unwind.hpp"
#include "engine/world.hpp"

namespace gocheck::checker {

World* world_of_program() {
  auto* const world = static_cast<World*>(detail::active_controller);
  return world != nullptr && world->in_program() ? world : nullptr;
}

void refuse(World& world, const char* what, void* caller) {
  const Backtrace all = unwind_here();
  Backtrace of_program;
  bool has_started = false;
  for (std::size_t i = 0; i < all.size; ++i) {
    has_started = has_started || all.pcs[i] == reinterpret_cast<std::uintptr_t>(caller);
    if (has_started) of_program.push(all.pcs[i]);
  }
  world.stop(FindingKind::kUncontrolled, what, of_program);
}

}  // namespace gocheck::checker
