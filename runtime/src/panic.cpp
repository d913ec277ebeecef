#include <gocheck/panic.hpp>

#include <gocheck/detail/controller.hpp>

#include "production/scheduler.hpp"

namespace gocheck {

void panic(const std::string& text, Location where) { throw Panic(PanicKind::kUser, text, where); }

namespace detail {

void raise(Fault fault, Location where) {
  switch (fault) {
    case Fault::kNone:
      return;
    case Fault::kSendOnClosed:
      throw Panic(PanicKind::kSendOnClosed, "send on closed channel", where);
    case Fault::kCloseOfClosed:
      throw Panic(PanicKind::kCloseOfClosed, "close of closed channel", where);
    case Fault::kCloseOfNil:
      throw Panic(PanicKind::kCloseOfNil, "close of nil channel", where);
    case Fault::kNegativeCounter:
      throw Panic(PanicKind::kNegativeWaitGroup, "sync: negative WaitGroup counter", where);
  }
}

void requirement_failed(const char* text, Location where) {
  if (active_controller != nullptr)
    active_controller->end({.kind = EndKind::kAssertFailed, .message = text, .where = where});
  production::fail("requirement failed", text, where);
}

}  // namespace detail
}  // namespace gocheck
