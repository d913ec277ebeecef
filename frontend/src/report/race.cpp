#include "report/race.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/layout.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::size_t kFramesShown = 8;

const char* verb(const std::string& op) {
  if (op == "free") return "free";
  if (op == "atomic-read") return "atomic read";
  if (op == "atomic-write") return "atomic write";
  return op == "read" ? "read" : "write";
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string locks_of(const MemoryAccess& access, const Names& names) {
  std::vector<std::string> held;
  for (const std::string& lock : access.locks) held.push_back(names.kind_and_object(lock));
  return held.empty() ? "no lock" : join(held, ", ");
}

std::string render_access(const MemoryAccess& access, const std::string& before, const Names& names,
                          SourceFiles& sources, const Style& style) {
  const Goroutine* const g = names.find_goroutine(access.g);
  const std::string name =
      g == nullptr || g->name.empty() ? "" : " \"" + printable(g->name) + "\"";
  std::string out = style.bold(fmt::format(
                        "{} by {}{} after step {}:", capitalised(before + verb(access.op)),
                        names.goroutine(access.g), name, access.step)) +
                    "\n";
  std::vector<Frame> stack = access.frames;
  if (stack.empty() && access.at.known()) stack.push_back({access.function, access.at});
  for (std::size_t i = 0; i < std::min(stack.size(), kFramesShown); ++i) {
    const std::string function = stack[i].function.empty() ? "?" : printable(stack[i].function);
    out += spread((i == 0 ? "  " : "  called by ") +
                      shorten(function, style.width / 2, style.ascii),
                  stack[i].at.text(), style.width);
    if (i == 0)
      out += excerpt(stack[i].at, {"holds " + locks_of(access, names)}, true, sources, style);
  }
  if (g != nullptr && g->at.known())
    out += spread("  created by " + (g->function.empty() ? names.goroutine(g->parent) : g->function) +
                      " at",
                  g->at.text(), style.width);
  return out;
}

std::string common_lock(const Race& race, const Names& names) {
  for (const std::string& lock : race.accesses[0].locks) {
    const auto& other = race.accesses[1].locks;
    if (std::find(other.begin(), other.end(), lock) != other.end())
      return "both hold " + names.kind_and_object(lock) + ", but for reading";
  }
  return "no lock is held at both";
}

/// What the second goroutine knows of the first one.
std::string why_unordered(const Counterexample& counterexample, const Names& names) {
  const Race& race = *counterexample.race;
  const std::string first = names.goroutine(race.accesses[0].g);
  const std::string second = names.goroutine(race.accesses[1].g);
  std::string text;
  if (race.known_step == 0 || race.known_step > counterexample.schedule.size()) {
    text = second + " is ordered after nothing that " + first + " has done";
  } else {
    const Step& step = counterexample.schedule[race.known_step - 1];
    text = fmt::format("{} is ordered after what {} did up to step {} ({}{}), not after what came "
                       "then",
                       second, first, race.known_step, names.action(step),
                       step.at.known() ? " at " + step.at.text() : "");
  }
  return text + "; " + common_lock(race, names);
}

}  // namespace

std::string race_headline(const Race& race) {
  const unsigned size = race.accesses.empty() ? 0 : race.accesses.back().size;
  const std::string bytes = count_of(size, "byte");
  if (race.variable.empty()) return "data race on " + bytes;
  return fmt::format("data race on {} ({}{})", printable(race.variable),
                     race.is_global ? "global, " : "", bytes);
}

std::string render_race(const Counterexample& counterexample, const Names& names,
                        SourceFiles& sources, const Style& style) {
  const Race& race = *counterexample.race;
  std::string out = render_access(race.accesses[1], "", names, sources, style) + "\n" +
                    render_access(race.accesses[0], "previous ", names, sources, style) + "\n";
  const std::vector<std::string> why = wrap(why_unordered(counterexample, names), style.width - 13);
  for (std::size_t i = 0; i < why.size(); ++i)
    out += (i == 0 ? "Not ordered  " : "             ") + why[i] + "\n";
  return out;
}

}  // namespace gocheck::frontend
