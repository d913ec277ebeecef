#include "report/names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

std::string kind_word(const std::string& kind) {
  if (kind == "wg") return "wait_group";
  if (kind == "sema") return "semaphore";
  return kind;
}

bool is_timer(const std::string& g) {
  const std::size_t slash = g.rfind('/');
  return slash != std::string::npos && g.compare(slash, 2, "/t") == 0;
}

template <typename Item>
const Item* find_by_id(const std::vector<Item>& items, const std::string& id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

Names::Names(const Counterexample& counterexample) : counterexample_(counterexample) {
  numbers_["main"] = 1;
  unsigned next = 2;
  for (const Goroutine& goroutine : counterexample.goroutines) {
    if (numbers_.try_emplace(goroutine.id, next).second) ++next;
    if (!goroutine.name.empty()) ++uses_[goroutine.name];
  }
}

unsigned Names::number(const std::string& g) const {
  const auto found = numbers_.find(g);
  return found == numbers_.end() ? 0 : found->second;
}

const Goroutine* Names::find_goroutine(const std::string& g) const {
  return find_by_id(counterexample_.goroutines, g);
}

const Object* Names::find_object(const std::string& id) const {
  return find_by_id(counterexample_.objects, id);
}

std::string Names::goroutine(const std::string& g) const {
  if (is_timer(g)) return label(g);
  return number(g) == 0 ? "goroutine " + g : fmt::format("goroutine {}", number(g));
}

std::string Names::label(const std::string& g) const {
  if (is_timer(g)) {
    const std::size_t mark = g.rfind("/t");
    return "timer " + g.substr(mark + 2) + (mark == 4 ? "" : " of " + label(g.substr(0, mark)));
  }
  const Goroutine* const found = find_goroutine(g);
  if (g == "main") return "main";
  if (found == nullptr || found->name.empty()) return goroutine(g);
  if (uses_.at(found->name) == 1) return printable(found->name);
  return fmt::format("{} {}", printable(found->name), number(g));
}

std::string Names::object(const std::string& id) const {
  if (id.empty()) return "nil";
  const Object* const found = find_object(id);
  if (found != nullptr && !found->name.empty()) return printable(found->name);
  const std::size_t colon = id.find(':');  // main:chan1 -> chan1; main/1:chan1 -> worker.chan1
  if (colon == std::string::npos) return id;
  const std::string creator = id.substr(0, colon);
  const std::string own = id.substr(colon + 1);
  return creator == "main" || creator == "init" ? own : label(creator) + "." + own;
}

std::string Names::kind_and_object(const std::string& id) const {
  const Object* const found = find_object(id);
  return (found == nullptr ? "" : kind_word(found->kind) + " ") + object(id);
}

std::string Names::described(const std::string& id) const {
  const Object* const found = find_object(id);
  if (found == nullptr) return object(id);
  std::string facts;
  if (found->kind == "chan")
    facts = found->capacity == 0 ? "unbuffered" : fmt::format("capacity {}", found->capacity);
  if (found->at.known())
    facts += (facts.empty() ? "" : ", ") + std::string("made at ") + found->at.text();
  return kind_and_object(id) + (facts.empty() ? "" : " (" + facts + ")");
}

std::string Names::plain_action(const std::string& op, const std::string& obj,
                                const std::string& shown) const {
  const std::string name = object(obj);
  if (op == "go") return "go " + label(obj);
  if (op == "send") return shown.empty() ? "send " + name : name + " <- " + printable(shown);
  if (op == "recv" && name == "sleep") return "sleep ends";
  if (op == "recv") return shown.empty() ? "recv " + name : printable(shown) + " <- " + name;
  if (op == "announce") return "lock " + name + " (announce)";
  if (op == "acquire") return "lock " + name;
  if (op == "wunlock") return "unlock " + name;
  if (op == "try-wlock") return "try_lock " + name;
  if (op == "try-lock") return "try_lock " + name;
  if (op == "try-rlock") return "try_lock_shared " + name;
  if (op == "rlock") return "lock_shared " + name;
  if (op == "runlock") return "unlock_shared " + name;
  if (op == "cond-wait") return "wait " + name;
  if (op == "once-enter") return "enter " + name;
  if (op == "once-done") return "leave " + name;
  if (op == "once-pass") return "pass " + name;
  if (op == "fire") return "fires";
  if (op == "timer-start") return "start " + name;
  if (op == "timer-stop") return "stop " + name;
  if (op == "timer-reset") return "reset " + name;
  if (op == "rmw") return "update " + name;
  if (op == "cas") return "compare_exchange " + name;
  if (op == "select") return "select";
  if (op == "select-default") return "select default";
  if (op == "choose") return "choose" + (shown.empty() ? "" : " " + printable(shown));
  if (op == "exit") return "exit" + (shown.empty() ? "" : " " + printable(shown));
  return obj.empty() ? op : op + " " + name;
}

std::string Names::action(const Step& step) const {
  const bool takes_value = step.op == "choose" || step.op == "exit";
  std::string text =
      plain_action(step.op, step.obj, takes_value && step.shown.empty() ? step.value : step.shown);
  if (step.op == "add" || step.op == "done")
    if (step.before && step.after) text += fmt::format("  {} -> {}", *step.before, *step.after);
  if (step.op == "signal" || step.op == "broadcast") {
    std::vector<std::string> woken;
    if (!step.peer.empty())
      for (const std::string& g : split(step.peer, ',')) woken.push_back(label(g));
    text += woken.empty() ? " (wakes nobody)" : ", wakes " + join(woken, ", ");
  }
  if (step.cases > 0) {
    text = step.op == "select-default" ? text
                                       : fmt::format("select case {}: {}", step.select_case, text);
    std::vector<std::string> ready;
    for (const unsigned position : step.ready) ready.push_back(std::to_string(position));
    if (ready.size() > 1) text += " (" + join(ready, ", ") + " ready)";
  }
  if (!step.detail.empty()) text += " (" + printable(step.detail) + ")";
  return text;
}

std::string Names::peer_action(const Step& step) const {
  return plain_action(step.peer_op.empty() || step.peer_op == "select" ? "recv" : step.peer_op,
                      step.obj, step.shown);
}

std::string Names::blocked_action(const Blocked& blocked) const {
  return plain_action(blocked.cases.empty() ? blocked.op : "select", blocked.obj, "");
}

}  // namespace gocheck::frontend
