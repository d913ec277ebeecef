#pragma once

#include <exception>

#include <gocheck/detail/controller.hpp>
#include <gocheck/goroutine.hpp>
#include <gocheck/panic.hpp>

namespace gocheck::detail {

/// Runs a goroutine's function, which returns its status, and tells `finish` how it ended.
/// A panic is reported from within its handler: its text is the exception's.
template <typename Body, typename Finish>
void run_to_end(Body body, Finish finish) {
  try {
    const int status = body();
    finish(End{.kind = EndKind::kReturned, .where = {}, .status = status});
  } catch (const GoExit&) {
    finish(End{.kind = EndKind::kExited, .where = {}});
  } catch (const Panic& panic) {
    finish(End{.kind = EndKind::kPanicked, .message = panic.what(), .where = panic.where()});
  } catch (const std::exception& exception) {
    finish(End{.kind = EndKind::kPanicked, .message = exception.what(), .where = {}});
  } catch (...) {
    finish(End{.kind = EndKind::kPanicked, .message = "unknown exception", .where = {}});
  }
}

}  // namespace gocheck::detail
