#include "model/unordered.hpp"

#include <algorithm>
#include <set>

#include "model/happens_before.hpp"

namespace gocheck::frontend {
namespace {

using Words = std::set<std::string>;

const Words kCloses = {"close", "cancel"};
const Words kUnlocks = {"unlock", "runlock", "wunlock"};

/// The last step before the failing one that did one of `ops` to its object; 0: none.
unsigned last_before(const Counterexample& counterexample, const Words& ops) {
  const Step& failing = *failing_step(counterexample);
  for (unsigned n = counterexample.finding.step - 1; n > 0; --n) {
    const Step& step = counterexample.schedule[n - 1];
    if (step.obj == failing.obj && ops.contains(step.op)) return n;
  }
  return 0;
}

/// Step of the `nth` (from 0) such operation of `g` in the passing execution; 0: there is none.
unsigned passed_step(const Counterexample& counterexample, const std::string& g, const Words& ops,
                     std::size_t nth) {
  for (const PassedOperation& passed : counterexample.passed)
    if (passed.g == g && ops.contains(passed.op) && nth-- == 0) return passed.step;
  return 0;
}

std::size_t count_before(const Counterexample& counterexample, unsigned end, const std::string& g,
                         const Words& ops) {
  const Step& failing = *failing_step(counterexample);
  return static_cast<std::size_t>(
      std::count_if(counterexample.schedule.begin(), counterexample.schedule.begin() + end - 1,
                    [&](const Step& step) {
                      return step.obj == failing.obj && step.g == g && ops.contains(step.op);
                    }));
}

Unordered::Elsewhere elsewhere(const Counterexample& counterexample, const Unordered& found,
                               const Words& earlier_ops) {
  const Step& failing = *failing_step(counterexample);
  const Step& other = counterexample.schedule[found.earlier - 1];
  const auto passed = [&](unsigned n, const Step& step, const Words& ops) {
    return passed_step(counterexample, step.g, ops, count_before(counterexample, n, step.g, ops));
  };
  const unsigned first = passed(found.step, failing, {failing.op});
  const unsigned second = passed(found.earlier, other, earlier_ops);
  if (first != 0 && second != 0)
    return first < second ? Unordered::Elsewhere::kOtherOrder : Unordered::Elsewhere::kNothing;
  return first != 0 || second != 0 ? Unordered::Elsewhere::kOnlyOne
                                   : Unordered::Elsewhere::kNothing;
}

/// An add that let the counter stay above zero elsewhere and has not been done yet here: the
/// failing done() did not wait for it.
std::optional<Unordered> missing_add(const Counterexample& counterexample) {
  const Step& failing = *failing_step(counterexample);
  const unsigned step = counterexample.finding.step;
  const Words failing_op = {failing.op};
  const unsigned done = passed_step(counterexample, failing.g, failing_op,
                                    count_before(counterexample, step, failing.g, failing_op));
  for (const PassedOperation& passed : counterexample.passed) {
    if (passed.op != "add" || passed.g == failing.g || passed.step > done) continue;
    const unsigned next = passed_step(counterexample, passed.g, {"add"},
                                      count_before(counterexample, step, passed.g, {"add"}));
    if (passed.step == next)
      return Unordered{
          .step = step, .missing = passed, .elsewhere = Unordered::Elsewhere::kOtherOrder};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Unordered> find_unordered(const Counterexample& counterexample) {
  const Step* const failing = failing_step(counterexample);
  if (failing == nullptr || failing->obj.empty() || failing->g != counterexample.finding.g)
    return std::nullopt;
  const std::string& kind = counterexample.finding.kind;
  if (kind == "negative-waitgroup") return missing_add(counterexample);
  const bool is_unlock = kind == "unlock-of-unlocked";
  if (kind != "send-on-closed" && kind != "double-close" && !is_unlock) return std::nullopt;
  const Words& ops = is_unlock ? kUnlocks : kCloses;
  Unordered found{.step = counterexample.finding.step, .earlier = last_before(counterexample, ops)};
  if (found.earlier == 0 || !are_unordered(counterexample, found.earlier, found.step))
    return std::nullopt;
  found.elsewhere = elsewhere(counterexample, found, ops);
  return found;
}

}  // namespace gocheck::frontend
