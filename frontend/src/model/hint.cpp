#include "model/hint.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "model/unordered.hpp"
#include "model/wait_cycle.hpp"

namespace gocheck::frontend {
namespace {

using Kind = Hint::Kind;

/// Looks for hints about goroutines that are blocked for ever.
class BlockedHints {
 public:
  explicit BlockedHints(const Counterexample& counterexample) : data_(counterexample) {}

  std::vector<Hint> find() {
    const std::vector<WaitEdge> cycle = wait_cycle(data_);
    for (const Blocked& blocked : data_.blocked) about_one(blocked);
    for (const Blocked& blocked : data_.blocked) about_holder(blocked);
    about_cycle(cycle);
    // The rest waits for those.
    if (!cycle.empty() || !hints_.empty()) return std::move(hints_);
    for (const Blocked& blocked : data_.blocked) about_channel(blocked);
    for (const Blocked& blocked : data_.blocked) about_counter(blocked);
    return std::move(hints_);
  }

 private:
  void add(Hint hint) {
    const bool known = std::any_of(hints_.begin(), hints_.end(), [&](const Hint& one) {
      return one.kind == hint.kind && one.object == hint.object && one.other == hint.other;
    });
    if (!known) hints_.push_back(std::move(hint));
  }

  [[nodiscard]] const Object* channel(const std::string& id) const {
    const auto found = std::find_if(data_.objects.begin(), data_.objects.end(),
                                    [&](const Object& object) { return object.id == id; });
    return found != data_.objects.end() && found->kind == "chan" ? &*found : nullptr;
  }
  [[nodiscard]] const Blocked* blocked(const std::string& g) const {
    const auto found = std::find_if(data_.blocked.begin(), data_.blocked.end(),
                                    [&](const Blocked& one) { return one.g == g; });
    return found == data_.blocked.end() ? nullptr : &*found;
  }
  /// Somebody who is blocked himself did what would help, in another execution.
  [[nodiscard]] bool waits_for_blocked(const Blocked& one) const {
    return std::any_of(data_.users.begin(), data_.users.end(), [&](const User& user) {
      return user.obj == one.obj && user.g != one.g && blocked(user.g) != nullptr;
    });
  }

  void about_one(const Blocked& one) {
    if (one.state.find("nil chan") != std::string::npos)
      add({.kind = Kind::kMakeChannel, .g = one.g, .at = one.at});
    if (!one.holder.empty() && one.holder == one.g)
      add({.kind = Kind::kNotRecursive, .g = one.g, .object = one.obj, .at = one.at});
    if (one.op != "rlock") return;
    for (const Reader& reader : readers_of(data_, one.obj))
      if (reader.g == one.g)
        add({.kind = Kind::kSharedNotRecursive, .g = one.g, .object = one.obj, .at = one.at});
  }

  /// A lock whose holder waits for something that is no lock.
  void about_holder(const Blocked& one) {
    const Blocked* const holder = one.holder == one.g ? nullptr : blocked(one.holder);
    if (holder == nullptr || !holder->holder.empty() || holder->op == "acquire") return;
    add({.kind = Kind::kUnlockFirst,
         .g = holder->g,
         .object = one.obj,
         .other = holder->cases.empty() ? holder->obj : "",
         .at = holder->at});
  }

  /// Locks only: then their order is wrong.
  void about_cycle(const std::vector<WaitEdge>& cycle) {
    std::set<std::string> locks;
    for (const WaitEdge& edge : cycle)
      if (const Blocked* const from = blocked(edge.from); from && from->holder == edge.to)
        locks.insert(edge.object);
    if (cycle.size() >= 2 && locks.size() == cycle.size())
      add({.kind = Kind::kLockOrder, .object = *locks.begin(), .other = *std::next(locks.begin())});
  }

  void about_channel(const Blocked& one) {
    if (!one.cases.empty() || channel(one.obj) == nullptr || waits_for_blocked(one)) return;
    if (one.op == "send") {
      about_senders(one);
    } else if (one.op == "recv" &&
               std::any_of(data_.schedule.begin(), data_.schedule.end(), [&](const Step& step) {
                 return step.obj == one.obj && step.op == "send";
               })) {
      add({.kind = Kind::kCloseChannel, .g = one.g, .object = one.obj});
    }
  }

  void about_senders(const Blocked& one) {
    std::map<std::string, std::uint64_t> sends;
    for (const Step& step : data_.schedule)
      if (step.obj == one.obj && step.op == "send") ++sends[step.g];
    for (const Blocked& other : data_.blocked)
      if (other.obj == one.obj && other.op == "send") ++sends[other.g];
    const bool each_once = std::all_of(sends.begin(), sends.end(),
                                       [](const auto& sender) { return sender.second == 1; });
    if (each_once)
      add({.kind = Kind::kCapacity,
           .object = one.obj,
           .at = channel(one.obj)->at,
           .number = sends.size()});
    else if (data_.finding.kind == "leak")
      add({.kind = Kind::kWaitForDone, .g = one.g, .object = one.obj, .at = one.at});
  }

  void about_counter(const Blocked& one) {
    if (one.op != "wait" || waits_for_blocked(one)) return;
    std::int64_t counter = 0;
    for (const Step& step : data_.schedule)
      if (step.obj == one.obj && step.after) counter = *step.after;
    const bool others_are_done = data_.blocked.size() == 1;
    if (counter > 0 && others_are_done)
      add({.kind = Kind::kDoneOnEveryPath,
           .g = one.g,
           .object = one.obj,
           .number = static_cast<std::uint64_t>(counter)});
  }

  const Counterexample& data_;
  std::vector<Hint> hints_;
};

std::string some_wait_group(const Counterexample& counterexample) {
  const auto found = std::find_if(counterexample.objects.begin(), counterexample.objects.end(),
                                  [](const Object& object) { return object.kind == "wg"; });
  return found == counterexample.objects.end() ? "" : found->id;
}

std::vector<Hint> about_counter_below_zero(const Counterexample& counterexample) {
  if (const auto unordered = find_unordered(counterexample))
    return {{.kind = Kind::kAddBeforeGo, .g = unordered->missing.g, .at = unordered->missing.at}};
  const Step& failing = *failing_step(counterexample);
  for (unsigned n = counterexample.finding.step - 1; n > 0; --n) {
    const Step& step = counterexample.schedule[n - 1];
    if (step.obj == failing.obj && step.g == failing.g && step.op == "done")
      return {
          {.kind = Kind::kDoneAgain, .g = step.g, .object = step.obj, .at = step.at, .number = n}};
  }
  return {};
}

}  // namespace

std::vector<Hint> find_hints(const Counterexample& counterexample) {
  const FindingRecord& finding = counterexample.finding;
  if (finding.kind == "deadlock" || finding.kind == "leak")
    return BlockedHints(counterexample).find();
  const Step* const failing = failing_step(counterexample);
  if (failing == nullptr || failing->g != finding.g) return {};
  if (finding.kind == "negative-waitgroup") return about_counter_below_zero(counterexample);
  if (finding.kind == "waitgroup-misuse")
    return {{.kind = Kind::kAddBeforeGo, .at = failing->op == "add" ? failing->at : Place{}}};
  if (finding.kind == "use-after-destroy")
    return {{.kind = Kind::kOutlive, .g = finding.g, .object = failing->obj}};
  if (!find_unordered(counterexample)) return {};
  if (finding.kind == "send-on-closed")
    return {{.kind = Kind::kCloseBySender,
             .g = finding.g,
             .object = failing->obj,
             .other = some_wait_group(counterexample)}};
  if (finding.kind == "double-close") return {{.kind = Kind::kCloseOnce, .object = failing->obj}};
  return {};
}

}  // namespace gocheck::frontend
