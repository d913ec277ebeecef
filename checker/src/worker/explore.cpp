#include "worker/explore.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <ctime>
#include <memory>

#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include "isolation/heap.hpp"
#include "isolation/shared.hpp"
#include "process_end.hpp"
#include "worker/board.hpp"
#include "worker/checkpoint.hpp"
#include "worker/clock.hpp"
#include "worker/finding_report.hpp"
#include "worker/loop_place.hpp"
#include "worker/make_strategy.hpp"
#include "worker/preemption_counter.hpp"
#include "worker/remains.hpp"
#include "worker/savepoint.hpp"
#include "worker/search_report.hpp"
#include "worker/team.hpp"
#include "worker/vocabulary.hpp"

namespace gocheck::checker {
namespace {

Board* g_board = nullptr;   // Outside what is reset.
std::span<const std::byte> g_inherited;   // The savepoint of a worker that has died.

void listen_to_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { g_board->signalled = true; };
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

/// What the parent has kept of another worker.
std::span<const std::byte> take_inheritance(const Message& request) {
  const auto bytes = static_cast<std::size_t>(request.number("savepoint-bytes"));
  if (bytes == 0) return {};
  void* memory = map_apart(bytes, PROT_READ, MAP_PRIVATE, kSavepointFd, request.number("savepoint-at"));
  close(kSavepointFd);   // It is none of the program's.
  return {static_cast<const std::byte*>(memory), memory == nullptr ? 0 : bytes};   // Without, anew.
}

/// How an execution is kept from seeing what those before it did.
enum class Isolation : std::uint8_t {
  kReset,   // The process is put back to where it was.
  kFork,    // Each has a process of its own.
  kNone,    // Not at all: the program puts back what it changes.
};

Isolation isolation_of(const Message& request) {
  if (request.text("isolation") == "fork") return Isolation::kFork;
  return request.text("isolation") == "none" ? Isolation::kNone : Isolation::kReset;
}

// A search that ends within so many executions, and so much time, is over before others could help.
constexpr std::int64_t kAlone = 512;
constexpr std::int64_t kAloneNs = 50'000'000;

class Explorer {
 public:
  Explorer(World& world, const Session& session, Strategy& strategy)
      : world_(world), session_(session), strategy_(&strategy),
        second_(make_strategy(session.request).release()), fallback_(make_fallback(session.request).release()),
        reporter_(world),
        tally_(&board_.places[0].tally), beats_(&board_.places[0].beats),
        executions_max_(session.request.number("max-executions")),
        findings_max_(session.request.number("max-findings")),
        budget_ns_(session.request.number("time-budget-ms") * 1'000'000),
        jobs_(session.request.number("jobs")),
        jobs_max_(std::max<std::int64_t>(jobs_, 1)),
        alone_(session.request.number("alone") > 0 ? session.request.number("alone") : kAlone),
        isolation_(isolation_of(session.request)),
        memory_max_(static_cast<std::size_t>(session.request.number("search-memory-bytes"))),
        started_ns_(clock_ns(CLOCK_MONOTONIC)), reported_ns_(started_ns_) {}

  int run() {
    if (!resume()) return kFailure;
    Stop stop = Stop::kNot;
    for (;;) {
      stop = isolation_ == Isolation::kFork ? search_in_children() : search();
      if (stop == Stop::kPart) {
        reset_process();
        save(clock_ns(CLOCK_MONOTONIC));
        const int number = search_in_team();
        if (number > 0) return work(number);
        jobs_ = 1;
        if (number == kNobody) continue;
        if (board_.stop == Stop::kFailed) return fail();
        stop = board_.stop.exchange(Stop::kNot);
        if (stop == Stop::kNot) stop = Stop::kComplete;
      }
      if (stop != Stop::kAnew && stop != Stop::kAnewForMemory && stop != Stop::kAnewForClock) break;
      if (!begin_anew(stop)) return kFailure;
    }
    if (stop == Stop::kFailed) return kFailure;
    note_costs();
    report_findings();
    Message done = done_message(board_, standing(), stop);
    if (isolation_ != Isolation::kReset) done.add("isolation", session_.request.text("isolation"));
    keep(stop, done);
    session_.reports.send(done);
    return 0;
  }

 private:
  static constexpr int kFailure = 3;
  static constexpr int kNobody = -1;

  void refuse(const char* message) {
    session_.reports.send(Message("error").add("what", "unsupported").add("message", message));
  }

  /// Goes on where another worker was, if the request says so. False: it cannot, and has said why.
  bool resume() {
    if (!g_inherited.empty()) {
      shared::replace(g_inherited);
      munmap(const_cast<std::byte*>(g_inherited.data()), g_inherited.size());
    } else {
      const std::string path(session_.request.text("resume"));
      if (path.empty()) return true;
      if (const std::string problem = load_checkpoint(path); !problem.empty()) {
        session_.reports.send(Message("error").add("what", "checkpoint").add("message", problem));
        return false;
      }
    }
    board_.resume();
    if (board_.is_second) strategy_ = second_;
    if (board_.why_anew != Stop::kNot) strategy_ = fallback_;
    report_findings();
    return true;
  }

  /// Makes a checkpoint of a search that has not come to its end, if the request says where.
  void keep(Stop stop, Message& done) const {
    const std::string path(session_.request.text("checkpoint"));
    const bool is_cut = stop == Stop::kSignal || stop == Stop::kTimeBudget;
    if (path.empty() || !is_cut || !is_resumable_) return;
    const std::string problem = save_checkpoint(path, std::string(session_.request.text("owner")));
    done.add("checkpoint", problem.empty() ? "made" : "failed").add("checkpoint-error", problem);
  }

  /// As many processes as there are jobs go on with the search, until it ends. Returns in each with its number, and in
  /// this one with 0, or kNobody if none could be started.
  int search_in_team() {
    for (;;) {
      Team team(board_);
      const int number = part(team, jobs_, true);
      if (number > 0) return number;
      if (team.killed_by() == 0) return team.size() == 0 ? kNobody : 0;
      go_back(team.killed_by());
    }
  }

  /// `can_stop`: the members make more than one execution each.
  int part(Team& team, std::int64_t size, bool can_stop) {
    const auto wants_stop = [&] { return can_stop && savepoint_.is_due(has_unreported()); };
    const auto on_stop = [this](bool have_stopped, std::int64_t begun_ns) {
      have_stopped ? save(begun_ns) : savepoint_.give_up(begun_ns);
    };
    const auto on_news = [this] { report_progress(standing_); };
    return team.part(static_cast<int>(size), session_.request.number("execution-timeout-ms"),
                     {on_news, wants_stop, on_stop});
  }

  /// No member is at work, and this process knows nothing alone.
  void save(std::int64_t begun_ns) {
    is_resumable_ ? savepoint_.make(begun_ns) : savepoint_.forget();
    standing_ = standing();
    report_findings();
  }

  /// A member was killed. Ends the process in the same way if that leads nowhere: whoever started it begins anew.
  void go_back(int killed_by) {
    const bool is_signalled = board_.signalled;
    if (!savepoint_.go_back()) Team::die_of(killed_by);
    board_.let_go = board_.stops.load();
    if (is_signalled) board_.signalled = true;
    ++remains_.killed;
  }

  /// A member has met an error.
  int fail() {
    report_findings();
    session_.reports.send_lines(board_.failure);
    return kFailure;
  }

  [[nodiscard]] bool has_unreported() const {
    return board_.findings_count.load(std::memory_order_relaxed) > static_cast<std::int64_t>(reported_);
  }

  /// Those that were not yet.
  void report_findings() {
    for (; reported_ < board_.reports_made.size(); ++reported_) {
      session_.reports.send_lines(board_.reports_made[reported_]);
    }
  }

  /// As the only one that searches.
  void save_if_due() {
    if (!savepoint_.is_due_after(world_.step_count())) return;
    const std::int64_t begun = clock_ns(CLOCK_MONOTONIC);
    strategy_->put_back();
    note_costs();
    save(begun);
  }

  /// As a member: when all are to stop, until they may go on.
  void stop_if_asked() {
    const std::uint64_t stops = board_.stops.load(std::memory_order_relaxed);
    if (place_->stopped.load(std::memory_order_relaxed) == stops) return;
    strategy_->put_back();
    note_costs();
    place_->stopped = stops;
    while (board_.let_go < stops) sched_yield();
  }

  void become_member(int number) {
    place_ = &board_.places[static_cast<std::size_t>(number)];
    tally_ = &place_->tally;
    beats_ = &place_->beats;
    is_member_ = true;
    jobs_ = 1;
    steps_before_ = world_.step_count() - tally_->steps;
    cpu_before_ns_ = tally_->cpu_ns;
    become_child();
  }

  /// As one of several.
  int work(int number) {
    become_member(number);
    const Stop stop = search();
    note_costs();
    return stop == Stop::kFailed ? kFailure : 0;
  }

  /// One process after the other, or as many as there are jobs at a time, each for one execution. This one never runs
  /// the program.
  Stop search_in_children() {
    for (;;) {
      if (savepoint_.is_due(has_unreported())) save(clock_ns(CLOCK_MONOTONIC));
      if (const Stop stop = reason_to_stop(); stop != Stop::kNot) return stop;
      board_.left = Stop::kNot;
      Team team(board_);
      const int number = part(team, is_first_ || is_second_ ? 1 : jobs_max_, false);
      if (number > 0) detail::end_process(run_one(number));
      if (team.killed_by() != 0) {
        go_back(team.killed_by());
        is_first_ = true;
        is_second_ = false;
        continue;
      }
      if (team.size() == 0) {
        refuse("no further process can be started: --isolation fork needs one for each execution");
        return Stop::kFailed;
      }
      if (team.failure() != 0) {
        fail();
        return Stop::kFailed;
      }
      if (board_.left != Stop::kNot) return board_.left;
      if (has_asked()) continue;
      is_second_ = std::exchange(is_first_, false);
      report_progress(standing_);
    }
  }

  /// Whether the last processes have asked something in place of what they were to do. Lets others find out what.
  bool has_asked() {
    const bool has_timers = board_.has_timers.exchange(false);
    if (has_timers) world_.watch_timers();
    if (board_.questions.empty()) return has_timers;
    for (const Recurrence::Question& question : board_.questions) {
      Team team(board_);
      if (const int number = part(team, 1, false); number > 0) detail::end_process(answer(number, question));
      world_.learn(question.name, board_.answer.exchange(false));   // No, from one that has died.
    }
    const shared::Scope scope;
    board_.questions.clear();
    return true;
  }

  /// In a process of its own.
  int answer(int number, const Recurrence::Question& question) {
    become_member(number);
    board_.answer = world_.answer(question);
    note_costs();
    return 0;
  }

  void ask() {
    const Recurrence::Question* const question = world_.question();
    if (question == nullptr) {
      board_.has_timers = true;
      return;
    }
    const shared::Scope scope;
    board_.questions.push_back(*question);
  }

  /// In a process of its own.
  int run_one(int number) {
    become_member(number);
    PreemptionCounter counter;
    counter_ = &counter;
    world_.set_observer(&counter);
    const Stop stop = is_second_ ? run_again() : run_next();
    strategy_->put_back();
    note_costs();
    if (stop != Stop::kNot) board_.left = stop;
    if (stop != Stop::kFailed) return 0;
    board_.stop = stop;   // The first worker tells why.
    return kFailure;
  }

  Stop run_next() {
    if (!strategy_->begin_execution()) return strategy_->is_waiting() ? Stop::kNot : Stop::kComplete;
    const Ending ending = execute(*strategy_);
    if (ending == Ending::kImpossible) return misses_step();
    if (ending == Ending::kAsks) {
      strategy_->take_back();
      ask();
      return Stop::kNot;
    }
    strategy_->end_execution();
    if (ending == Ending::kDiverged) return diverged(world_.previous_steps());
    if (is_first_) {
      const shared::Scope scope;
      board_.first_steps.assign(world_.steps().begin(), world_.steps().end());
      board_.first_ending = ending;
    }
    account(ending);
    return reason_to_begin_anew();
  }

  /// The first schedule again.
  Stop run_again() {
    const std::vector<Step>& first = board_.first_steps;
    if (first.empty()) return Stop::kNot;
    FixedSchedule same(decisions(first), *strategy_, after(board_.first_ending));
    static_cast<void>(same.begin_execution());
    static_cast<void>(execute(same));
    const auto is_same = [](const Step& a, const Step& b) { return is_same_step(a, b) && a.arrivals == b.arrivals; };
    const std::vector<Step>& steps = world_.steps();
    if (std::equal(first.begin(), first.end(), steps.begin(), steps.end(), is_same)) return Stop::kNot;
    return diverged(first);
  }

  /// One execution after the other, until there is a reason to stop: for all workers the first one's.
  Stop search() {
    const Stop stop = search_on();
    strategy_->put_back();
    if (!is_member_ || stop == Stop::kComplete) return stop;
    Stop first = Stop::kNot;
    board_.stop.compare_exchange_strong(first, stop);
    return stop;
  }

  Stop search_on() {
    for (;;) {
      ++*beats_;
      is_member_ ? stop_if_asked() : save_if_due();
      if (const Stop stop = reason_to_stop(); stop != Stop::kNot) return stop;
      if (!strategy_->begin_execution()) {
        if (!strategy_->is_waiting()) return Stop::kComplete;
        sched_yield();
        continue;
      }
      const Ending ending = execute(*strategy_);
      if (ending == Ending::kImpossible) return misses_step();
      strategy_->end_execution();
      if (ending == Ending::kDiverged) return diverged(world_.previous_steps());
      if (is_first_ && !is_repeatable(ending)) return Stop::kFailed;
      is_first_ = false;
      account(ending);
      if (const Stop stop = reason_to_begin_anew(); stop != Stop::kNot) return stop;
    }
  }

  /// Whoever reads the clock can see how long others have waited: then no round in which somebody waits for a timer may
  /// be left out.
  /// Thread-safety: of two workers that have found one half of this each, at least one sees both.
  Stop reason_to_begin_anew() {
    if (world_.has_read_clock()) board_.reads_clock = true;
    if (world_.has_ignored_time()) board_.ignores_time = true;
    const bool samples = strategy_->lets_polls_go_on();
    return board_.reads_clock && board_.ignores_time && !samples ? Stop::kAnewForClock : Stop::kNot;
  }

  [[nodiscard]] Stop reason_to_stop() const {
    if (const Stop stop = board_.stop.load(std::memory_order_relaxed); stop != Stop::kNot) return stop;
    if (has_all_findings()) return Stop::kFindings;
    if (executions_max_ > 0 && board_.total().executions >= executions_max_) return Stop::kMaxExecutions;
    if (board_.signalled) return Stop::kSignal;
    if (is_out_of_time()) return Stop::kTimeBudget;
    if (memory_max_ > 0 && can_fall_back() && shared::contents().size() > memory_max_) {
      return Stop::kAnewForMemory;
    }
    return jobs_ > 1 && is_long() ? Stop::kPart : Stop::kNot;
  }

  /// Whether others could help.
  [[nodiscard]] bool is_long() const {
    return tally_->executions >= alone_ ||
           (tally_->executions > 0 && clock_ns(CLOCK_MONOTONIC) - started_ns_ > kAloneNs);
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
    tally_->cpu_ns = cpu_before_ns_ + clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  }

  Ending execute(Strategy& strategy) {
    remains_.executions.fetch_add(1, std::memory_order_relaxed);
    world_.let_time_count(board_.reads_clock);
    if (isolation_ == Isolation::kFork) return world_.try_to_execute(strategy);
    bool is_anew = false;
    return world_.execute(strategy, [&] {
      if (std::exchange(is_anew, true)) tick();   // The parent must hear of several that make one execution.
      reset();
    });
  }

  void reset() {
    // Every 64th reset is timed, for the bench.
    if (isolation_ == Isolation::kNone) {
      rewind_process();
    } else if (++resets_ % 64 != 0) {
      reset_process();
    } else {
      const std::int64_t begin = clock_ns(CLOCK_MONOTONIC);
      reset_process();
      tally_->reset_ns += 64 * (clock_ns(CLOCK_MONOTONIC) - begin);
    }
  }

  /// The same schedule again ends where the strategy abandoned it: after a resume, the first can be a probe.
  static FixedSchedule::After after(Ending ending) {
    return ending == Ending::kRedundant ? FixedSchedule::After::kEnd : FixedSchedule::After::kFirstEnabled;
  }

  /// Runs the first schedule again: what is not under control shows at once.
  bool is_repeatable(Ending first) {
    const std::size_t findings = world_.findings().size();
    if (world_.steps().empty()) return true;
    tick();   // The parent must hear of an execution as long as the last one.
    FixedSchedule same(decisions(world_.steps()), *strategy_, after(first));
    static_cast<void>(same.begin_execution());
    const std::size_t steps = world_.steps().size();
    const bool is_same = execute(same) != Ending::kDiverged && world_.steps().size() == steps &&
                         world_.findings().size() == findings;
    if (!is_same) diverged(world_.previous_steps());
    return is_same;
  }

  [[nodiscard]] bool can_fall_back() const { return fallback_ != nullptr && board_.why_anew == Stop::kNot; }

  /// The same search, if something has to be explored that it left out; otherwise depth-first in place of the optimal
  /// one. If that was it, in one process, where it takes only steps that it has taken before. False: it cannot, and has
  /// said why.
  bool begin_anew(Stop why) {
    board_.ignores_time = false;
    if (why == Stop::kAnewForClock && strategy_ != fallback_ && !board_.is_second) {
      board_.is_second = true;
      strategy_ = second_;
      jobs_ = jobs_max_;
    } else if (can_fall_back()) {
      board_.why_anew = why;
      strategy_ = fallback_;
      jobs_ = jobs_max_;
    } else if (isolation_ == Isolation::kFork) {
      refuse("a step that one process took is not there in another: something decides that is not under control");
      return false;
    } else {
      strategy_ = (fallback_ != nullptr ? make_fallback(session_.request) : make_strategy(session_.request)).release();
      is_resumable_ = false;
      jobs_ = 1;
    }
    for (Board::Place& place : board_.places) place.tally.begin_anew();
    board_.earlier.begin_anew();
    board_.numbers = board_.total().probes;
    reporter_.forget_passing();
    world_.forget_previous();
    return true;
  }

  static bool is_same_step(const Step& a, const Step& b) { return a.transition == b.transition && a.op == b.op; }

  /// The last execution should have been like the one before.
  Stop diverged(const std::vector<Step>& before) {
    const std::vector<Step>& steps = world_.steps();
    const auto [expected, offered] =
        std::mismatch(before.begin(), before.end(), steps.begin(), steps.end(), is_same_step);
    const auto name = [&](const Step& step) { return describe(message_of(world_.registry(), step)); };
    const std::string lines =
        unrepeatable_calls() + Message("error")
                                   .add("what", "nondeterminism")
                                   .add("step", static_cast<std::size_t>(expected - before.begin()) + 1)
                                   .add("expected", expected == before.end() ? "end" : name(*expected))
                                   .add("offered", offered == steps.end() ? "something else" : name(*offered))
                                   .line();
    if (is_member_) {
      const shared::Scope scope;
      if (board_.failure.empty()) board_.failure.assign(lines.data(), lines.size());
    } else {
      session_.reports.send_lines(lines);
    }
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
      if (!world_.steps().empty()) name_loop({&world_.steps().back(), 0}, Board::kCut);
    } else if (ending == Ending::kPolling) {
      ++tally_->polling;
    } else {
      ++(world_.configuration().live.empty() ? tally_->complete : tally_->blocked);
    }
    // Twice as long as the last: what this costs does not depend on how many there are.
    if (ending != Ending::kBounded && world_.steps().size() > 2 * board_.loop_depth) {
      name_loop(busiest_place(world_.steps()), world_.steps().size());
    }
    ++tally_->executions;
    tally_->max_depth = std::max<std::uint64_t>(tally_->max_depth, world_.steps().size());
  }

  /// For the verdict.
  void name_loop(const LoopPlace& place, std::size_t depth) {
    if (place.step == nullptr) return;
    const std::string goroutine = world_.registry().path(place.step->transition.goroutine);
    const std::string where = at(place.step->where);
    const shared::Scope scope;
    board_.loop_goroutine.assign(goroutine.data(), goroutine.size());
    board_.loop_at.assign(where.data(), where.size());
    board_.loop_times = place.times;
    board_.loop_depth = depth;
  }

  /// For the verdict: whose step it was, and where he stands instead.
  Stop misses_step() {
    const GoroutineId id = world_.missing().goroutine;
    const auto& live = world_.configuration().live;
    const bool is_live = std::find(live.begin(), live.end(), id) != live.end();
    const std::string goroutine = world_.registry().path(id);
    const std::string where = is_live ? at(world_.configuration().at(id).pending->where) : "";
    const shared::Scope scope;
    board_.hidden_goroutine.assign(goroutine.data(), goroutine.size());
    board_.hidden_at.assign(where.data(), where.size());
    return Stop::kAnew;
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
    if (standing().preemptions && board_.total().bounded == 0) report.head.add("minimal", 1);
    const std::string lines = report.lines(world_.registry());
    {
      const shared::Scope scope;
      board_.reports_made.emplace_back(lines.data(), lines.size());
    }
    if (!is_member_) report_findings();
  }

  std::uint64_t preemptions(const std::vector<Step>& steps) {
    if (counter_ != nullptr) return counter_->count_in(steps.size());
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
    return counter.count_in(steps.size());
  }

  bool is_out_of_time() const {
    return budget_ns_ > 0 && clock_ns(CLOCK_MONOTONIC) - started_ns_ > budget_ns_;
  }

  void tick() {
    if (is_member_) {
      ++*beats_;   // The first worker speaks for all.
    } else if (is_report_due()) {
      report_progress(standing());
    }
  }

  /// The parent must hear from a program whose executions are long, whatever makes them so.
  [[nodiscard]] bool is_report_due() const {
    return clock_ns(CLOCK_MONOTONIC_COARSE) - reported_ns_ >= 100'000'000;
  }

  void report_progress(const Standing& standing) {
    if (!is_report_due()) return;
    reported_ns_ = clock_ns(CLOCK_MONOTONIC_COARSE);
    session_.reports.send(progress_message(board_, standing, world_.steps().size()));
  }

  World& world_;
  const Session& session_;
  Strategy* strategy_;
  // Made at once: where they have their shared memory must not depend on the search.
  Strategy* const second_;
  Strategy* const fallback_;
  bool is_resumable_ = true;
  Remains& remains_ = map_remains();
  Board& board_ = *g_board;
  FindingReporter reporter_;
  Tally* tally_;                        // This worker's.
  std::atomic<std::uint64_t>* beats_;
  Board::Place* place_ = nullptr;       // A member's.
  bool is_member_ = false;              // Of a team; not the first worker.
  Savepoint savepoint_{remains_};       // The first worker's, ...
  Standing standing_;                   // ... and what it knew of the search at the last one.
  std::size_t reported_ = 0;            // Of Board::reports_made: findings that were told.
  std::uint64_t steps_before_ = 0;      // World's, when this worker had taken none.
  std::int64_t cpu_before_ns_ = 0;      // In earlier teams.
  const std::int64_t executions_max_;
  const std::int64_t findings_max_;
  const std::int64_t budget_ns_;
  std::int64_t jobs_;
  const std::int64_t jobs_max_;
  const std::int64_t alone_;
  const Isolation isolation_;
  const std::size_t memory_max_;        // Of what the search has to remember.
  const std::int64_t started_ns_;
  std::int64_t reported_ns_;
  bool is_first_ = true;
  bool is_second_ = false;
  PreemptionCounter* counter_ = nullptr;   // Of the execution that a process of its own makes.
  std::uint64_t resets_ = 0;
  std::int64_t number_ = 0;             // Of the execution that was made last; probes count too.
};

}  // namespace

void prepare_to_explore(const Session& session) {
  g_inherited = take_inheritance(session.request);
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
