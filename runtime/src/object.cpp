#include <gocheck/detail/object.hpp>

#include <cstring>

#include <gocheck/detail/controller.hpp>

#include "production/scheduler.hpp"

namespace gocheck::detail {

constinit Controller* active_controller = nullptr;

namespace {
// Objects made before main, by static initialisation: a single thread.
constinit std::uint32_t made_before_main[static_cast<int>(ObjectKind::kTimer) + 1] = {};
}  // namespace

Object::Object(ObjectKind object_kind, const char* object_name, Location where,
               std::uint32_t capacity)
    : kind(object_kind), name(object_name), made(where) {
  static_assert(sizeof(ChanState) >= sizeof(TimerState), "chan is the largest member");
  std::memset(static_cast<void*>(&chan), 0, sizeof(chan));
  if (kind == ObjectKind::kChan) chan.capacity = capacity;
  if (active_controller != nullptr) {
    active_controller->made(*this);
  } else if (!production::started()) {
    number = ++made_before_main[static_cast<int>(kind)];
  }
}

Object::~Object() {
  if (active_controller != nullptr) active_controller->destroyed(*this);
  // Volatile: for the compiler the object's lifetime is over and the store would be dead.
  *const_cast<volatile std::uint32_t*>(&magic) = kDestroyed;
}

}  // namespace gocheck::detail
