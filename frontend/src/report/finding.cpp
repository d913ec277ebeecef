#include "report/finding.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/rule.hpp"
#include "model/wait_cycle.hpp"
#include "report/advice.hpp"
#include "report/layout.hpp"
#include "report/names.hpp"
#include "report/race.hpp"
#include "report/schedule.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::size_t kUsersShown = 2;
constexpr std::size_t kFramesShown = 8;
constexpr std::size_t kIdsShown = 8;
constexpr std::size_t kOutputLinesShown = 12;
constexpr std::size_t kHistoryShown = 24;

/// Renders the parts of one report. Each part is empty or ends with a newline.
class FindingReport {
 public:
  FindingReport(const Counterexample& counterexample, SourceFiles& sources,
                const ReportOptions& options)
      : data_(counterexample),
        sources_(sources),
        options_(options),
        style_(options.style),
        names_(data_) {}

  std::string render();

 private:
  std::string head() const;
  std::string blocked_section(const std::vector<const Blocked*>& group);
  std::string blocked_sections();
  std::string culprit_section();
  std::string closer_section();
  std::string history() const;
  std::string cycle() const;
  std::string program_output() const;
  std::string changed_sources() const;

  std::vector<std::string> why_blocked(const Blocked& blocked) const;
  std::string wait_reason(const Blocked& blocked) const;
  std::string users_of(const std::string& obj) const;
  std::vector<std::string> why_failed(const Place& shown) const;
  std::string frames(const std::vector<Frame>& stack) const;
  std::string created_by(const std::string& g) const;
  std::string title(const std::string& g, const std::string& state) const;
  const Step* last_close(const std::string& obj) const;
  unsigned number_of(const Step& step) const {
    return static_cast<unsigned>(&step - data_.schedule.data()) + 1;
  }

  const Counterexample& data_;
  SourceFiles& sources_;
  const ReportOptions& options_;
  const Style& style_;
  Names names_;
};

std::string FindingReport::render() {
  std::vector<std::string> parts = {head(), changed_sources()};
  const bool is_about_blocked = data_.finding.g.empty();
  if (data_.race)
    parts.push_back(render_race(data_, names_, sources_, style_));
  else
    parts.push_back(is_about_blocked ? blocked_sections() : culprit_section() + closer_section());
  parts.push_back(is_about_blocked ? cycle() : "");
  parts.push_back(history());
  parts.push_back(render_advice(data_, names_, style_));
  parts.push_back(render_schedule(data_, names_, options_.trace, style_));
  parts.push_back(program_output());
  std::string out;
  for (const std::string& part : parts)
    if (!part.empty()) out += (out.empty() ? "" : "\n") + part;
  return out;
}

std::string FindingReport::head() const {
  const std::string id = "[" + data_.finding.rule + "]";
  const std::string text = data_.program.name + ": " + headline(data_);
  std::vector<std::string> lines = wrap(text, style_.width - 6 - id.size() - 2);
  std::string out = style_.red("FAIL") + "  " +
                    style_.bold(pad_right(lines.front(), style_.width - 6 - id.size())) + id + "\n";
  for (std::size_t i = 1; i < lines.size(); ++i) out += "      " + style_.bold(lines[i]) + "\n";
  std::string facts =
      data_.finding.execution == 0 ? "" : "execution " + thousands(data_.finding.execution) + ", ";
  facts += count_of(data_.schedule.size(), "step") + ", " +
           count_of(data_.finding.preemptions, "preemption") +
           (data_.finding.is_minimal ? " (no schedule with fewer shows it)" : "");
  return out + "      " + facts + "\n";
}

std::string FindingReport::title(const std::string& g, const std::string& state) const {
  const Goroutine* const found = names_.find_goroutine(g);
  std::string name = found == nullptr || found->name.empty() ? (g == "main" ? "main" : "")
                                                             : printable(found->name);
  if (!name.empty()) name = " \"" + name + "\"";
  return style_.bold(names_.goroutine(g) + name + " [" + state + "]:") + "\n";
}

std::string FindingReport::created_by(const std::string& g) const {
  const Goroutine* const found = names_.find_goroutine(g);
  if (found == nullptr || found->parent.empty() || !found->at.known()) return "";
  const std::string who =
      found->function.empty() ? names_.goroutine(found->parent) : found->function;
  return spread("  created by " + who + " at", found->at.text(), style_.width);
}

std::string FindingReport::frames(const std::vector<Frame>& stack) const {
  std::string out;
  for (std::size_t i = 0; i < std::min(stack.size(), kFramesShown); ++i) {
    const std::string function = stack[i].function.empty() ? "?" : printable(stack[i].function);
    const std::string prefix = i == 0 ? "  " : "  called by ";
    out += spread(prefix + shorten(function, style_.width / 2, style_.ascii), stack[i].at.text(),
                  style_.width);
  }
  return out;
}

// ---- goroutines that are blocked -----------------------------------------------------------

std::string FindingReport::blocked_sections() {
  std::vector<std::vector<const Blocked*>> groups;  // Same state, line, object and origin.
  for (const Blocked& blocked : data_.blocked) {
    const auto same = [&](const std::vector<const Blocked*>& group) {
      const Blocked& first = *group.front();
      const Goroutine* const a = names_.find_goroutine(first.g);
      const Goroutine* const b = names_.find_goroutine(blocked.g);
      return first.state == blocked.state && first.at == blocked.at && first.obj == blocked.obj &&
             a != nullptr && b != nullptr && a->name == b->name && a->at == b->at;
    };
    const auto group = std::find_if(groups.begin(), groups.end(), same);
    if (group == groups.end())
      groups.push_back({&blocked});
    else
      group->push_back(&blocked);
  }
  std::string out;
  for (const auto& group : groups) out += (out.empty() ? "" : "\n") + blocked_section(group);
  return out;
}

std::string FindingReport::blocked_section(const std::vector<const Blocked*>& group) {
  const Blocked& first = *group.front();
  std::string out;
  if (group.size() == 1) {
    out = title(first.g, first.state);
  } else {
    std::string ids, steps;
    for (const Blocked* one : group) {
      if (one == group[std::min(group.size() - 1, kIdsShown)] && group.size() > kIdsShown + 1) {
        ids += std::string(" ") + style_.fold();
        steps += std::string(" ") + style_.fold();
        break;
      }
      ids += fmt::format(" {}", names_.number(one->g));
      steps += fmt::format(" {}", one->since);
    }
    const std::string& name = names_.find_goroutine(first.g)->name;
    out = style_.bold(fmt::format(
              "{} x goroutine{} [{}], ids{}, blocked since steps{}:", group.size(),
              name.empty() ? "" : " \"" + printable(name) + "\"", first.state, ids, steps)) +
          "\n";
  }
  std::vector<Frame> stack = first.frames;
  if (stack.empty() && first.at.known()) stack.push_back({first.function, first.at});
  if (!stack.empty()) out += frames({stack.front()});
  out += excerpt(first.at, why_blocked(first), true, sources_, style_);
  if (stack.size() > 1) {
    const std::string rest = frames(stack);
    out += rest.substr(rest.find('\n') + 1);
  }
  return out + created_by(first.g);
}

std::vector<std::string> FindingReport::why_blocked(const Blocked& blocked) const {
  std::vector<std::string> notes;
  if (blocked.cases.empty()) {
    notes.push_back(wait_reason(blocked));
    if (const std::string users = users_of(blocked.obj); !users.empty() && blocked.holder.empty()) {
      notes.back() += ";";
      notes.push_back(users);
    }
    return notes;
  }
  for (const SelectCase& one : blocked.cases) {
    const std::string what =
        one.obj.empty() ? "nil channel, never ready" : names_.described(one.obj);
    notes.push_back(
        fmt::format("case {}: {} {}", one.n, one.op == "send" ? "send to" : "receive from", what));
    if (const std::string users = users_of(one.obj); !users.empty()) {
      notes.back() += ";";
      notes.push_back(users);
    }
  }
  return notes;
}

std::string FindingReport::wait_reason(const Blocked& blocked) const {
  const std::string what = names_.described(blocked.obj);
  if (blocked.state == "polling") return "asks " + what + " again and again";
  if (blocked.state.find("nil chan") != std::string::npos)
    return "the channel is nil: this blocks for ever";
  if (blocked.state == "select (no cases)") return "a select without cases blocks for ever";
  if (blocked.op == "send") return "waits for a receiver on " + what;
  if (blocked.op == "recv") return "waits for a sender on " + what;
  if (blocked.op == "cond-wait") return "waits for a signal on " + what;
  if (blocked.op == "wait") {
    std::optional<std::int64_t> counter;
    for (const Step& step : data_.schedule)
      if (step.obj == blocked.obj && step.after) counter = step.after;
    return "waits for " + what + " to reach 0" +
           (counter ? fmt::format("; it is {}", *counter) : "");
  }
  if (blocked.op == "acquire") {
    std::vector<std::string> readers;
    for (const Reader& reader : readers_of(data_, blocked.obj))
      readers.push_back(fmt::format("{} since step {}", names_.goroutine(reader.g), reader.since));
    return "waits for the readers of " + what + (readers.empty() ? "" : ": " + join(readers, ", "));
  }
  std::string text = "waits for " + what;
  if (blocked.holder.empty()) return text;
  const bool is_waiting_writer =
      std::any_of(data_.blocked.begin(), data_.blocked.end(), [&](const Blocked& other) {
        return other.g == blocked.holder && other.obj == blocked.obj && other.op == "acquire";
      });
  if (blocked.holder == blocked.g)
    text += ", which it holds itself";
  else if (is_waiting_writer)
    text += ", behind the waiting writer " + names_.goroutine(blocked.holder);
  else
    text += ", held by " + names_.goroutine(blocked.holder);
  if (blocked.holder_since > 0) text += fmt::format(" since step {}", blocked.holder_since);
  return text;
}

std::string user_verb(const std::string& op) {
  if (op == "send") return "sent to it";
  if (op == "recv") return "received from it";
  if (op == "close") return "closed it";
  if (op == "done") return "called done()";
  if (op == "signal" || op == "broadcast") return "woke a waiter";
  return "did " + op;
}

std::string FindingReport::users_of(const std::string& obj) const {
  std::vector<std::string> seen;
  for (const User& user : data_.users) {
    if (obj.empty() || user.obj != obj || seen.size() == kUsersShown) continue;
    const std::string where = user.at.known() ? " at " + user.at.text() : "";
    seen.push_back(fmt::format("in execution {} {} {}{}", thousands(user.execution),
                               names_.goroutine(user.g), user_verb(user.op), where));
  }
  return join(seen, "; ");
}

std::string FindingReport::cycle() const {
  const std::vector<WaitEdge> edges = wait_cycle(data_);
  if (edges.empty()) return "";
  std::string text = names_.label(edges.front().from);
  for (const WaitEdge& edge : edges)
    text += " --" + names_.kind_and_object(edge.object) + "--> " + names_.label(edge.to);
  std::string out;
  for (const std::string& line : wrap(text, style_.width - 13))
    out += (out.empty() ? "Wait cycle   " : "             ") + line + "\n";
  return out;
}

// ---- a goroutine that did something wrong --------------------------------------------------

const Step* FindingReport::last_close(const std::string& obj) const {
  const Step* close = nullptr;
  for (const Step& step : data_.schedule) {
    if (&step == failing_step(data_)) break;
    if (step.obj == obj && (step.op == "close" || step.op == "cancel")) close = &step;
  }
  return obj.empty() ? nullptr : close;
}

std::vector<std::string> FindingReport::why_failed(const Place& shown) const {
  const Step* const step = failing_step(data_);
  if (step == nullptr || step->g != data_.finding.g) return {};
  const std::string here = fmt::format("(step {})", number_of(*step));
  if (!is_made_by_step(data_)) {
    if (shown != step->at) return {};
    return {"its last operation before the " + data_.finding.kind + " " + here};
  }
  const std::string& kind = data_.finding.kind;
  if (kind == "send-on-closed" || kind == "double-close") {
    const Step* const close = last_close(step->obj);
    if (close == nullptr)
      return {step->obj.empty() ? "the channel is nil" : names_.described(step->obj)};
    return {fmt::format("{} was closed at step {} by {}", names_.kind_and_object(step->obj),
                        number_of(*close), names_.goroutine(close->g))};
  }
  if (kind == "negative-waitgroup" && step->before && step->after)
    return {fmt::format("counter {} -> {} here {}", *step->before, *step->after, here)};
  if (kind == "unlock-of-unlocked")
    return {names_.described(step->obj) + " is not locked here " + here};
  if (kind == "use-after-destroy") return {"what this operates on has been destroyed " + here};
  if (kind == "waitgroup-misuse") return {names_.described(step->obj)};
  return {};
}

std::string FindingReport::culprit_section() {
  const std::string& g = data_.finding.g;
  const auto panic = std::find_if(data_.panics.begin(), data_.panics.end(),
                                  [&](const PanicInfo& one) { return one.g == g; });
  const Step* const step = failing_step(data_);
  std::vector<Frame> stack;
  if (panic != data_.panics.end()) stack = panic->frames;
  if (stack.empty() && panic != data_.panics.end() && panic->at.known())
    stack.push_back({panic->function, panic->at});
  if (stack.empty() && step != nullptr && step->at.known())
    stack.push_back({step->function, step->at});
  if (stack.empty()) return title(g, "running") + created_by(g);
  const std::string all = frames(stack);
  const std::size_t first_end = all.find('\n') + 1;
  return title(g, "running") + all.substr(0, first_end) +
         excerpt(stack.front().at, why_failed(stack.front().at), true, sources_, style_) +
         all.substr(first_end) + created_by(g);
}

std::string FindingReport::closer_section() {
  const Step* const step = failing_step(data_);
  const std::string& kind = data_.finding.kind;
  if (step == nullptr || (kind != "send-on-closed" && kind != "double-close")) return "";
  const Step* const close = last_close(step->obj);
  if (close == nullptr) return "";
  return "\n" +
         spread(style_.bold(names_.goroutine(close->g) + " closed it:"),
                fmt::format("{}, step {}", close->at.text(), number_of(*close)), style_.width) +
         excerpt(close->at, {}, false, sources_, style_);
}

std::string FindingReport::history() const {
  if (data_.race) return "";
  std::string obj;  // A wait group that the finding is about.
  const auto consider = [&](const std::string& id) {
    const Object* const object = names_.find_object(id);
    if (object != nullptr && object->kind == "wg") obj = id;
  };
  if (const Step* const step = failing_step(data_); step != nullptr && !data_.finding.g.empty())
    consider(step->obj);
  for (const Blocked& blocked : data_.blocked)
    if (data_.finding.g.empty()) consider(blocked.obj);
  if (obj.empty()) return "";
  std::vector<const Step*> steps;
  for (const Step& step : data_.schedule)
    if (step.obj == obj) steps.push_back(&step);
  if (steps.empty()) return "";
  std::size_t who = 3, where = 5;
  for (const Step* step : steps) {
    who = std::max(who, display_width(names_.label(step->g)));
    where = std::max(where, display_width(step->at.text()));
  }
  std::string out = "History of " + names_.described(obj) + "\n";
  out += fmt::format("   step  {}  {}  {}  counter\n", pad_right("who", who),
                     pad_right("where", where), pad_right("call", 8));
  const std::size_t hidden = steps.size() > kHistoryShown ? steps.size() - kHistoryShown : 0;
  if (hidden > 0)
    out += fmt::format("         {} {} before {}\n", style_.fold(), count_of(hidden, "call"),
                       style_.fold());
  for (std::size_t i = hidden; i < steps.size(); ++i) {
    const Step& step = *steps[i];
    std::string call = step.op + "()", counter;
    if (step.before && step.after) {
      if (step.op == "add") call = fmt::format("add({})", *step.after - *step.before);
      counter = *step.before == *step.after ? std::to_string(*step.after)
                                            : fmt::format("{} -> {}", *step.before, *step.after);
    }
    out += fmt::format("   {:>4}  {}  {}  {}  {}\n", number_of(step),
                       pad_right(names_.label(step.g), who), pad_right(step.at.text(), where),
                       pad_right(call, 8), counter);
  }
  return out;
}

// ---- around it -----------------------------------------------------------------------------

std::string FindingReport::program_output() const {
  if (trim(data_.output).empty()) return "";
  std::vector<std::string> lines = split(data_.output, '\n');
  if (lines.back().empty()) lines.pop_back();
  const std::size_t first = lines.size() > kOutputLinesShown ? lines.size() - kOutputLinesShown : 0;
  std::string out = first > 0 ? fmt::format("Output (last {} lines)\n", kOutputLinesShown)
                              : std::string("Output\n");
  for (std::size_t i = first; i < lines.size(); ++i)
    out += "        | " + shorten(printable(lines[i]), style_.width - 10, style_.ascii) + "\n";
  return out;
}

std::string FindingReport::changed_sources() const {
  std::string out;
  for (const Source& source : data_.program.sources) {
    const auto now = sources_.sha256(source.path);
    if (now && !source.sha256.empty() && *now != source.sha256)
      out += "Note     " + source.path + " has changed since this was recorded: lines may be off\n";
  }
  return out;
}

}  // namespace

std::string headline(const Counterexample& counterexample) {
  const FindingRecord& finding = counterexample.finding;
  const Rule* const rule = rule_of_kind(finding.kind);
  const std::string message = printable(finding.message);
  if (finding.kind == "deadlock")
    return "deadlock - " + (message.empty() ? "all goroutines are asleep" : message);
  if (finding.kind == "leak") {
    const std::size_t count = counterexample.blocked.size();
    const bool polls =
        std::any_of(counterexample.blocked.begin(), counterexample.blocked.end(),
                    [](const Blocked& blocked) { return blocked.state == "polling"; });
    return count_of(count, "goroutine") + " leaked - main returned while " +
           (count == 1 ? "it was" : "they were") + " " + (polls ? "still there" : "blocked");
  }
  if (counterexample.race) return race_headline(*counterexample.race);
  const std::string text =
      message.empty() && rule != nullptr ? std::string(rule->meaning) : message;
  return (rule != nullptr && rule->is_panic ? "panic" : finding.kind) + " - " + text;
}

std::string render_finding(const Counterexample& counterexample, SourceFiles& sources,
                           const ReportOptions& options) {
  return FindingReport(counterexample, sources, options).render();
}

std::string render_commands(const std::string& file, const Counterexample& counterexample) {
  std::string out;
  if (!file.empty()) out += "Replay   gocheck replay " + file + "\n";
  return out + "Explain  gocheck explain " + counterexample.finding.rule + "\n";
}

}  // namespace gocheck::frontend
