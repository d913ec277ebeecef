#pragma once

#include <gocheck/detail/controller.hpp>
#include <gocheck/detail/operation.hpp>

#include "production/chaos.hpp"
#include "production/scheduler.hpp"

namespace gocheck::detail {

/// Performs an operation under whoever schedules: the one place where the two part.
inline void perform(Operation& operation) {
  if (active_controller != nullptr) [[unlikely]] {
    active_controller->perform(operation);
  } else {
    production::disturb_if_enabled();
    production::perform(operation);
  }
}

}  // namespace gocheck::detail
