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
///
/// A mark is about what comes before the firing in the order of dependence. Who has left his wait by a step that
/// does not is a member all the same; that step and what he does then are those of somebody else.
class Company {
 public:
  /// Somebody else for whom a timer is pending.
  struct Member {
    GoroutineId goroutine;
    std::int64_t left_ns;   // To its deadline.
    std::uint32_t row;      // Which of its rows it was then, ...
    std::size_t poll;       // ... and which poll of that will receive.
    const detail::Object* timer;
    bool has_left;
  };
  struct Mark {
    std::size_t poll;                // That will receive what the timer has sent.
    std::size_t after;               // The latest mark behind which there is a step of theirs that comes, by way of
                                     // others, before one between the mark before and this; from 1, 0 is none.
    std::vector<Member> members;     // In the order of their deadlines.
  };

  void forget() { marks_.clear(); }
  [[nodiscard]] bool is_empty() const { return marks_.empty(); }

  /// A step of the one.
  void own_step(std::span<const Access> accesses) {
    if (!is_empty()) after_ = std::max(after_, influence_.part_of_own_step(marks_.size(), accesses));
  }
  /// A step of another goroutine than the one, but for a firing. `timer`: that it starts, or null.
  void step(const Transition& t, const detail::Object* timer, std::span<const Access> accesses) {
    if (is_empty()) return;
    const Member* member = find(t.goroutine);
    if (member == nullptr || member->has_left) {
      influence_.step(t, accesses);
      return;
    }
    if (timer != nullptr) timers_.push_back(timer);
    own_step(accesses);
  }
  /// A firing for somebody else than the one.
  void fire(const Transition& t, const detail::Object* timer, std::span<const Access> accesses) {
    if (is_empty()) return;
    if (std::erase(timers_, timer) > 0) {
      own_step(accesses);
    } else {
      influence_.step(t, accesses);
    }
  }
  /// One who waits for `timer` leaves, by the next step.
  void leave(GoroutineId id, const detail::Object* timer) {
    Member* const member = find(id);
    if (member == nullptr) return;
    member->has_left = true;
    // It has started the timer in front of the first mark with that.
    std::size_t n = marks_.size();
    while (n > 0 && std::ranges::find(marks_[n - 1].members, timer, &Member::timer) != marks_[n - 1].members.end()) --n;
    if (n > 0) influence_.learn(id, n);
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
    const auto is_known = [&](const Member& one) { return find(one.goroutine) != nullptr; };
    if (!std::ranges::all_of(members, is_known)) forget();
    if (!is_empty() && members.size() < marks_.back().members.size()) return std::nullopt;
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
    timers_.clear();
    for (const Member& one : members) timers_.push_back(one.timer);
    after_ = 0;
    // As if it belonged to what follows: time that others let go on behind it counts.
    influence_.part_of_own_step(marks_.size(), accesses);
    return found;
  }

 private:
  static bool are_alike(const Member& a, const Member& b) {
    return a.goroutine == b.goroutine && a.left_ns == b.left_ns && a.row == b.row;
  }

  /// In the last mark, or null.
  Member* find(GoroutineId id) {
    if (is_empty()) return nullptr;
    auto& members = marks_.back().members;
    const auto found = std::ranges::find(members, id, &Member::goroutine);
    return found == members.end() ? nullptr : &*found;
  }

  std::vector<Mark> marks_;
  std::vector<const detail::Object*> timers_;   // Of those who are waiting, or were until they left.
  Influence influence_;         // Steps are numbered by how many marks there were.
  std::size_t after_ = 0;       // As Mark::after, behind the last one.
};

}  // namespace gocheck::checker
