#pragma once

#include <string>
#include <vector>

#include "engine/world.hpp"
#include "worker/message.hpp"

namespace gocheck::checker {

/// A finding as it is reported: docs/worker-protocol.md, mode explore.
struct FindingReport {
  Message head;
  std::vector<Step> steps;
  std::vector<Message> users;
  std::vector<Message> passed;

  /// All its lines, the closing `end` too. Nothing may come between.
  [[nodiscard]] std::string lines(const Registry& registry) const;
};

/// Describes the findings of the execution that the world has made last, beside the last one that passed.
class FindingReporter {
 public:
  explicit FindingReporter(World& world) : world_(world) {}
  /// The execution, of this number, has passed.
  void remember_passing(std::int64_t number);
  void forget_passing() { passing_.clear(); }
  /// One bug, one report: the same thing at the same places has the same key.
  [[nodiscard]] std::string key(const FindingFact& finding) const;
  [[nodiscard]] FindingReport describe(const FindingFact& finding, std::int64_t number) const;

 private:
  [[nodiscard]] std::vector<Message> passed_operations(const FindingFact& finding,
                                                       const std::vector<Step>& steps) const;
  [[nodiscard]] std::vector<Message> users_of_blocked() const;

  World& world_;
  std::vector<Step> passing_;
  std::int64_t passing_number_ = 0;
};

}  // namespace gocheck::checker
