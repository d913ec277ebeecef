#include "worker/explore.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <set>

#include "isolation/heap.hpp"
#include "isolation/snapshot.hpp"
#include "strategy/preemption.hpp"
#include "worker/clock.hpp"
#include "worker/make_strategy.hpp"
#include "worker/status_page.hpp"
#include "worker/vocabulary.hpp"

extern "C" char __executable_start, etext;   // The linker's: the program's own code.

namespace gocheck::checker {
namespace {

// Outside what is reset.
volatile std::sig_atomic_t* g_stop = nullptr;

void listen_to_signals() {
  g_stop = static_cast<volatile std::sig_atomic_t*>(map_memory(sizeof(std::sig_atomic_t)));
  struct sigaction action {};
  action.sa_handler = [](int) { *g_stop = 1; };
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

/// The innermost frame that is not a library's; 0: none.
std::uintptr_t place_in_program(const Backtrace& backtrace) {
  for (std::size_t i = 0; i < backtrace.size; ++i) {
    if (backtrace.pcs[i] >= reinterpret_cast<std::uintptr_t>(&__executable_start) &&
        backtrace.pcs[i] <= reinterpret_cast<std::uintptr_t>(&etext)) {
      return backtrace.pcs[i];
    }
  }
  return 0;
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

/// Whether a step of `op` on its object lets go on what waits in `pending`.
bool helps(const Step& step, const Operation& pending) {
  const StepKind kind = step.transition.kind;
  switch (pending.kind) {
    case OpKind::kSend:
      return kind == StepKind::kRendezvous || kind == StepKind::kBufferedRecv;
    case OpKind::kRecv:
      return kind == StepKind::kRendezvous || kind == StepKind::kBufferedSend ||
             kind == StepKind::kClose || kind == StepKind::kCloseOnce;
    case OpKind::kSelect:
      return kind == StepKind::kRendezvous || kind == StepKind::kBufferedRecv ||
             kind == StepKind::kBufferedSend || kind == StepKind::kClose ||
             kind == StepKind::kCloseOnce;
    case OpKind::kLock: return kind == StepKind::kUnlock;
    case OpKind::kReadLock:
    case OpKind::kWriteLock:
      return kind == StepKind::kReadUnlock || kind == StepKind::kWriteUnlock;
    case OpKind::kWait: return kind == StepKind::kDone;
    case OpKind::kOnceCall: return kind == StepKind::kOnceDone;
    case OpKind::kCondWait: return kind == StepKind::kSignal || kind == StepKind::kBroadcast;
    default: return false;
  }
}

class Explorer {
 public:
  Explorer(World& world, const Session& session, Strategy& strategy)
      : world_(world), session_(session), strategy_(&strategy),
        executions_max_(session.request.number("max-executions")),
        findings_max_(session.request.number("max-findings")),
        budget_ns_(session.request.number("time-budget-ms") * 1'000'000),
        started_ns_(clock_ns(CLOCK_MONOTONIC)), reported_ns_(started_ns_) {}

  int run() {
    const char* stopped = "complete";
    while (strategy_->begin_execution()) {
      const Ending ending = execute(*strategy_);
      if (ending == Ending::kImpossible) {
        begin_anew();
        continue;
      }
      strategy_->end_execution();
      if (ending == Ending::kDiverged) return diverged(world_.diverged_at());
      if (is_first_ && !is_repeatable()) return 3;
      is_first_ = false;
      account(ending);
      if (findings_max_ > 0 && findings_ >= findings_max_) {
        stopped = "findings";
        break;
      }
      if (executions_max_ > 0 && executions_ >= executions_max_) {
        stopped = "max-executions";
        break;
      }
      if (*g_stop != 0) {
        stopped = "signal";
        break;
      }
      if (is_out_of_time()) {
        stopped = "time-budget";
        break;
      }
    }
    done(stopped);
    return 0;
  }

 private:
  Ending execute(Strategy& strategy) {
    ++status_.executions;
    // Every 64th reset is timed, for the bench.
    if (++resets_ % 64 != 0) {
      reset_process();
    } else {
      const std::int64_t begin = clock_ns(CLOCK_MONOTONIC);
      reset_process();
      reset_ns_ += 64 * (clock_ns(CLOCK_MONOTONIC) - begin);
    }
    return world_.execute(strategy);
  }

  /// Runs the first schedule again: what is not under control shows at once.
  bool is_repeatable() {
    const std::size_t findings = world_.findings().size();
    if (world_.steps().empty()) return true;
    tick();   // The parent must hear of an execution as long as the last one.
    FixedSchedule same(decisions(world_.steps()));
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

  /// A step that the trace promises is not there: the program's local code depends on an order that its
  /// operations do not show (memory shared without them, an object destroyed by whoever comes last).
  /// Depth-first search takes only steps that are there.
  void begin_anew() {
    instead_ = make_fallback(session_.request);
    strategy_ = instead_.get();
    executions_ = redundant_ = bounded_ = complete_ = blocked_ = 0;
    passing_.clear();
    world_.forget_previous();
  }

  int diverged(std::size_t n) {
    const auto name = [&](const std::vector<Step>& steps, std::size_t at) {
      return at < steps.size() ? describe(message_of(world_.registry(), steps[at]))
                              : std::string("end");
    };
    session_.reports.send(Message("error")
                              .add("what", "nondeterminism")
                              .add("step", n + 1)
                              .add("expected", name(world_.previous_steps(), n))
                              .add("offered", name(world_.steps(), n)));
    return 3;
  }

  void account(Ending ending) {
    const Purpose purpose = strategy_->purpose();
    if (purpose == Purpose::kProbe) {
      ++probes_;
      strategy_->expect(room());
    } else if (purpose == Purpose::kRepeated || ending == Ending::kRedundant) {
      ++redundant_;
    } else {
      if (purpose == Purpose::kSample) ++sampled_;
      count(ending);
    }
    if (purpose != Purpose::kRepeated && ending != Ending::kRedundant) look_at_findings(ending);
    tick();
  }

  void count(Ending ending) {
    switch (ending) {
      case Ending::kBounded:
        ++bounded_;
        hit_steps_ = hit_steps_ || world_.at_step_limit();
        hit_goroutines_ = hit_goroutines_ || !world_.at_step_limit();
        break;
      default: ++(world_.configuration().live.empty() ? complete_ : blocked_);
    }
    ++executions_;
    max_depth_ = std::max(max_depth_, world_.steps().size());
  }

  /// Of the execution that was made last; probes count too.
  [[nodiscard]] std::int64_t number() const { return executions_ + probes_; }

  /// How many executions the budget allows in all, at the speed so far.
  [[nodiscard]] double room() const {
    double room = executions_max_ > 0 ? static_cast<double>(executions_max_) : HUGE_VAL;
    if (budget_ns_ > 0) {
      const auto elapsed = static_cast<double>(clock_ns(CLOCK_MONOTONIC) - started_ns_);
      room = std::min(room, static_cast<double>(executions_) * static_cast<double>(budget_ns_) /
                                std::max(elapsed, 1.0));
    }
    return room;
  }

  void look_at_findings(Ending ending) {
    const std::vector<FindingFact> found = world_.findings();
    if (found.empty()) {
      if (ending == Ending::kMaximal) {
        passing_ = world_.steps();
        passing_number_ = number();
      }
      return;
    }
    // Counting preemptions runs the program again: everything else is taken down before.
    std::vector<Report> reports;
    for (const FindingFact& finding : found) {
      if (findings_max_ > 0 && findings_ >= findings_max_) break;
      if (!known_.insert(key(finding)).second) continue;
      ++findings_;
      reports.push_back(describe_finding(finding));
    }
    for (Report& report : reports) send(report);
  }

  /// One bug, one report: the same thing at the same places is the same.
  std::string key(const FindingFact& finding) const {
    std::string key = word(finding.kind);
    if (finding.kind == FindingKind::kRace) return race_id(world_.races()[finding.race]);
    if (finding.kind != FindingKind::kDeadlock && finding.kind != FindingKind::kLeak) {
      return key + at(finding.where) + finding.message +
             std::to_string(place_in_program(finding.backtrace));
    }
    std::set<std::string> places;
    for (const GoroutineId id : world_.configuration().live) {
      places.insert(at(world_.configuration().at(id).pending->where));
    }
    for (const std::string& place : places) key += ' ' + place;
    return key;
  }

  struct Report {
    Message head;
    std::vector<Step> steps;
    std::vector<Message> users;
    std::vector<Message> passed;
  };

  Report describe_finding(const FindingFact& finding) const {
    std::vector<Step> steps = world_.steps();
    if (finding.step < steps.size()) steps.resize(finding.step);
    Message head("finding");
    head.add("kind", word(finding.kind)).add("execution", number()).add("steps", steps.size());
    if (finding.kind == FindingKind::kRace) head.add("race", race_id(world_.races()[finding.race]));
    if (!passing_.empty()) {
      const auto same = [](const Step& a, const Step& b) { return a.transition == b.transition; };
      const auto [here, there] =
          std::mismatch(steps.begin(), steps.end(), passing_.begin(), passing_.end(), same);
      if (here != steps.end()) {
        head.add("turning", static_cast<std::uint64_t>(here - steps.begin()) + 1)
            .add("passing", passing_number_);
      }
    }
    std::vector<Message> passed = passed_operations(finding, steps);
    return {std::move(head), std::move(steps), users_of_blocked(), std::move(passed)};
  }

  /// What was done, and in which order, in a passing execution to the object whose operation failed.
  std::vector<Message> passed_operations(const FindingFact& finding,
                                         const std::vector<Step>& steps) const {
    constexpr std::size_t kShown = 256;
    std::vector<Message> passed;
    const bool is_of_object = finding.kind == FindingKind::kSendOnClosed ||
                              finding.kind == FindingKind::kDoubleClose ||
                              finding.kind == FindingKind::kNegativeWaitGroup ||
                              finding.kind == FindingKind::kWaitGroupMisuse ||
                              finding.kind == FindingKind::kUnlockOfUnlocked;
    if (!is_of_object || steps.empty() || steps.back().object == 0) return passed;
    for (std::size_t n = 0; n < passing_.size() && passed.size() < kShown; ++n) {
      const Step& step = passing_[n];
      if (step.object != steps.back().object || step.transition.kind == StepKind::kGo) continue;
      passed.push_back(Message("passed")
                           .add("n", n + 1)
                           .add("g", world_.registry().path(step.transition.goroutine))
                           .add("op", op_word(step.transition.kind, step.op, step.argument))
                           .add("at", at(step.where)));
    }
    return passed;
  }

  void send(Report& report) {
    report.head.add("preemptions", preemptions(report.steps));
    // All executions with fewer have been seen, unless some were cut short.
    Standing standing;
    strategy_->add_standing(standing);
    if (standing.preemptions && bounded_ == 0) report.head.add("minimal", 1);
    session_.reports.send(report.head);
    for (const Step& step : report.steps) {
      session_.reports.send(message_of(world_.registry(), step));
    }
    for (const Message& user : report.users) session_.reports.send(user);
    for (const Message& operation : report.passed) session_.reports.send(operation);
    session_.reports.send(Message("end"));
  }

  std::vector<Message> users_of_blocked() const {
    std::vector<Message> users;
    std::set<std::uint64_t> seen;
    for (const GoroutineId id : world_.configuration().live) {
      const Goroutine& g = world_.configuration().at(id);
      if (g.stand != Stand::kPending) continue;
      const Operation& op = *g.pending;
      std::vector<std::uint64_t> objects{object_id(op.object)};
      for (std::uint32_t i = 0; i < op.case_count; ++i) {
        objects.push_back(object_id(op.cases[i].chan));
      }
      for (const std::uint64_t object : objects) {
        if (object == 0 || !seen.insert(object).second) continue;
        const auto step = std::find_if(passing_.begin(), passing_.end(), [&](const Step& s) {
          return s.object == object && s.transition.kind != StepKind::kGo && helps(s, op);
        });
        if (step == passing_.end()) continue;
        // A sender waits for the receiver of a rendezvous, a receiver for its sender.
        const bool by_peer =
            step->transition.kind == StepKind::kRendezvous && op.kind == OpKind::kSend;
        users.push_back(
            Message("user")
                .add("obj", object_name(world_.registry(), object))
                .add("op", by_peer ? "recv"
                                   : op_word(step->transition.kind, step->op, step->argument))
                .add("g", world_.registry().path(by_peer ? step->transition.peer
                                                         : step->transition.goroutine))
                .add("at", at(by_peer ? step->peer_where : step->where))
                .add("execution", passing_number_));
      }
    }
    return users;
  }

  std::uint64_t preemptions(const std::vector<Step>& steps) {
    tick();
    PreemptionCounter counter;
    FixedSchedule same(decisions(steps));
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
    // The parent must hear from a program whose executions are long, whatever makes them so.
    const std::int64_t now = clock_ns(CLOCK_MONOTONIC_COARSE);
    if (now - reported_ns_ < 100'000'000) return;
    reported_ns_ = now;
    Message progress("progress");
    progress.add("executions", executions_)
        .add("redundant", redundant_)
        .add("bounded", bounded_)
        .add("depth", world_.steps().size())
        .add("max-depth", max_depth_)
        .add("findings", findings_);
    Standing standing;
    strategy_->add_standing(standing);
    if (!standing.has_given_up) add_size(progress, standing);
    session_.reports.send(progress);
  }

  void done(const char* stopped) {
    Standing standing;
    strategy_->add_standing(standing);
    std::string bounds;
    const auto bounded_by = [&](const char* limit) {
      bounds += bounds.empty() ? "" : ",";
      bounds += limit;
    };
    if (hit_steps_) bounded_by("max-steps");
    if (hit_goroutines_) bounded_by("max-goroutines");
    const bool is_cut = !bounds.empty();
    if (standing.preemptions && standing.preemptions->has_left_out) bounded_by("preemptions");
    Message done("done");
    done.add("executions", executions_)
        .add("complete", complete_)
        .add("blocked", blocked_)
        .add("redundant", redundant_)
        .add("bounded", bounded_)
        .add("classes", complete_ + blocked_)
        .add("findings", findings_)
        .add("max-depth", max_depth_)
        .add("cpu-ns", static_cast<std::uint64_t>(clock_ns(CLOCK_PROCESS_CPUTIME_ID)))
        .add("hot-pages", snapshot::hot_pages())
        .add("steps", world_.step_count())
        .add("reset-ns", reset_ns_)
        .add("stopped", stopped)
        .add("fallback", instead_ == nullptr ? "" : "dfs")
        .add("bounds", bounds)
        .add("loop-g", !is_cut || world_.steps().empty()
                           ? std::string()
                           : world_.registry().path(world_.steps().back().transition.goroutine))
        .add("loop-at", !is_cut || world_.steps().empty()
                            ? std::string()
                            : at(world_.steps().back().where));
    if (sampled_ > 0) done.add("sampled", sampled_);
    if (probes_ > 0) done.add("probes", probes_);
    if (std::string_view(stopped) != "complete") add_size(done, standing);
    if (standing.has_given_up) done.add("searched", executions_ - sampled_);
    add_standing(done, standing);
    session_.reports.send(done);
  }

  /// How large the systematic search is, and how much of it is behind.
  void add_size(Message& message, const Standing& standing) const {
    if (!standing.size) return;
    static constexpr double kShownMax = 1e18;   // Beyond, it is all the same.
    const auto shown = [](double value) {
      return static_cast<std::uint64_t>(std::min(std::round(value), kShownMax));
    };
    const double share = static_cast<double>(executions_ - sampled_) / standing.size->executions;
    message.add("estimate", shown(standing.size->executions))
        .add("estimate-sd", shown(standing.size->deviation))
        .add("explored", shown(std::min(999.0, std::floor(1000 * share))));
  }

  /// What the strategy knows about its search.
  static void add_standing(Message& done, const Standing& standing) {
    if (standing.pct) {
      done.add("pct-depth", standing.pct->depth)
          .add("pct-executions", standing.pct->executions)
          .add("pct-steps", standing.pct->steps)
          .add("pct-draws", standing.pct->has_draws ? 1 : 0)
          .add("goroutines", standing.pct->goroutines);
    }
    if (standing.preemptions) {
      std::string counts;
      for (const std::uint64_t count : standing.preemptions->executions) {
        counts += (counts.empty() ? "" : ",") + std::to_string(count);
      }
      done.add("by-preemptions", counts).add("preemption-passes", standing.preemptions->passes);
    }
  }

  World& world_;
  const Session& session_;
  Strategy* strategy_;
  std::unique_ptr<Strategy> instead_;   // After begin_anew().
  StatusPage& status_ = map_status_page();
  const std::int64_t executions_max_;
  const std::int64_t findings_max_;
  const std::int64_t budget_ns_;
  const std::int64_t started_ns_;
  std::int64_t reported_ns_;
  bool is_first_ = true;
  bool hit_steps_ = false;
  bool hit_goroutines_ = false;
  std::uint64_t resets_ = 0;
  std::int64_t reset_ns_ = 0;
  std::int64_t executions_ = 0;
  std::int64_t findings_ = 0;
  std::int64_t redundant_ = 0;
  std::int64_t sampled_ = 0;
  std::int64_t probes_ = 0;
  std::int64_t bounded_ = 0;
  std::int64_t complete_ = 0;
  std::int64_t blocked_ = 0;
  std::size_t max_depth_ = 0;
  std::vector<Step> passing_;
  std::int64_t passing_number_ = 0;
  std::set<std::string> known_;
};

}  // namespace

void prepare_to_explore() { listen_to_signals(); }

int explore(World& world, const Session& session) {
  const std::unique_ptr<Strategy> strategy = make_strategy(session.request);
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
