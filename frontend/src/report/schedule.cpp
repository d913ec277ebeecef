#include "report/schedule.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::size_t kMargin = 9;  // "Schedule ", "   1 ◆   "
constexpr std::size_t kColumnsMax = 5;
constexpr std::size_t kCellMin = 16, kCellMax = 34;
constexpr std::size_t kFoldFrom = 30;  // Shorter schedules are shown whole.
constexpr std::string_view kBlocks = "  (blocks)";
constexpr std::string_view kPolls = "  (polls)";

/// What can be left out where space is short.
std::size_t size_of_remark(const std::string& text) {
  if (text.ends_with(kBlocks)) return kBlocks.size();
  return text.ends_with(kPolls) ? kPolls.size() : 0;
}
constexpr std::size_t kTail = 8;  // Last steps are always shown.

/// One line of the drawing.
struct Row {
  unsigned number = 0;  // 0: not a step.
  bool turning = false;
  bool crossed = false;
  std::string g, text;
  std::string peer = {}, peer_text = {};  // An arrow goes from g to peer.
  std::string place;
  std::size_t folded = 0;  // Stands for so many steps.
  std::vector<std::string> folded_who = {};
};

std::set<std::string> objects_of_interest(const Counterexample& counterexample) {
  std::set<std::string> objects;
  for (const Blocked& blocked : counterexample.blocked) {
    objects.insert(blocked.obj);
    for (const SelectCase& one : blocked.cases) objects.insert(one.obj);
  }
  const unsigned step = counterexample.finding.step;
  if (step > 0 && step <= counterexample.schedule.size())
    objects.insert(counterexample.schedule[step - 1].obj);
  objects.erase("");
  return objects;
}

std::vector<bool> relevant_steps(const Counterexample& counterexample) {
  const std::vector<Step>& schedule = counterexample.schedule;
  if (schedule.size() <= kFoldFrom) return std::vector<bool>(schedule.size(), true);
  const std::set<std::string> objects = objects_of_interest(counterexample);
  std::set<std::string> involved = {counterexample.finding.g};
  for (const Blocked& blocked : counterexample.blocked) involved.insert(blocked.g);
  std::vector<bool> relevant(schedule.size(), false);
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    const Step& step = schedule[i];
    const bool starts_involved = step.op == "go" && involved.contains(step.obj);
    const bool turns = i + 1 >= counterexample.finding.turning &&
                       i <= counterexample.finding.turning && counterexample.finding.turning > 0;
    relevant[i] =
        objects.contains(step.obj) || starts_involved || turns || i + kTail >= schedule.size();
  }
  return relevant;
}

/// Without a place of its own, a finding has that of the operation before it.
bool is_last_step(const Counterexample& counterexample, const Place& at) {
  const unsigned step = counterexample.finding.step;
  return step > 0 && step <= counterexample.schedule.size() &&
         counterexample.schedule[step - 1].at == at;
}

Row row_of(const Counterexample& counterexample, std::size_t index, const Names& names) {
  const Step& step = counterexample.schedule[index];
  Row row{.number = static_cast<unsigned>(index + 1),
          .g = step.g,
          .text = names.action(step),
          .place = step.at.text()};
  row.turning = row.number == counterexample.finding.turning;
  row.crossed = row.number == counterexample.finding.step && is_made_by_step(counterexample);
  if (step.op == "go") {
    row.peer = step.obj;
  } else if (step.op == "send" && !step.peer.empty()) {
    row.peer = step.peer;
    row.peer_text = names.peer_action(step);
  }
  return row;
}

std::vector<Row> rows_of(const Counterexample& counterexample, const Names& names,
                         TraceDetail detail) {
  std::vector<Row> rows;
  const std::vector<bool> relevant = detail == TraceDetail::kFull
                                         ? std::vector<bool>(counterexample.schedule.size(), true)
                                         : relevant_steps(counterexample);
  for (std::size_t i = 0; i < counterexample.schedule.size(); ++i) {
    if (relevant[i]) {
      rows.push_back(row_of(counterexample, i, names));
      continue;
    }
    if (rows.empty() || rows.back().folded == 0) rows.push_back({});
    Row& fold = rows.back();
    ++fold.folded;
    const std::string who = names.label(counterexample.schedule[i].g);
    if (std::find(fold.folded_who.begin(), fold.folded_who.end(), who) == fold.folded_who.end())
      fold.folded_who.push_back(who);
  }
  const FindingRecord& finding = counterexample.finding;
  if (!finding.g.empty() && !is_made_by_step(counterexample)) {
    Place at;
    for (const PanicInfo& panic : counterexample.panics)
      if (panic.g == finding.g && !is_last_step(counterexample, panic.at)) at = panic.at;
    rows.push_back({.crossed = true, .g = finding.g, .text = finding.kind, .place = at.text()});
  }
  std::vector<const Blocked*> blocked;
  for (const Blocked& one : counterexample.blocked) blocked.push_back(&one);
  std::stable_sort(blocked.begin(), blocked.end(),
                   [](const Blocked* a, const Blocked* b) { return a->since < b->since; });
  for (const Blocked* one : blocked)
    rows.push_back({.crossed = true,
                    .g = one->g,
                    .text = names.blocked_action(*one) +
                            std::string(one->state == "polling" ? kPolls : kBlocks),
                    .place = one->at.text()});
  return rows;
}

std::vector<std::string> participants(const std::vector<Row>& rows, const Names& names) {
  std::vector<std::string> who;
  const auto add = [&](const std::string& g) {
    if (!g.empty() && std::find(who.begin(), who.end(), g) == who.end()) who.push_back(g);
  };
  for (const Row& row : rows) {
    add(row.g);
    add(row.peer);
  }
  const auto rank = [&](const std::string& g) {
    return names.number(g) == 0 ? ~0U : names.number(g);
  };
  std::stable_sort(who.begin(), who.end(),
                   [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
  return who;
}

std::string margin(const Row& row, const Style& style) {
  const std::string number = row.number == 0 ? "" : std::to_string(row.number);
  return fmt::format("{:>4} ", number) + (row.turning ? style.yellow(style.turn()) : " ") + "   ";
}

std::string fold_text(const Row& row, const Style& style) {
  std::vector<std::string> who = row.folded_who;
  if (who.size() > 4) {
    who.resize(4);
    who.emplace_back(style.fold());
  }
  return fmt::format("{} {} of {} {}", style.fold(), count_of(row.folded, "step"), join(who, ", "),
                     style.fold());
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string repeat(const char* text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

/// Draws one step into cells of equal width.
class Columns {
 public:
  Columns(std::vector<std::string> who, std::size_t cell, const Style& style)
      : who_(std::move(who)), cell_(cell), style_(style) {}

  [[nodiscard]] std::string cells(const Row& row) const {
    std::vector<std::string> cells(who_.size(), std::string(cell_, ' '));
    const std::size_t from = index(row.g);
    cells[from] = own_cell(row);
    if (!row.peer.empty() && row.peer != row.g) {
      const std::size_t to = index(row.peer);
      for (std::size_t i = std::min(from, to) + 1; i < std::max(from, to); ++i)
        cells[i] = repeat(style_.line(), cell_);
      if (from < to)
        draw_right(cells[from], cells[to], row);
      else
        draw_left(cells[from], cells[to], row);
    }
    return join(cells, "");
  }
  [[nodiscard]] std::string header(const Names& names) const {
    std::string out;
    for (const std::string& g : who_)
      out += pad_right("  " + shorten(names.label(g), cell_ - 3, style_.ascii), cell_);
    out.erase(out.find_last_not_of(' ') + 1);
    return out;
  }

 private:
  [[nodiscard]] std::size_t index(const std::string& g) const {
    return static_cast<std::size_t>(std::find(who_.begin(), who_.end(), g) - who_.begin());
  }
  [[nodiscard]] std::string fitted(const std::string& text, std::size_t spare) const {
    return shorten(text, cell_ - spare, style_.ascii);
  }
  [[nodiscard]] std::string own_cell(const Row& row) const {
    const bool crowded = display_width(row.text) + 3 > cell_;
    const std::string whole =
        crowded ? row.text.substr(0, row.text.size() - size_of_remark(row.text)) : row.text;
    const std::string text = pad_right(fitted(whole, 3), cell_ - 2);
    if (!row.crossed) return "  " + text;
    return style_.red(style_.cross()) + " " + style_.red(text);
  }
  void draw_right(std::string& from, std::string& to, const Row& row) const {
    const std::string text = fitted(row.text, 4);
    from = "  " + text + " " + repeat(style_.line(), cell_ - 3 - display_width(text));
    to = pad_right(std::string(style_.right()) + " " + fitted(row.peer_text, 3), cell_);
  }
  void draw_left(std::string& from, std::string& to, const Row& row) const {
    from = std::string(style_.line()) + " " + pad_right(fitted(row.text, 3), cell_ - 2);
    const std::string text = fitted(row.peer_text, 5);
    to = "  " + text + " " + style_.left() + repeat(style_.line(), cell_ - 4 - display_width(text));
  }

  std::vector<std::string> who_;
  std::size_t cell_;
  const Style& style_;
};

std::string draw_columns(const std::vector<Row>& rows, const std::vector<std::string>& who,
                         std::size_t cell, const Names& names, const Style& style) {
  const Columns columns(who, cell, style);
  std::string out = pad_right("Schedule", kMargin) + style.bold(columns.header(names)) + "\n";
  for (const Row& row : rows) {
    const std::string body = row.folded > 0
                                 ? pad_right("  " + fold_text(row, style), cell * who.size())
                                 : columns.cells(row);
    out += without_trailing_blanks(margin(row, style) + body + "  " + row.place);
  }
  return out;
}

std::string draw_list(const std::vector<Row>& rows, const std::vector<std::string>& who,
                      std::size_t place_width, const Names& names, const Style& style) {
  std::size_t tag = 4;
  for (const std::string& g : who) tag = std::max(tag, display_width(names.label(g)));
  tag = std::min<std::size_t>(tag, 20);
  const std::size_t text_width =
      style.width - std::min(style.width - 20, kMargin + tag + 4 + place_width);
  std::string out = "Schedule\n";
  for (const Row& row : rows) {
    if (row.folded > 0) {
      out += margin(row, style) + fold_text(row, style) + "\n";
      continue;
    }
    std::string text = row.text;
    if (!row.peer_text.empty())
      text += fmt::format("  {}{} {}", style.line(), style.right(), names.label(row.peer));
    text = pad_right(shorten(text, text_width, style.ascii), text_width);
    out += without_trailing_blanks(
        margin(row, style) + pad_right(shorten(names.label(row.g), tag, style.ascii), tag) +
        (row.crossed ? " " + style.red(style.cross()) + " " : std::string("   ")) + text + " " +
        row.place);
  }
  return out;
}

}  // namespace

std::string render_schedule(const Counterexample& counterexample, const Names& names,
                            TraceDetail detail, const Style& style) {
  const std::vector<Row> rows = rows_of(counterexample, names, detail);
  if (rows.empty() || detail == TraceDetail::kNone) return "";
  const std::vector<std::string> who = participants(rows, names);
  std::size_t place_width = 0;
  for (const Row& row : rows) place_width = std::max(place_width, display_width(row.place));
  const std::size_t room = style.width - std::min(style.width, kMargin + 2 + place_width);
  const std::size_t cell = std::min(kCellMax, room / std::max<std::size_t>(who.size(), 1));
  const bool crowded = who.size() > 2 && std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
                         return display_width(row.text) - size_of_remark(row.text) + 3 > cell;
                       });
  std::string out = who.size() > kColumnsMax || cell < kCellMin || crowded
                        ? draw_list(rows, who, place_width, names, style)
                        : draw_columns(rows, who, cell, names, style);
  const FindingRecord& finding = counterexample.finding;
  if (finding.turning > 0)
    out += fmt::format(
        "   {} turning point: another choice at step {} leads to execution {}, which passes\n",
        style.yellow(style.turn()), finding.turning, thousands(finding.passing));
  return out;
}

}  // namespace gocheck::frontend
