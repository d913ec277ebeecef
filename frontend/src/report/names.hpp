#pragma once

#include <map>
#include <string>

#include "model/counterexample.hpp"

namespace gocheck::frontend {

/// What a reader calls the goroutines, objects and steps of a counterexample.
class Names {
 public:
  explicit Names(const Counterexample& counterexample);

  /// 2: Go's number, in order of creation; 0 for what is no goroutine.
  [[nodiscard]] unsigned number(const std::string& g) const;
  /// `refresher`; `worker 3` when several have that name; `goroutine 3` without one; `timer 1`.
  [[nodiscard]] std::string label(const std::string& g) const;
  /// `goroutine 2`.
  [[nodiscard]] std::string goroutine(const std::string& g) const;
  [[nodiscard]] const Goroutine* find_goroutine(const std::string& g) const;
  [[nodiscard]] const Object* find_object(const std::string& id) const;
  /// `mu`; `mutex 1` of its creator without a name; `nil` for no object.
  [[nodiscard]] std::string object(const std::string& id) const;
  /// `mutex mu`.
  [[nodiscard]] std::string kind_and_object(const std::string& id) const;
  /// `chan updates (unbuffered, made at cache.cc:8)`.
  [[nodiscard]] std::string described(const std::string& id) const;
  /// What the step's goroutine does: `lock mu`, `jobs <- 1`.
  [[nodiscard]] std::string action(const Step& step) const;
  /// What the receiver of a rendezvous does.
  [[nodiscard]] std::string peer_action(const Step& step) const;
  [[nodiscard]] std::string blocked_action(const Blocked& blocked) const;

 private:
  [[nodiscard]] std::string plain_action(const std::string& op, const std::string& obj,
                                         const std::string& shown) const;

  const Counterexample& counterexample_;
  std::map<std::string, unsigned> numbers_;
  std::map<std::string, unsigned> uses_;  // Of each goroutine name.
};

}  // namespace gocheck::frontend
