#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "polling/influence.hpp"

namespace gocheck::checker {

/// Goroutines that wait for timers at the same time, each in rounds of its own, as one of them sees them: when has what
/// they did led all of them back to where they were?
///
/// A mark is made whenever a timer fires for the one: for whom else one is pending, and how much time is left to it.
/// What they do between two marks with the same times is one round of all, which is for nothing if each is where it
/// was and nobody else came in between (docs/algorithms.md, "Polling loops").
class Company {
 public:
  /// Somebody else for whom a timer is pending.
  struct Member {
    GoroutineId goroutine;
    std::int64_t left_ns;   // To its deadline.
    std::uint32_t row;      // Which of its rows it was then, ...
    std::size_t poll;       // ... and which poll of that will receive.
  };
  struct Mark {
    std::size_t poll;                // That will receive what the timer has sent.
    std::size_t after;               // The latest mark behind which there is a step of theirs that comes, by way of
                                     // others, before one between the mark before and this; from 1, 0 is none.
    std::vector<Member> members;     // In the order of their deadlines.
  };

  void forget() { marks_.clear(); }
  [[nodiscard]] bool is_empty() const { return marks_.empty(); }
  /// Whether it was waiting when the last mark was made.
  [[nodiscard]] bool has(GoroutineId id) const {
    return std::ranges::find(members(), id, &Member::goroutine) != members().end();
  }
  [[nodiscard]] std::span<const Member> members() const {
    return is_empty() ? std::span<const Member>() : marks_.back().members;
  }

  /// A step of the one, or of one of the others.
  void own_step(std::span<const Access> accesses) {
    if (!is_empty()) after_ = std::max(after_, influence_.part_of_own_step(marks_.size(), accesses));
  }
  /// A step of somebody else.
  void step(const Transition& t, std::span<const Access> accesses) {
    if (!is_empty()) influence_.step(t, accesses);
  }
  void started(GoroutineId child, GoroutineId parent) {
    if (!is_empty()) influence_.started(child, parent);
  }

  /// The timer of the one fires, `members` being all others for whom timers are pending: a mark, unless some of the
  /// company are not waiting. Returns the poll of the latest earlier mark of which is_back(mark) says that all are
  /// where they were, if the times are the same and nobody else came in between.
  template <typename IsBack>
  std::optional<std::size_t> mark(std::size_t poll, const std::vector<Member>& members,
                                  std::span<const Access> accesses, const IsBack& is_back) {
    own_step(accesses);
    if (!std::ranges::all_of(members, [&](const Member& one) { return has(one.goroutine); })) forget();
    if (members.size() < this->members().size()) return std::nullopt;
    if (is_empty()) {
      influence_.begin();
      after_ = 0;
    }
    std::optional<std::size_t> found;
    std::size_t after = after_;   // Of all behind marks_[i].
    for (std::size_t i = marks_.size(); i-- > 0 && !found;) {
      const Mark& mark = marks_[i];
      if (after <= i && std::ranges::equal(mark.members, members, are_alike) && is_back(mark)) found = mark.poll;
      after = std::max(after, mark.after);
    }
    marks_.push_back({poll, after_, members});
    after_ = 0;
    // As if it belonged to what follows: time that others let go on behind it counts.
    influence_.part_of_own_step(marks_.size(), accesses);
    return found;
  }

 private:
  static bool are_alike(const Member& a, const Member& b) {
    return a.goroutine == b.goroutine && a.left_ns == b.left_ns && a.row == b.row;
  }

  std::vector<Mark> marks_;
  Influence influence_;         // Steps are numbered by how many marks there were.
  std::size_t after_ = 0;       // As Mark::after, behind the last one.
};

}  // namespace gocheck::checker
