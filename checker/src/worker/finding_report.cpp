#include "worker/finding_report.hpp"

#include <algorithm>
#include <set>

#include "worker/vocabulary.hpp"

extern "C" char __executable_start, etext;   // The linker's: the program's own code.

namespace gocheck::checker {
namespace {

/// The innermost frame that is not a library's; 0: none.
std::uintptr_t place_in_program(const Backtrace& backtrace) {
  for (std::size_t i = 0; i < backtrace.size; ++i) {
    if (backtrace.pcs[i] >= reinterpret_cast<std::uintptr_t>(&__executable_start) &&
        backtrace.pcs[i] <= reinterpret_cast<std::uintptr_t>(&etext)) {
      return backtrace.pcs[i];
    }
  }
  return 0;
}

/// Whether a step of `op` on its object lets go on what waits in `pending`.
bool helps(const Step& step, const Operation& pending) {
  const StepKind kind = step.transition.kind;
  switch (pending.kind) {
    case OpKind::kSend:
      return kind == StepKind::kRendezvous || kind == StepKind::kBufferedRecv;
    case OpKind::kRecv:
      return kind == StepKind::kRendezvous || kind == StepKind::kBufferedSend ||
             kind == StepKind::kClose || kind == StepKind::kCloseOnce;
    case OpKind::kSelect:
      return kind == StepKind::kRendezvous || kind == StepKind::kBufferedRecv ||
             kind == StepKind::kBufferedSend || kind == StepKind::kClose ||
             kind == StepKind::kCloseOnce;
    case OpKind::kLock: return kind == StepKind::kUnlock;
    case OpKind::kReadLock:
    case OpKind::kWriteLock:
      return kind == StepKind::kReadUnlock || kind == StepKind::kWriteUnlock;
    case OpKind::kWait: return kind == StepKind::kDone;
    case OpKind::kOnceCall: return kind == StepKind::kOnceDone;
    case OpKind::kCondWait: return kind == StepKind::kSignal || kind == StepKind::kBroadcast;
    default: return false;
  }
}

}  // namespace

std::string FindingReport::lines(const Registry& registry) const {
  std::string lines = head.line();
  for (const Step& step : steps) lines += message_of(registry, step).line();
  for (const Message& user : users) lines += user.line();
  for (const Message& operation : passed) lines += operation.line();
  return lines + Message("end").line();
}

void FindingReporter::remember_passing(std::int64_t number) {
  passing_ = world_.steps();
  passing_number_ = number;
}

std::string FindingReporter::key(const FindingFact& finding) const {
  std::string key = word(finding.kind);
  if (finding.kind == FindingKind::kRace) return race_id(world_.races()[finding.race]);
  if (finding.kind != FindingKind::kDeadlock && finding.kind != FindingKind::kLeak) {
    return key + at(finding.where) + finding.message +
           std::to_string(place_in_program(finding.backtrace));
  }
  std::set<std::string> places;
  for (const GoroutineId id : world_.configuration().live) {
    places.insert(at(world_.configuration().at(id).pending->where));
  }
  for (const std::string& place : places) key += ' ' + place;
  return key;
}

FindingReport FindingReporter::describe(const FindingFact& finding,
                                        std::int64_t number) const {
  std::vector<Step> steps = world_.steps();
  if (finding.step < steps.size()) steps.resize(finding.step);
  Message head("finding");
  head.add("kind", word(finding.kind)).add("execution", number).add("steps", steps.size());
  if (finding.kind == FindingKind::kRace) head.add("race", race_id(world_.races()[finding.race]));
  if (!passing_.empty()) {
    const auto same = [](const Step& a, const Step& b) { return a.transition == b.transition; };
    const auto [here, there] =
        std::mismatch(steps.begin(), steps.end(), passing_.begin(), passing_.end(), same);
    if (here != steps.end()) {
      head.add("turning", static_cast<std::uint64_t>(here - steps.begin()) + 1)
          .add("passing", passing_number_);
    }
  }
  std::vector<Message> passed = passed_operations(finding, steps);
  return {std::move(head), std::move(steps), users_of_blocked(), std::move(passed)};
}

/// What was done, and in which order, in a passing execution to the object whose operation failed.
std::vector<Message> FindingReporter::passed_operations(
    const FindingFact& finding, const std::vector<Step>& steps) const {
  constexpr std::size_t kShown = 256;
  std::vector<Message> passed;
  const bool is_of_object = finding.kind == FindingKind::kSendOnClosed ||
                            finding.kind == FindingKind::kDoubleClose ||
                            finding.kind == FindingKind::kNegativeWaitGroup ||
                            finding.kind == FindingKind::kWaitGroupMisuse ||
                            finding.kind == FindingKind::kUnlockOfUnlocked;
  if (!is_of_object || steps.empty() || steps.back().object == 0) return passed;
  for (std::size_t n = 0; n < passing_.size() && passed.size() < kShown; ++n) {
    const Step& step = passing_[n];
    if (step.object != steps.back().object || step.transition.kind == StepKind::kGo) continue;
    passed.push_back(Message("passed")
                         .add("n", n + 1)
                         .add("g", world_.registry().path(step.transition.goroutine))
                         .add("op", op_word(step.transition.kind, step.op, step.argument))
                         .add("at", at(step.where)));
  }
  return passed;
}

std::vector<Message> FindingReporter::users_of_blocked() const {
  std::vector<Message> users;
  std::set<std::uint64_t> seen;
  for (const GoroutineId id : world_.configuration().live) {
    const Goroutine& g = world_.configuration().at(id);
    if (g.stand != Stand::kPending) continue;
    const Operation& op = *g.pending;
    std::vector<std::uint64_t> objects{object_id(op.object)};
    for (std::uint32_t i = 0; i < op.case_count; ++i) {
      objects.push_back(object_id(op.cases[i].chan));
    }
    for (const std::uint64_t object : objects) {
      if (object == 0 || !seen.insert(object).second) continue;
      const auto step = std::find_if(passing_.begin(), passing_.end(), [&](const Step& s) {
        return s.object == object && s.transition.kind != StepKind::kGo && helps(s, op);
      });
      if (step == passing_.end()) continue;
      // A sender waits for the receiver of a rendezvous, a receiver for its sender.
      const bool by_peer =
          step->transition.kind == StepKind::kRendezvous && op.kind == OpKind::kSend;
      users.push_back(
          Message("user")
              .add("obj", object_name(world_.registry(), object))
              .add("op", by_peer ? "recv"
                                 : op_word(step->transition.kind, step->op, step->argument))
              .add("g", world_.registry().path(by_peer ? step->transition.peer
                                                       : step->transition.goroutine))
              .add("at", at(by_peer ? step->peer_where : step->where))
              .add("execution", passing_number_));
    }
  }
  return users;
}

}  // namespace gocheck::checker
