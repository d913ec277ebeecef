#pragma once

#include <span>
#include <string>

#include <gocheck/go.hpp>

namespace agreement {

/// A small program whose outcome depends on the schedule; `run` is its main and returns the outcome.
struct Program {
  const char* name;
  std::string (*run)();
};

std::span<const Program> channel_programs();
std::span<const Program> select_programs();
std::span<const Program> sync_programs();
std::span<const Program> time_programs();

/// What goroutines did, in order: a buffered channel of letters.
class Log {
 public:
  explicit Log(int size) : letters_(gocheck::make_chan<char>(size, "log")) {}
  void add(char letter) const { letters_.send(letter); }
  /// Waits for `count` letters.
  [[nodiscard]] std::string read(int count) const {
    std::string text;
    for (int i = 0; i < count; ++i) text += letters_.recv();
    return text;
  }
  /// The letters that are there.
  [[nodiscard]] std::string rest() const {
    std::string text;
    while (gocheck::select(gocheck::recv(letters_, [&](char letter) { text += letter; }),
                           gocheck::otherwise()) == 0) {
    }
    return text;
  }

 private:
  gocheck::Chan<char> letters_;
};

}  // namespace agreement
