// The values of the command line, and what lays out the text that comes from outside.
#include <limits>

#include "command/prepare.hpp"
#include "fuzz.hpp"
#include "model/place.hpp"
#include "protocol/request.hpp"

using namespace gocheck::frontend;
using namespace gocheck::fuzz;

namespace {

void check_numbers(const std::string& text) {
  if (const auto number = parse_number(text))
    require(parse_number(std::to_string(*number)) == number, "a number is read back");
  constexpr std::uint64_t kNumberMax = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t ms = 0, bytes = 0;
  if (const auto failure = set_duration("--time-budget", text, ms)) {
    require_message(failure->message);
  } else {
    require(ms <= kNumberMax * 3'600'000, "a duration is in range");
    if (ms <= kNumberMax)
      require(parse_duration_ms(std::to_string(ms) + "ms") == ms, "a duration is read back");
  }
  if (const auto failure = set_size("--memory", text, bytes)) {
    require_message(failure->message);
  } else {
    require(bytes % 1024 == 0 && bytes / 1024 <= kNumberMax << 20U, "a size is in range");
    if (bytes >> 10U <= kNumberMax)
      require(bytes == 0 || parse_size(std::to_string(bytes >> 10U) + "k") == bytes, "a size is read back");
  }
}

void check_text(std::string_view text) {
  const std::string plain = printable(text);
  require(printable(plain) == plain, "printable text stays as it is");
  for (const std::size_t width : {1, 7, 60}) {
    require(display_width(shorten(text, width, true)) <= width, "text is cut to its width");
    require(display_width(pad_right(text, width)) >= width, "text is filled to its width");
    require(!wrap(text, width).empty(), "text has lines");
  }
  require(join(split(text, ','), ",") == text, "a list is what its parts make");
  (void)split_words(text);
  (void)nearest(text, std::vector<std::string>(kStrategies.begin(), kStrategies.end()));
  if (const Place place = Place::parse(text); place.known())
    require(Place::parse(place.text()) == place, "a place is read back");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_numbers(std::string(text_of(data, size)));
  check_text(text_of(data, size));
  return 0;
}
