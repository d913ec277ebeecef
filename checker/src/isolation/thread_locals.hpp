#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace gocheck::checker {

/// The program's thread_local variables, for goroutines that stand for threads: they all run on one thread, so its
/// block holds those of whoever runs, and the others' are kept aside. Goroutines that stand for no thread share the
/// block that was there first.
///
/// Variables of shared libraries are not among them, nor does anything destroy those of a thread at its end.
class ThreadLocals {
 public:
  ThreadLocals();

  /// Requires: the process was reset.
  void begin_execution() {
    kept_.clear();
    present_ = 0;
  }
  /// `thread`, a goroutine, has variables of its own, as new.
  void add(std::uint32_t thread);
  [[nodiscard]] bool has(std::uint32_t goroutine) const { return !kept_.empty() && kept_.contains(goroutine); }
  /// The goroutine is about to run. Costs two copies of the block where it changes hands.
  void enter(std::uint32_t goroutine) {
    if (!kept_.empty()) exchange(goroutine);
  }
  /// Those of the goroutine, a thread. Requires: another one runs, or nobody. Valid until it is about to run.
  [[nodiscard]] std::span<const std::byte> of(std::uint32_t thread) const { return kept_.at(thread); }

 private:
  void exchange(std::uint32_t goroutine);

  std::span<std::byte> block_;         // Of the thread that everything runs on.
  std::span<const std::byte> image_;   // What it begins with; zeros after that.
  std::unordered_map<std::uint32_t, std::vector<std::byte>> kept_;   // By goroutine; 0: what was there first.
  std::uint32_t present_ = 0;
};

}  // namespace gocheck::checker
