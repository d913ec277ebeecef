#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "machine/semantics.hpp"
#include "recurrence/image.hpp"
#include "recurrence/standstill.hpp"

namespace gocheck::checker {

/// Whether an execution in which nothing can happen but that timers fire goes on like that for ever. It runs on, by
/// steps that are on no record:
/// 1. each timer fires when nobody can do anything else, and those that spin (Polling) look once more: does that lead
///    to where all stand as they do here, and from there back to there?
/// 2. then, several times, anything that can happen does, at random, for a while: does it go on as in 1 after that?
/// If not, the execution ends in the middle of another one.
class RunOn {
 public:
  RunOn(Configuration& configuration, const Image& image)
      : configuration_(configuration), here_(image), standstill_(image) {}

  void forget();
  [[nodiscard]] bool has_begun() const { return has_begun_; }
  /// The next step to be taken. Requires: those before were, and everybody has run as far as it can.
  /// Null: that was all, and is_for_ever() says what came of it. Valid until the next call.
  [[nodiscard]] const Transition* next();
  [[nodiscard]] bool is_for_ever() const { return is_for_ever_; }
  /// One of those who go round; 0: nobody.
  [[nodiscard]] GoroutineId goroutine() const { return goroutine_; }

 private:
  static constexpr std::size_t kFiringsMax = 64;     // Until it is back.
  static constexpr std::size_t kStepsMax = 4096;     // Between two firings.
  static constexpr std::size_t kWalks = 16;
  static constexpr std::size_t kWalkSteps = 48;

  const Transition* step_towards_here();
  const Transition* fire(const Transition& firing);
  const Transition* end(bool is_for_ever);

  Configuration& configuration_;
  Image here_;
  Standstill standstill_;          // Of the moments when all stand as here.
  std::vector<Transition> enabled_;
  bool has_begun_ = false;
  bool is_for_ever_ = false;
  GoroutineId goroutine_ = 0;
  std::size_t firings_ = 0;        // Since the last walk.
  std::size_t steps_ = 0;          // Since the last firing.
  std::size_t walks_ = 0;
  std::size_t walk_left_ = 0;      // Steps.
  std::uint64_t random_ = 0;
};

}  // namespace gocheck::checker
