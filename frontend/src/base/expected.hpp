#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace gocheck::frontend {

/// The documented exit codes of the tool.
enum class ExitCode {
  kOk = 0,
  kFinding = 1,
  kUsage = 2,
  kDiverged = 3,
  kTarget = 4,
  kIncomplete = 5,
  kInternal = 70,
  kInterrupted = 130,
  kTerminated = 143
};

/// The code to report when both apply: 70, 2, 4, 1, 3, 130, 5, 0 in this order.
[[nodiscard]] constexpr ExitCode more_important(ExitCode a, ExitCode b) {
  const auto rank = [](ExitCode code) {
    switch (code) {
      case ExitCode::kInternal:
        return 0;
      case ExitCode::kUsage:
        return 1;
      case ExitCode::kTarget:
        return 2;
      case ExitCode::kFinding:
        return 3;
      case ExitCode::kDiverged:
        return 4;
      case ExitCode::kInterrupted:
      case ExitCode::kTerminated:
        return 5;
      case ExitCode::kIncomplete:
        return 6;
      case ExitCode::kOk:
        break;
    }
    return 7;
  };
  return rank(a) <= rank(b) ? a : b;
}

/// Why something could not be done: what, where and how to fix it, for the user's eyes.
struct Problem {
  ExitCode exit = ExitCode::kUsage;
  std::string message;
  std::string verbatim = {};  // Output of another tool, to be shown as it is.
};

/// A value, or the problem that stands in its place.
template <typename T>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Expected(Problem problem) : content_(std::in_place_index<1>, std::move(problem)) {}

  explicit operator bool() const { return content_.index() == 0; }
  T& operator*() { return std::get<0>(content_); }
  const T& operator*() const { return std::get<0>(content_); }
  T* operator->() { return &std::get<0>(content_); }
  const T* operator->() const { return &std::get<0>(content_); }
  [[nodiscard]] const Problem& problem() const { return std::get<1>(content_); }

 private:
  std::variant<T, Problem> content_;
};

/// Absent when all went well.
using Failure = std::optional<Problem>;

}  // namespace gocheck::frontend
