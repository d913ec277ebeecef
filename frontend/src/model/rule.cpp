#include "model/rule.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace gocheck::frontend {
namespace {

constexpr std::array kRules = {
    Rule{"GC001", "deadlock", "nothing can proceed and main has not returned"},
    Rule{"GC002", "leak", "main has returned while a goroutine is blocked for ever"},
    Rule{"GC003", "send-on-closed", "a send on a closed channel", true},
    Rule{"GC004", "negative-waitgroup", "the counter of a WaitGroup went below zero", true},
    Rule{"GC005", "double-close", "close of a closed or nil channel", true},
    Rule{"GC006", "unlock-of-unlocked", "unlock of a mutex that is not locked", true},
    Rule{"GC007", "waitgroup-misuse", "add concurrent with a wait at zero, or reuse too early",
         true},
    Rule{"GC008", "panic", "an uncaught panic or exception"},
    Rule{"GC009", "assert", "a failed require()"},
    Rule{"GC010", "race", "two unordered accesses to one variable, one of them a write"},
    Rule{"GC011", "crash", "a signal, an abort or a stack overflow"},
    Rule{"GC012", "livelock", "goroutines that run for ever without progress"},
    Rule{"GC013", "exit", "main returned non-zero, or exit() was called with non-zero"},
    Rule{"GC014", "uncontrolled", "non-determinism that gocheck does not control"},
    Rule{"GC015", "use-after-destroy", "an operation on a destroyed sync object"},
};

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

}  // namespace

std::span<const Rule> rules() { return kRules; }

const Rule* rule_of_kind(std::string_view kind) {
  const auto* found = std::find_if(kRules.begin(), kRules.end(),
                                   [&](const Rule& rule) { return rule.kind == kind; });
  return found == kRules.end() ? nullptr : found;
}

const Rule* rule_of(std::string_view id_or_kind) {
  const auto* found = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) {
    return same(rule.id, id_or_kind) || same(rule.kind, id_or_kind);
  });
  return found == kRules.end() ? nullptr : found;
}

std::vector<std::string> all_kinds() {
  std::vector<std::string> kinds;
  for (const Rule& rule : kRules) kinds.emplace_back(rule.kind);
  return kinds;
}

}  // namespace gocheck::frontend
