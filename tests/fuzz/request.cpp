// Both ends of the worker protocol: the checker reads a line as the tool means it, and the other way round.
#include "fuzz.hpp"
#include "protocol/line.hpp"
#include "worker/message.hpp"

using namespace gocheck::frontend;
using namespace gocheck::fuzz;
using gocheck::checker::Message;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const std::string& text : split(text_of(data, size), '\n')) {
    const Message message = Message::parse(text);
    (void)message.number("seed");
    const auto line = parse_line(text);
    if (!line) continue;
    require(message.word() == line->word, "both read one word");
    for (const auto& [key, value] : line->pairs)
      require(message.text(key) == line->text(key), "both read one value");
    std::string printed = message.line();
    printed.pop_back();
    const auto again = parse_line(printed);
    require(again && again->pairs == line->pairs, "what the checker prints is read back");
  }
  return 0;
}
