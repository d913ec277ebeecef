#include "worker/channel.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

#include <unistd.h>

#include "process_end.hpp"

namespace gocheck::checker {

void Channel::send_lines(std::string_view lines) const {
  for (std::size_t done = 0; done < lines.size();) {
    const ssize_t n = write(fd_, lines.data() + done, lines.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) detail::end_process(70);   // Nobody listens any more.
    done += static_cast<std::size_t>(n);
  }
}

std::vector<Message> read_messages(int fd) {
  std::string text;
  char block[4096];
  for (ssize_t n = 0; (n = read(fd, block, sizeof block)) > 0;) {
    text.append(block, static_cast<std::size_t>(n));
  }
  std::vector<Message> messages;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) messages.push_back(Message::parse(std::string_view(text).substr(at, end - at)));
    at = end + 1;
  }
  return messages;
}

}  // namespace gocheck::checker
