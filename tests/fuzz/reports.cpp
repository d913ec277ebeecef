// What a worker says: whole conversations of an exploration and of a replay.
#include "fuzz.hpp"
#include "protocol/line.hpp"
#include "protocol/reports.hpp"

using namespace gocheck::frontend;
using namespace gocheck::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ExplorationReader reader;
  Exploration exploration;
  Replay replay;
  bool explores = true, replays = true;
  for (const std::string& text : split(text_of(data, size), '\n')) {
    const auto line = parse_line(text);
    if (!line) {
      require_message(line.problem().message);
      continue;
    }
    std::string printed = print_line(*line);
    require(printed.ends_with('\n'), "a line ends");
    printed.pop_back();
    const auto again = parse_line(printed);
    require(again && again->word == line->word && again->pairs == line->pairs,
            "what is printed is read back");
    if (explores)
      if (const auto failure = reader.take(*line, exploration)) {
        require_message(failure->message);
        explores = false;
      }
    if (replays)
      if (const auto failure = take_replay_line(*line, replay)) {
        require_message(failure->message);
        replays = false;
      }
  }
  return 0;
}
