#pragma once

#include <cstdint>
#include <functional>

#include "worker/board.hpp"

namespace gocheck::checker {

/// Several processes that go on with one search, each from where this one stands, with a copy of
/// everything but the shared memory (isolation/shared.hpp): they are its children, so everything of the
/// program is at the same address, and no identity needs a translation. This process runs nothing of
/// the program any more and looks after them.
///
/// If one is killed, all are: what it has left half done is shared.
class Team {
 public:
  /// What this process does meanwhile. It must not use what is shared but when all have stopped: one that is killed may
  /// have kept it for itself.
  struct Duties {
    std::function<void()> on_news;         // Now and then, as long as every child gets on.
    std::function<bool()> wants_stop;      // Whether all are to stop between two executions, ...
    /// ... which they have done, or not in time. They go on afterwards. `begun_ns`: when they were asked.
    std::function<void(bool have_stopped, std::int64_t begun_ns)> on_stop;
  };

  explicit Team(Board& board);

  /// Returns in each child with its number, from 1; and in this process when all have ended, with 0.
  /// As many children as there can be: size().
  /// `silence_ms`: a child that does not get on for so long is asked whether it waits in a system call
  /// (worker/watchdog.hpp).
  /// Requires: the process is as before an execution.
  int part(int size, std::int64_t silence_ms, const Duties& duties);

  [[nodiscard]] int size() const { return size_; }
  /// The status that the first child to fail ended with; 0: none did.
  [[nodiscard]] int failure() const { return failure_; }
  /// The signal that has killed one, and thereby all; 0: none.
  [[nodiscard]] int killed_by() const { return killed_by_; }

  /// Ends this process as if the signal had killed it.
  [[noreturn]] static void die_of(int signal);

 private:
  struct Member {
    int pid = 0;                // 0: has ended.
    int end = -1;               // A descriptor that is ready when it has ended; -1: there is none.
    std::uint64_t beats = 0;    // When it was last seen to get on,
    std::int64_t since_ns = 0;  // which was then, ...
    std::int64_t used_ns = 0;   // ... and it had used so much processor time.
    bool has_news = false;
  };

  bool start(int number);
  void look_after(std::int64_t silence_ms, const Duties& duties);
  void wait_for_news();
  [[nodiscard]] bool stop_all();
  void take_leave(Member& member, int status);
  void kill_all();

  Board& board_;
  std::array<Member, Board::kWorkersMax + 1> members_;
  int size_ = 0;
  int left_ = 0;
  int failure_ = 0;
  int killed_by_ = 0;
  std::int64_t patience_ns_;   // How long those that have stopped wait for the others.
};

}  // namespace gocheck::checker
