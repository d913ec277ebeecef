#pragma once

#include <vector>

#include "engine/world.hpp"
#include "worker/channel.hpp"

namespace gocheck::checker {

inline constexpr int kRequestFd = 3;
inline constexpr int kReportsFd = 4;
inline constexpr int kSavepointFd = 5;   // Only if the request says so.

/// The first report.
Message hello();

/// What the parent asked for.
struct Session {
  Message request;
  std::vector<Message> schedule;   // mode=replay
  Channel reports;
};

/// From here on the program's operations, signals and descriptors are the checker's, and this is the state
/// that reset_process() goes back to. Requires: called once, with nothing of the program run yet.
void take_process(World& world);

/// After a fork in the checker: gives the child what must be its own, the watchdog's timer and the place in
/// standard input.
void become_child();

/// Puts the process back to where it was before the first execution: memory, open descriptors, signals,
/// standard input.
void reset_process();
/// All of that but memory.
void rewind_process();

/// Takes transitions from a list, then the first enabled one, or none. Treats polls as the strategy that made the list.
class FixedSchedule final : public Strategy {
 public:
  enum class After : std::uint8_t { kFirstEnabled, kEnd };
  FixedSchedule(std::vector<Transition> transitions, const Strategy& made_by, After after = After::kFirstEnabled)
      : transitions_(std::move(transitions)), after_(after), lets_polls_go_on_(made_by.lets_polls_go_on()) {}
  [[nodiscard]] bool lets_polls_go_on() const override { return lets_polls_go_on_; }
  [[nodiscard]] bool begin_execution() override {
    next_ = 0;
    return true;
  }
  [[nodiscard]] const Transition* prescribed(const Configuration&) override {
    return nullptr;   // Taken from the enabled ones only.
  }
  [[nodiscard]] std::optional<Transition> choose(const Configuration&,
                                                 std::span<const Transition> enabled) override;
  void end_execution() override {}

 private:
  std::vector<Transition> transitions_;
  const After after_;
  const bool lets_polls_go_on_;
  std::size_t next_ = 0;
};

/// The scheduling decisions of an execution.
std::vector<Transition> decisions(const std::vector<Step>& steps);

}  // namespace gocheck::checker
