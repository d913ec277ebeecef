#pragma once

#include <gocheck/detail/controller.hpp>

namespace gocheck::detail {

/// Deletes what its last owner has given up: the one way for everything that is counted.
template <typename T>
void dispose(T* counted) {
  if (active_controller == nullptr) {
    delete counted;
  } else {
    active_controller->dispose([](void* thing) { delete static_cast<T*>(thing); }, counted);
  }
}

}  // namespace gocheck::detail
