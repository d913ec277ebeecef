#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "base/text.hpp"
#include "command/options.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::size_t kWidthMax = 100, kWidthMin = 60, kWidthPlain = 92;

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool wants_color(const std::string& color) {
  if (color != "auto") return color == "always";
  if (is_set("NO_COLOR")) return false;
  const char* const force = std::getenv("CLICOLOR_FORCE");
  if (force != nullptr && *force != '\0' && std::string_view(force) != "0") return true;
  const char* const term = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) != 0 && term != nullptr && std::string_view(term) != "dumb";
}

/// A C locale is what containers and CI have by default; it says nothing about the reader.
bool locale_is_utf8() {
  std::setlocale(LC_CTYPE, "");
  const std::string_view codeset = ::nl_langinfo(CODESET);
  const char* const name = std::setlocale(LC_CTYPE, nullptr);
  const bool unset = name != nullptr && std::string_view(name) == "C" && !is_set("LC_ALL") &&
                     !is_set("LANG") && !is_set("LC_CTYPE");
  const bool utf8 = codeset == "UTF-8" || unset;
  std::setlocale(LC_CTYPE, "C");
  return utf8;
}

std::size_t report_width(std::size_t asked) {
  if (asked == 0) {
    winsize size = {};
    const char* const columns = std::getenv("COLUMNS");
    if (columns != nullptr)
      asked = parse_number(columns).value_or(0);
    else if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
      asked = size.ws_col;
  }
  return asked == 0 ? kWidthPlain : std::clamp(asked, kWidthMin, kWidthMax);
}

}  // namespace

Style make_style(const CommonOptions& options) {
  return {.color = wants_color(options.color),
          .ascii = options.ascii || !locale_is_utf8(),
          .width = report_width(options.width)};
}

TraceDetail make_trace_detail(const CommonOptions& options) {
  if (options.trace == "full") return TraceDetail::kFull;
  return options.trace == "none" ? TraceDetail::kNone : TraceDetail::kRelevant;
}

ExitCode report_problem(const Problem& problem) {
  std::fflush(stdout);
  if (!problem.verbatim.empty())
    std::fwrite(problem.verbatim.data(), 1, problem.verbatim.size(), stderr);
  fmt::print(stderr, "gocheck: {}\n", problem.message);
  return problem.exit;
}

}  // namespace gocheck::frontend
