#include "model/counterexample.hpp"

#include <algorithm>
#include <set>

#include "base/sha256.hpp"

namespace gocheck::frontend {

bool is_made_by_step(const Counterexample& counterexample) {
  static const std::set<std::string> kKinds = {"send-on-closed", "negative-waitgroup",
                                               "double-close", "unlock-of-unlocked",
                                               "waitgroup-misuse"};
  const FindingRecord& finding = counterexample.finding;
  if (finding.kind != "use-after-destroy") return kKinds.contains(finding.kind);
  // The operation may have been refused before it became a step.
  const Step* const step = failing_step(counterexample);
  return step != nullptr && step->g == finding.g;
}

const Step* failing_step(const Counterexample& counterexample) {
  const unsigned step = counterexample.finding.step;
  return step == 0 || step > counterexample.schedule.size() ? nullptr
                                                            : &counterexample.schedule[step - 1];
}

std::string fingerprint(const Counterexample& counterexample) {
  std::set<std::string> facts;  // Ordered and unique: how many goroutines met does not matter.
  const auto name_of = [&](const std::string& id) {
    const auto found = std::find_if(counterexample.objects.begin(), counterexample.objects.end(),
                                    [&](const Object& object) { return object.id == id; });
    return found == counterexample.objects.end() ? std::string() : found->kind + " " + found->name;
  };
  for (const Blocked& blocked : counterexample.blocked)
    facts.insert(blocked.at.text() + " " + blocked.state + " " + name_of(blocked.obj));
  for (const PanicInfo& panic : counterexample.panics)
    facts.insert(panic.at.text() + " " + panic.message);
  // A race is its two places, whatever else the program does.
  if (counterexample.race)
    for (const MemoryAccess& access : counterexample.race->accesses)
      facts.insert(access.at.text());
  else if (const Step* const step = failing_step(counterexample))
    facts.insert(step->at.text() + " " + step->op + " " + name_of(step->obj));
  Sha256 hash;
  hash.update_field(counterexample.finding.rule);
  for (const std::string& fact : facts) hash.update_field(fact);
  return hash.hex().substr(0, 12);
}

}  // namespace gocheck::frontend
