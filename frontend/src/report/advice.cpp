#include "report/advice.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/hint.hpp"
#include "model/unordered.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::size_t kHintsShown = 3;

std::string at(const Place& place) { return place.known() ? " at " + place.text() : ""; }

std::string text_of(const Unordered& unordered, const Counterexample& counterexample,
                    const Names& names) {
  const std::string failing = counterexample.schedule[unordered.step - 1].op;
  const std::string passing = thousands(counterexample.finding.passing);
  if (unordered.earlier == 0)
    return fmt::format(
        "Not ordered: {} (step {}) does not wait for the {}{} by {}; in execution {} that came "
        "first "
        "and the program passed.",
        failing, unordered.step, unordered.missing.op, at(unordered.missing.at),
        names.goroutine(unordered.missing.g), passing);
  const std::string earlier = counterexample.schedule[unordered.earlier - 1].op;
  std::string text = fmt::format(
      "Not ordered: {} (step {}) and {} (step {}) have no happens-before edge either way", failing,
      unordered.step, earlier, unordered.earlier);
  if (unordered.elsewhere == Unordered::Elsewhere::kOtherOrder)
    text += fmt::format("; in execution {} {} came last and the program passed", passing,
                        failing == earlier ? "the earlier one" : earlier);
  if (unordered.elsewhere == Unordered::Elsewhere::kOnlyOne)
    text +=
        fmt::format("; in execution {} only one of them was done and the program passed", passing);
  return text + ".";
}

std::string text_of(const Hint& hint, const Names& names) {
  const std::string object = names.kind_and_object(hint.object);
  const std::string g = names.goroutine(hint.g);
  switch (hint.kind) {
    case Hint::Kind::kCapacity:
      return fmt::format("a capacity of {} for {}{} would let every sender finish", hint.number,
                         object, hint.at.known() ? " (made at " + hint.at.text() + ")" : "");
    case Hint::Kind::kWaitForDone:
      return fmt::format(
          "let {} stop: select(send({}, ...), recv(done)){} with a done channel or Context", g,
          names.object(hint.object), at(hint.at));
    case Hint::Kind::kCloseChannel:
      return fmt::format("close {} after its last send: then {} stops receiving", object, g);
    case Hint::Kind::kMakeChannel:
      return "give the channel a value with make_chan before it is used" + at(hint.at);
    case Hint::Kind::kUnlockFirst:
      return fmt::format(
          "unlock {} before {}{}, so that nobody waits for the lock meanwhile",
          names.object(hint.object),
          hint.other.empty() ? "the wait" : "the wait for " + names.object(hint.other),
          at(hint.at));
    case Hint::Kind::kLockOrder:
      return fmt::format(
          "lock {} and {} in one order everywhere, or together with std::scoped_lock",
          names.object(hint.object), names.object(hint.other));
    case Hint::Kind::kNotRecursive:
      return fmt::format("a Mutex is not recursive: let the code{} be called with {} locked",
                         at(hint.at), names.object(hint.object));
    case Hint::Kind::kSharedNotRecursive:
      return fmt::format(
          "do not take the read lock of {} twice{}: a writer that waits in between blocks it",
          names.object(hint.object), at(hint.at));
    case Hint::Kind::kDoneOnEveryPath:
      return fmt::format("every path must call done() on {}: {}.go(f), or Defer, does", object,
                         names.object(hint.object));
    case Hint::Kind::kCloseBySender:
      return fmt::format("close {} by its sender{}", object,
                         hint.other.empty() ? ", or after waiting for its senders"
                                            : ", or after " + names.object(hint.other) + ".wait()");
    case Hint::Kind::kCloseOnce:
      return fmt::format("let one goroutine close {}, or close it inside Once::call", object);
    case Hint::Kind::kAddBeforeGo:
      return "call add()" + at(hint.at) + " before go(), in the goroutine that waits";
    case Hint::Kind::kDoneAgain:
      return fmt::format("{} has called done() already, in step {}{}", g, hint.number, at(hint.at));
    case Hint::Kind::kOutlive:
      return fmt::format(
          "wait for {} before {} goes out of scope, or share it with std::shared_ptr", g, object);
  }
  return "";
}

}  // namespace

std::string render_advice(const Counterexample& counterexample, const Names& names,
                          const Style& style) {
  std::string out;
  if (const auto unordered = find_unordered(counterexample))
    for (const std::string& line : wrap(text_of(*unordered, counterexample, names), style.width))
      out += line + "\n";
  std::size_t shown = 0;
  for (const Hint& hint : find_hints(counterexample)) {
    if (++shown > kHintsShown) break;
    const bool is_fact = hint.kind == Hint::Kind::kDoneAgain;
    const std::string text = text_of(hint, names) + (is_fact ? "" : " (not verified)");
    std::string label = "Hint     ";
    for (const std::string& line : wrap(text, style.width - label.size())) {
      out += label + line + "\n";
      label.assign(label.size(), ' ');
    }
  }
  return out;
}

}  // namespace gocheck::frontend
