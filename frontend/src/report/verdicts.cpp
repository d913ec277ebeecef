#include "report/verdicts.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/guarantee.hpp"

namespace gocheck::frontend {
namespace {

std::string duration(double seconds) {
  return fmt::format("{:.{}f} s", seconds, seconds < 0.1 ? 2 : 1);
}

std::string duration_flag(std::uint64_t ms) {
  return ms % 60'000 == 0 ? fmt::format("{}m", ms / 60'000)
         : ms % 1000 == 0 ? fmt::format("{}s", ms / 1000)
                          : fmt::format("{}ms", ms);
}

std::string how_it_ended(const ProgramResult& result) {
  const Totals& totals = result.totals;
  if (totals.is_complete()) return "complete";
  if (totals.stopped == "findings" && result.limit_flags.empty())
    return result.findings.size() == 1 ? "stopped at first finding" : "stopped at --max-findings";
  std::string text = totals.stopped == "signal"   ? "interrupted"
                     : result.limit_flags.empty() ? word(guarantee_of(totals))
                                                  : "bounded by " + join(result.limit_flags, ", ");
  if (totals.sampled > 0) return text == "sampled" ? text : "sampled, " + text;
  if (totals.explored_per_mille)
    text += *totals.explored_per_mille < 10
                ? " at less than 1%"
                : fmt::format(" at ~{}%", *totals.explored_per_mille / 10);
  return text;
}

/// Rounded down: a probability that is at least this.
std::string lower_bound_text(double probability) {
  const double unit =
      probability >= 0.01 ? 1000 : std::pow(10, 1 - std::floor(std::log10(probability)));
  return fmt::format("{:.4g}", std::floor(probability * unit + 1e-9) / unit);
}

std::string workers_note(const Totals& totals) {
  return totals.workers > 1 ? fmt::format(" on {} processes", totals.workers) : "";
}

/// What is said when not the usual way keeps executions apart.
std::string isolation_note(const Totals& totals) {
  if (!totals.isolation_why.empty())
    return fmt::format("      each execution in a process of its own; in one, {}\n", totals.isolation_why);
  if (totals.isolation == "fork") return "      each execution in a process of its own (--isolation fork)\n";
  if (totals.isolation == "none") return "      nothing was put back between executions (--isolation none)\n";
  return "";
}

/// "goroutine 2 at file.cc:7"
std::string who(const std::string& goroutine, const Place& at) {
  if (goroutine.empty()) return "a goroutine";
  return (goroutine == "main" ? "main" : "goroutine " + goroutine) + (at.known() ? " at " + at.text() : "");
}

/// Why a search took more executions than it should.
std::string fallback_note(const Totals& totals) {
  if (totals.fallback.empty()) return "";
  if (!totals.has_hidden_order())
    return fmt::format("      by --strategy {}: the optimal search would have to remember more than --search-memory\n",
                       totals.fallback);
  return fmt::format("      by --strategy {}: what {} does depends on an order that no operation shows\n"
                     "      (memory shared without one, or an object destroyed by whoever came last); other such\n"
                     "      orders are not explored for their own sake: look for data races, and let objects\n"
                     "      live longer\n",
                     totals.fallback, who(totals.hidden_goroutine, totals.hidden_at));
}

/// What a search by sampling is worth.
std::string sampling_note(const ProgramResult& result) {
  const Totals& totals = result.totals;
  if (totals.sampled == 0) return "";
  std::string note;
  if (totals.searched)
    note = fmt::format(
        "      given up after {}: all would be about {} (+-{}%), too many for the budget\n",
        count_of(*totals.searched, "systematic execution"), thousands(totals.estimate),
        totals.estimate == 0
            ? 0
            : 100 * static_cast<double>(totals.estimate_sd) / static_cast<double>(totals.estimate));
  note += fmt::format("      {} drawn at random (--seed {}): what they did not meet is unknown\n",
                      count_of(totals.sampled, "execution"), result.seed);
  if (totals.pct.depth == 0) return note;
  const auto probability = pct_probability(totals.pct);
  if (!probability)
    return note + fmt::format("      PCT of depth {}: no bound on the probability, for {}\n",
                              totals.pct.depth,
                              totals.pct.executions > 0 || totals.sampled < 2
                                  ? "it takes more executions"
                                  : "executions are too long or their length still grows");
  // A double may have no room for what is missing to 1.
  const double overall = std::min(probability->overall, probability->each < 1 ? 0.9999 : 1);
  return note +
         fmt::format(
             "      PCT: a bug of depth {} is met with probability >= {}: {} executions, each\n"
             "      1/(n k^{}) = {} with n = {} and k = {}\n",
             totals.pct.depth, lower_bound_text(overall), thousands(totals.pct.executions),
             totals.pct.depth - 1, lower_bound_text(probability->each),
             count_of(totals.pct.goroutines, "goroutine"), count_of(totals.pct.steps, "step")) +
         (totals.pct.has_draws ? "      (times the chance of what it needs of selects and "
                                 "choose(), drawn uniformly)\n"
                               : "");
}

/// How far a search by preemption bounding came.
std::string preemption_note(const Totals& totals) {
  if (totals.by_preemptions.empty()) return "";
  std::vector<std::string> counts;
  for (std::size_t i = 0; i < totals.by_preemptions.size(); ++i)
    counts.push_back(fmt::format("{} with {}", thousands(totals.by_preemptions[i]), i));
  const auto bound = complete_up_to(totals);
  return fmt::format("      {}: executions {}\n",
                     totals.is_complete() ? "complete, nothing was left to preempt"
                     : bound              ? "complete up to " + count_of(*bound, "preemption")
                                          : "complete for no number of preemptions",
                     join(counts, ", "));
}

/// Where a program that was cut short, or whose executions get long, was going round.
std::string loop_hint(const Totals& totals) {
  if (!totals.has_loop()) return "";
  const std::string loops = who(totals.loop_goroutine, totals.loop_at);
  if (totals.loop_times == 0)
    return fmt::format("      cut off in {}: a loop without end? If not, raise the limit\n", loops);
  return fmt::format("      a long execution has {} of {}: a loop without end?\n",
                     count_of(totals.loop_times, "step"), loops);
}

struct TableRow {
  std::string verdict, name, what, executions, time, note;
};

std::string guarantee(const ProgramResult& result) {
  if (result.problem) return "error";
  if (!result.findings.empty()) {
    const FindingRecord& finding = result.findings.front().counterexample.finding;
    return result.verdict == Verdict::kAsExpected ? finding.kind : finding.rule;
  }
  return word(guarantee_of(result.totals));
}

std::string note_of(const ProgramResult& result) {
  switch (result.verdict) {
    case Verdict::kAsExpected:
      return "as expected" +
             (result.expected_by.known() ? " by " + result.expected_by.text() : std::string());
    case Verdict::kUnexpected:
      return "expected " + join(result.expect, ", ");
    case Verdict::kFail:
      return result.findings.empty() ? "" : result.findings.front().file;
    case Verdict::kPass:
      return join(result.limit_flags, ", ");
    case Verdict::kError:
      break;
  }
  const std::string message = result.problem ? result.problem->message : "";
  return message.substr(0, message.find('\n'));
}

/// The path instead, when another program has the same name.
std::string table_name(const ProgramResult& result, const std::vector<ProgramResult>& results) {
  const bool is_ambiguous =
      std::any_of(results.begin(), results.end(), [&](const ProgramResult& other) {
        return other.name == result.name && other.path != result.path;
      });
  return is_ambiguous ? result.path : result.name;
}

TableRow row_of(const ProgramResult& result, const std::vector<ProgramResult>& results) {
  static constexpr const char* kWords[] = {"PASS", "FAIL", "xfail", "FAIL", "ERROR"};
  TableRow row{kWords[static_cast<std::size_t>(result.verdict)],
               table_name(result, results),
               guarantee(result),
               "",
               "",
               note_of(result)};
  if (result.problem) return row;
  row.executions = thousands(result.totals.executions) +
                   (result.totals.executions == 1 ? " execution " : " executions");
  row.time = duration(result.totals.seconds);
  return row;
}

std::string left_padded(const std::string& text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ') + text;
}

std::string painted(const std::string& verdict, const Style& style) {
  const std::string padded = pad_right(verdict, 5);
  if (verdict == "FAIL" || verdict == "ERROR") return style.red(padded);
  return verdict == "PASS" ? style.green(padded) : style.yellow(padded);
}

std::string count_line(const std::vector<ProgramResult>& results) {
  const auto count = [&](Verdict verdict) {
    return static_cast<std::size_t>(
        std::count_if(results.begin(), results.end(),
                      [&](const ProgramResult& r) { return r.verdict == verdict; }));
  };
  const auto passed_as = [&](Guarantee guarantee) {
    return std::count_if(results.begin(), results.end(), [&](const ProgramResult& r) {
      return r.verdict == Verdict::kPass && guarantee_of(r.totals) == guarantee;
    });
  };
  std::vector<std::string> weaker;
  for (const Guarantee guarantee : {Guarantee::kBounded, Guarantee::kSampled})
    if (const auto number = passed_as(guarantee); number > 0)
      weaker.push_back(fmt::format("{} {}", number, word(guarantee)));
  std::vector<std::string> parts;
  const auto add = [&](std::size_t number, const std::string& text) {
    if (number > 0) parts.push_back(fmt::format("{} {}", number, text));
  };
  add(count(Verdict::kPass), "passed" + (weaker.empty() ? "" : " (" + join(weaker, ", ") + ")"));
  add(count(Verdict::kAsExpected), "as expected");
  add(count(Verdict::kFail) + count(Verdict::kUnexpected), "failed");
  add(count(Verdict::kError), "not checked");
  return count_of(results.size(), "program") + ": " + join(parts, ", ") + "\n";
}

}  // namespace

std::vector<std::string> limits_met(const Totals& totals, const Limits& limits) {
  std::vector<std::string> flags;
  if (totals.stopped == "max-executions")
    flags.push_back(fmt::format("--max-executions {}", limits.max_executions));
  if (totals.stopped == "time-budget")
    flags.push_back("--time-budget " + duration_flag(limits.time_budget_ms));
  for (const std::string& bound : totals.bounds) {
    if (bound == "max-steps")
      flags.push_back(fmt::format("--max-steps {}", limits.max_steps));
    else if (bound == "max-goroutines")
      flags.push_back(fmt::format("--max-goroutines {}", limits.max_goroutines));
    else if (bound == "preemptions" && limits.preemptions)
      flags.push_back(fmt::format("--preemptions {}", *limits.preemptions));
    else
      flags.push_back("--" + bound);
  }
  if (totals.has_hidden_order()) flags.push_back("a hidden order");
  return flags;
}

std::string final_line(const ProgramResult& result) {
  const Totals& totals = result.totals;
  const std::string polling =
      totals.polling > 0 ? fmt::format("{} polling, ", thousands(totals.polling)) : "";
  return fmt::format("{} ({} complete, {} blocked, {}{} bounded), {}, {:.2f} s{}, {}\n",
                     count_of(totals.executions, "execution"), thousands(totals.complete),
                     thousands(totals.blocked), polling, thousands(totals.bounded),
                     count_of(result.findings.size(), "finding"), totals.seconds,
                     workers_note(totals), how_it_ended(result));
}

std::string render_pass(const ProgramResult& result, const Style& style) {
  const Totals& totals = result.totals;
  if (totals.is_complete())
    return style.green("ok") +
           fmt::format(
               "    {}  {}, complete (all interleavings up to equivalence), depth <= {}, {}{}\n",
               result.name, count_of(totals.executions, "execution"), totals.max_depth,
               duration(totals.seconds), workers_note(totals)) +
           preemption_note(totals) + isolation_note(totals) + fallback_note(totals);
  const std::string_view what = word(guarantee_of(totals));
  return style.yellow(fmt::format("PASS ({})", what)) +
         fmt::format("  {}  {}, depth <= {}, {}{}\n", result.name,
                     count_of(totals.executions, "execution"), totals.max_depth,
                     duration(totals.seconds), workers_note(totals)) +
         sampling_note(result) + preemption_note(totals) + isolation_note(totals) + fallback_note(totals) +
         loop_hint(totals);
}

std::string render_table(const std::vector<ProgramResult>& results, const Style& style) {
  std::size_t name = 0, what = 0, executions = 0, time = 0;
  std::vector<TableRow> rows;
  for (const ProgramResult& result : results) {
    rows.push_back(row_of(result, results));
    name = std::max(name, display_width(rows.back().name));
    what = std::max(what, display_width(rows.back().what));
    executions = std::max(executions, display_width(rows.back().executions));
    time = std::max(time, display_width(rows.back().time));
  }
  std::string out;
  for (const TableRow& row : rows) {
    std::string line = "  " + pad_right(row.name, name) + "  " + pad_right(row.what, what) + "  " +
                       left_padded(row.executions, executions) + "  " + left_padded(row.time, time);
    if (!row.note.empty()) line += "  " + row.note;
    line.erase(line.find_last_not_of(' ') + 1);
    out += painted(row.verdict, style) + line + "\n";
  }
  return out + count_line(results);
}

}  // namespace gocheck::frontend
