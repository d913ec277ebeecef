#pragma once

#include <cstddef>
#include <cstdint>

#include "worker/remains.hpp"

namespace gocheck::checker {

/// A copy of all that the workers of a search share, with which another process can go on when one is killed: with a
/// coordinated checkpoint nothing has to be known of what the dead one was about, nor what it had half written
/// [EAWJ02]. It lies where it outlives this process (worker/remains.hpp). Made by the one that looks after
/// the others (worker/team.hpp), or searches alone.
///
/// What others are told must not be taken back: it has to be in a savepoint before it is said ("output commit"), unless
/// it would be said again in the same words.
class Savepoint {
 public:
  explicit Savepoint(Remains& remains) : remains_(remains) {}
  /// Whether it is time for another; `is_urgent`: somebody waits for it. Such that all of them together cost one part
  /// in a hundred, and at most one in twenty if all are urgent.
  [[nodiscard]] bool is_due(bool is_urgent) const;
  /// The same by the steps taken in all so far: a search by one process alone must not depend on the time.
  [[nodiscard]] bool is_due_after(std::uint64_t steps);
  /// Nobody uses what is shared: copies it, unless it is too large. `begun_ns`: when the workers were asked to stop for
  /// it, on the monotonic clock.
  void make(std::int64_t begun_ns);
  /// Not all have stopped in time.
  void give_up(std::int64_t begun_ns);
  /// There is none from here on.
  void forget();
  /// Puts back what was copied last. False: there is nothing, or the search has got nowhere from there several times.
  /// Requires: no worker is left.
  [[nodiscard]] bool go_back();

 private:
  void take_time(std::int64_t begun_ns);

  Remains& remains_;
  std::size_t bytes_ = 0;         // Of the copy; 0: there is none.
  std::uint64_t slot_ = 0;        // Where it lies.
  std::uint64_t steps_ = 0;       // At the last one.
  std::int64_t ended_ns_ = 0;     // The last attempt.
  std::int64_t cost_ns_ = 0;
  int returns_ = 0;               // To this copy.
};

}  // namespace gocheck::checker
