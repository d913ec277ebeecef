#include "worker/explore.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <ctime>
#include <memory>
#include <mutex>

#include <sched.h>

#include "isolation/shared.hpp"
#include "strategy/preemption.hpp"
#include "worker/board.hpp"
#include "worker/checkpoint.hpp"
#include "worker/clock.hpp"
#include "worker/finding_report.hpp"
#include "worker/make_strategy.hpp"
#include "worker/search_report.hpp"
#include "worker/status_page.hpp"
#include "worker/team.hpp"
#include "worker/vocabulary.hpp"

namespace gocheck::checker {
namespace {

Board* g_board = nullptr;   // Outside what is reset.

void listen_to_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { g_board->signalled = true; };
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

/// Counts the preemptions of an execution.
class PreemptionCounter final : public Observer {
 public:
  void goroutine(GoroutineId, GoroutineId, const Operation&) override {}
  void object(const Object&) override {}
  void arrived(GoroutineId) override {}
  void step(const Step& step, const Configuration&, std::span<const Transition> enabled) override {
    const Transition& t = step.transition;
    if (t.kind == StepKind::kGo) return;
    if (processor_.is_wanted(enabled) && !processor_.has(t)) ++count_;
    processor_.move(t);
  }
  void after_step(const Step&) override {}
  void found(const FindingFact&) override {}
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  Processor processor_;
  std::uint64_t count_ = 0;
};

// A search that ends within so many executions is over before others could help.
constexpr std::int64_t kAlone = 512;

class Explorer {
 public:
  Explorer(World& world, const Session& session, Strategy& strategy)
      : world_(world), session_(session), strategy_(&strategy), reporter_(world),
        tally_(&board_.places[0].tally), beats_(&board_.places[0].beats),
        executions_max_(session.request.number("max-executions")),
        findings_max_(session.request.number("max-findings")),
        budget_ns_(session.request.number("time-budget-ms") * 1'000'000),
        jobs_(strategy.is_shareable() ? session.request.number("jobs") : 1),
        alone_(session.request.number("alone") > 0 ? session.request.number("alone") : kAlone),
        memory_max_(static_cast<std::size_t>(session.request.number("search-memory-bytes"))),
        started_ns_(clock_ns(CLOCK_MONOTONIC)), reported_ns_(started_ns_) {}

  int run() {
    if (!resume()) return kFailure;
    Stop stop = search();
    if (stop == Stop::kPart) {
      reset_process();
      Team team(board_);
      const auto on_news = [this] { tick(); };
      const int number =
          team.part(static_cast<int>(jobs_), session_.request.number("execution-timeout-ms"), on_news);
      if (number > 0) return work(number);
      if (team.failure() != 0) return team.failure();
      jobs_ = 1;
      if (board_.workers == 0) {
        stop = search();
      } else if (stop = board_.stop.exchange(Stop::kNot); stop == Stop::kNot) {
        stop = Stop::kComplete;
      }
    }
    if (stop == Stop::kAnew || stop == Stop::kAnewForMemory) {
      begin_anew(stop);
      stop = search();
    }
    if (stop == Stop::kFailed) return kFailure;
    note_costs();
    Message done = done_message(board_, standing(), stop, why_anew_);
    keep(stop, done);
    session_.reports.send(done);
    return 0;
  }

 private:
  static constexpr int kFailure = 3;

  /// Goes on where a checkpoint was made, if the request says so. False: it cannot, and has said why.
  bool resume() {
    const std::string path(session_.request.text("resume"));
    if (path.empty()) return true;
    const std::string problem =
        strategy_->is_shareable()
            ? load_checkpoint(path)
            : "a search by this strategy cannot be resumed; those that can: auto, optimal, random";
    if (!problem.empty()) {
      session_.reports.send(Message("error").add("what", "checkpoint").add("message", problem));
      return false;
    }
    board_.resume();
    for (const std::string& lines : board_.reports_made) session_.reports.send_lines(lines);
    return true;
  }

  /// Makes a checkpoint of a search that has not come to its end, if the request says where.
  void keep(Stop stop, Message& done) const {
    const std::string path(session_.request.text("checkpoint"));
    const bool is_cut = stop == Stop::kSignal || stop == Stop::kTimeBudget;
    if (path.empty() || !is_cut || !strategy_->is_shareable()) return;
    const std::string problem = save_checkpoint(path, std::string(session_.request.text("owner")));
    done.add("checkpoint", problem.empty() ? "made" : "failed").add("checkpoint-error", problem);
  }

  /// As one of several.
  int work(int number) {
    Board::Place& place = board_.places[static_cast<std::size_t>(number)];
    tally_ = &place.tally;
    beats_ = &place.beats;
    is_member_ = true;
    jobs_ = 1;
    steps_before_ = world_.step_count();
    become_child();
    const Stop stop = search();
    note_costs();
    return stop == Stop::kFailed ? kFailure : 0;
  }

  /// One execution after the other, until there is a reason to stop: for all workers the first one's.
  Stop search() {
    const Stop stop = search_on();
    if (!is_member_ || stop == Stop::kComplete) return stop;
    Stop first = Stop::kNot;
    board_.stop.compare_exchange_strong(first, stop);
    return stop;
  }

  Stop search_on() {
    for (;;) {
      ++*beats_;
      if (const Stop stop = reason_to_stop(); stop != Stop::kNot) return stop;
      if (!strategy_->begin_execution()) {
        if (!strategy_->is_waiting()) return Stop::kComplete;
        sched_yield();
        continue;
      }
      const Ending ending = execute(*strategy_);
      if (ending == Ending::kImpossible) return Stop::kAnew;
      strategy_->end_execution();
      if (ending == Ending::kDiverged) return diverged(world_.diverged_at());
      if (is_first_ && !is_repeatable()) return Stop::kFailed;
      is_first_ = false;
      account(ending);
    }
  }

  [[nodiscard]] Stop reason_to_stop() const {
    if (const Stop stop = board_.stop.load(std::memory_order_relaxed); stop != Stop::kNot) return stop;
    if (has_all_findings()) return Stop::kFindings;
    if (executions_max_ > 0 && board_.total().executions >= executions_max_) return Stop::kMaxExecutions;
    if (board_.signalled) return Stop::kSignal;
    if (is_out_of_time()) return Stop::kTimeBudget;
    if (memory_max_ > 0 && instead_ == nullptr && shared::contents().size() > memory_max_) {
      return Stop::kAnewForMemory;
    }
    return jobs_ > 1 && tally_->executions >= alone_ ? Stop::kPart : Stop::kNot;
  }

  [[nodiscard]] bool has_all_findings() const {
    return findings_max_ > 0 && board_.findings_count >= findings_max_;
  }

  [[nodiscard]] Standing standing() const {
    Standing standing;
    strategy_->add_standing(standing);
    return standing;
  }

  /// What this worker has cost so far.
  void note_costs() {
    tally_->steps = world_.step_count() - steps_before_;
    tally_->cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  }

  Ending execute(Strategy& strategy) {
    status_.executions.fetch_add(1, std::memory_order_relaxed);
    // Every 64th reset is timed, for the bench.
    if (++resets_ % 64 != 0) {
      reset_process();
    } else {
      const std::int64_t begin = clock_ns(CLOCK_MONOTONIC);
      reset_process();
      tally_->reset_ns += 64 * (clock_ns(CLOCK_MONOTONIC) - begin);
    }
    return world_.execute(strategy);
  }

  /// Runs the first schedule again: what is not under control shows at once.
  bool is_repeatable() {
    const std::size_t findings = world_.findings().size();
    if (world_.steps().empty()) return true;
    tick();   // The parent must hear of an execution as long as the last one.
    FixedSchedule same(decisions(world_.steps()), *strategy_);
    static_cast<void>(same.begin_execution());
    const std::size_t steps = world_.steps().size();
    const Ending ending = execute(same);
    if (ending == Ending::kDiverged) {
      diverged(world_.diverged_at());
      return false;
    }
    if (world_.steps().size() == steps && world_.findings().size() == findings) return true;
    diverged(std::min(world_.steps().size(), steps));
    return false;
  }

  /// Depth-first search takes only steps that are there, and keeps only its path.
  void begin_anew(Stop why) {
    why_anew_ = why;
    jobs_ = 1;
    instead_ = make_fallback(session_.request);
    strategy_ = instead_.get();
    for (Board::Place& place : board_.places) place.tally.begin_anew();
    board_.numbers = board_.total().probes;
    reporter_.forget_passing();
    world_.forget_previous();
  }

  Stop diverged(std::size_t n) {
    const auto name = [&](const std::vector<Step>& steps, std::size_t at) {
      return at < steps.size() ? describe(message_of(world_.registry(), steps[at]))
                               : std::string("end");
    };
    const std::lock_guard lock(board_.reports);
    session_.reports.send_lines(unrepeatable_calls());
    session_.reports.send(Message("error")
                              .add("what", "nondeterminism")
                              .add("step", n + 1)
                              .add("expected", name(world_.previous_steps(), n))
                              .add("offered", name(world_.steps(), n)));
    return Stop::kFailed;
  }

  void account(Ending ending) {
    const Purpose purpose = strategy_->purpose();
    const bool is_repeated = purpose == Purpose::kRepeated ||
                             (purpose != Purpose::kProbe && ending == Ending::kRedundant);
    if (is_repeated) {
      ++tally_->redundant;
    } else {
      number_ = board_.numbers.fetch_add(1, std::memory_order_relaxed) + 1;
      if (purpose == Purpose::kProbe) {
        ++tally_->probes;
        strategy_->expect(room());
      } else {
        if (purpose == Purpose::kSample) ++tally_->sampled;
        count(ending);
      }
      if (ending != Ending::kRedundant) look_at_findings(ending);
    }
    tick();
  }

  void count(Ending ending) {
    if (ending == Ending::kBounded) {
      ++tally_->bounded;
      tally_->hit_steps = tally_->hit_steps || world_.at_step_limit();
      tally_->hit_goroutines = tally_->hit_goroutines || !world_.at_step_limit();
      remember_loop();
    } else if (ending == Ending::kPolling) {
      ++tally_->polling;
    } else {
      ++(world_.configuration().live.empty() ? tally_->complete : tally_->blocked);
    }
    ++tally_->executions;
    tally_->max_depth = std::max<std::uint64_t>(tally_->max_depth, world_.steps().size());
  }

  /// Where the last step was before the limit, for the verdict.
  void remember_loop() {
    if (world_.steps().empty()) return;
    const Step& last = world_.steps().back();
    const std::string goroutine = world_.registry().path(last.transition.goroutine);
    const std::string place = at(last.where);
    const shared::Scope scope;
    board_.loop_goroutine.assign(goroutine.data(), goroutine.size());
    board_.loop_at.assign(place.data(), place.size());
  }

  /// How many executions the budget allows in all, at the speed so far.
  [[nodiscard]] double room() const {
    double room = executions_max_ > 0 ? static_cast<double>(executions_max_) : HUGE_VAL;
    if (budget_ns_ > 0) {
      const auto elapsed = static_cast<double>(clock_ns(CLOCK_MONOTONIC) - started_ns_);
      room = std::min(room, static_cast<double>(board_.total().executions) *
                                static_cast<double>(budget_ns_) / std::max(elapsed, 1.0));
    }
    return room;
  }

  void look_at_findings(Ending ending) {
    const std::vector<FindingFact> found = world_.findings();
    if (found.empty()) {
      if (ending == Ending::kMaximal) reporter_.remember_passing(number_);
      return;
    }
    // Counting preemptions runs the program again: everything else is taken down before.
    std::vector<FindingReport> reports;
    for (const FindingFact& finding : found) {
      if (has_all_findings()) break;
      if (is_new(reporter_.key(finding))) reports.push_back(reporter_.describe(finding, number_));
    }
    for (FindingReport& report : reports) send(report);
  }

  bool is_new(const std::string& key) {
    const shared::Scope scope;
    const bool is_new = board_.findings.insert(std::string(key.data(), key.size())).second;
    if (is_new) ++board_.findings_count;
    return is_new;
  }

  void send(FindingReport& report) {
    report.head.add("preemptions", preemptions(report.steps));
    // All executions with fewer have been seen, unless some were cut short.
    if (standing().preemptions && tally_->bounded == 0) report.head.add("minimal", 1);
    const std::string lines = report.lines(world_.registry());
    const std::lock_guard lock(board_.reports);
    session_.reports.send_lines(lines);
    const shared::Scope scope;
    board_.reports_made.emplace_back(lines.data(), lines.size());
  }

  std::uint64_t preemptions(const std::vector<Step>& steps) {
    tick();
    PreemptionCounter counter;
    FixedSchedule same(decisions(steps), *strategy_);
    static_cast<void>(same.begin_execution());
    world_.set_observer(&counter);
    world_.stop_at_finding_from(steps.size());
    execute(same);
    world_.set_observer(nullptr);
    world_.stop_at_finding_from(static_cast<std::size_t>(-1));
    world_.forget_previous();
    return counter.count();
  }

  bool is_out_of_time() const {
    return budget_ns_ > 0 && clock_ns(CLOCK_MONOTONIC) - started_ns_ > budget_ns_;
  }

  void tick() {
    if (is_member_) {
      ++*beats_;   // The first worker speaks for all.
      return;
    }
    // The parent must hear from a program whose executions are long, whatever makes them so.
    const std::int64_t now = clock_ns(CLOCK_MONOTONIC_COARSE);
    if (now - reported_ns_ < 100'000'000) return;
    reported_ns_ = now;
    const std::lock_guard lock(board_.reports);
    session_.reports.send(progress_message(board_, standing(), world_.steps().size()));
  }

  World& world_;
  const Session& session_;
  Strategy* strategy_;
  std::unique_ptr<Strategy> instead_;   // After begin_anew().
  Stop why_anew_ = Stop::kNot;
  StatusPage& status_ = map_status_page();
  Board& board_ = *g_board;
  FindingReporter reporter_;
  Tally* tally_;                        // This worker's.
  std::atomic<std::uint64_t>* beats_;
  bool is_member_ = false;              // Of a team; not the first worker.
  std::uint64_t steps_before_ = 0;      // That count for the first worker.
  const std::int64_t executions_max_;
  const std::int64_t findings_max_;
  const std::int64_t budget_ns_;
  std::int64_t jobs_;
  const std::int64_t alone_;
  const std::size_t memory_max_;        // Of what the search has to remember.
  const std::int64_t started_ns_;
  std::int64_t reported_ns_;
  bool is_first_ = true;
  std::uint64_t resets_ = 0;
  std::int64_t number_ = 0;             // Of the execution that was made last; probes count too.
};

}  // namespace

void prepare_to_explore() {
  {
    const shared::Scope scope;
    g_board = new Board;
  }
  listen_to_signals();
}

int explore(World& world, const Session& session) {
  // Never destroyed: it may be part of a search that other processes still make.
  Strategy* const strategy = make_strategy(session.request).release();
  if (strategy == nullptr) {
    session.reports.send(Message("error")
                             .add("what", "strategy")
                             .add("message", "unknown strategy '" +
                                                 std::string(session.request.text("strategy")) +
                                                 "'; there are: " + strategy_names()));
    return 3;
  }
  return Explorer(world, session, *strategy).run();
}

}  // namespace gocheck::checker
