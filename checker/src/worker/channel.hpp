#pragma once

#include <string_view>
#include <vector>

#include "worker/message.hpp"

namespace gocheck::checker {

/// Writes messages to a file descriptor, each at once.
class Channel {
 public:
  explicit Channel(int fd) : fd_(fd) {}
  void send(const Message& message) const { send_lines(message.line()); }
  /// Whole lines.
  void send_lines(std::string_view lines) const;

 private:
  int fd_;
};

/// Everything that `fd` holds, line by line, parsed.
std::vector<Message> read_messages(int fd);

}  // namespace gocheck::checker
