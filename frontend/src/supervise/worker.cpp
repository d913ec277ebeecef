#include "supervise/worker.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "base/process.hpp"
#include "base/text.hpp"
#include "supervise/interrupt.hpp"

namespace gocheck::frontend {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kTick{100};
constexpr milliseconds kExitGrace{2000};  // From the last report to the end of the process.
constexpr std::size_t kLineBytesMax = 1U << 24U;

Problem stopped(const std::string& why) { return {ExitCode::kTarget, why}; }

/// The worker ends a goroutine that hangs by itself. It is killed only when it does not even do that:
/// a static constructor that never ends, a machine that is too busy.
std::uint64_t silence_max_ms(std::uint64_t silence_ms) { return 3 * silence_ms + 2000; }

/// docs/worker-protocol.md
struct Remains {
  std::uint64_t executions_begun = 0;
  unsigned killed = 0;  // Of its own processes.
  SavepointPlace savepoint;
  Descriptor file;
};

/// One conversation with one worker process.
class Session {
 public:
  using OnLine = std::function<Failure(const Line&)>;
  using OnTick = std::function<void()>;

  Session(const Worker& worker, const Limits& limits)
      : worker_(worker), silence_ms_(limits.execution_timeout_ms) {}

  /// `savepoint`: what the request speaks of, or -1.
  Failure start(const std::string& request, bool capture, int savepoint = -1);
  /// Reads reports until the worker closes its end or dies.
  Failure converse(const OnLine& on_line, const OnTick& on_tick);
  Ending finish() { return child_->wait_or_kill(kExitGrace); }
  std::string take_output() { return std::move(output_); }
  /// What the worker has left of its search when it died.
  [[nodiscard]] Remains take_remains();

 private:
  Failure take_reports(const OnLine& on_line);
  void take_output_bytes();
  void pass_on_interrupts();
  Failure wait_for_input();

  const Worker& worker_;
  std::uint64_t silence_ms_;  // After which the worker is asked whether it waits for something.
  std::optional<Child> child_;
  Descriptor request_, reports_, program_output_;
  std::size_t request_size_ = 0;
  std::string pending_, output_;
  int passed_on_ = interrupts();
  bool closed_ = false;
  steady_clock::time_point last_report_ = steady_clock::now();
  std::chrono::nanoseconds processor_at_report_{};
};

Failure Session::start(const std::string& request, bool capture, int savepoint) {
  request_ = memory_file(request);
  request_size_ = request.size();
  Descriptor input = worker_.stdin_path.empty()
                         ? memory_file("")
                         : Descriptor(::open(worker_.stdin_path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!input) return stopped("cannot read " + worker_.stdin_path + ": " + std::strerror(errno));
  auto reports = make_pipe();
  if (!reports) return reports.problem();
  Command command{.file = worker_.executable, .argv = {worker_.name}};
  command.argv.insert(command.argv.end(), worker_.args.begin(), worker_.args.end());
  // What the loader resolves at the first call would be forgotten with each execution, and resolved again.
  command.environment = {"GOCHECK_WORKER=3,4", "LD_BIND_NOW=1"};
  command.fixed_addresses = true;
  command.own_group = true;
  command.descriptors[0] = input.get();
  command.descriptors[3] = request_.get();
  command.descriptors[4] = reports->write_end.get();
  command.descriptors[5] = savepoint;
  std::optional<Pipe> output;
  if (capture) {
    auto pipe = make_pipe();
    if (!pipe) return pipe.problem();
    output = std::move(*pipe);
    command.descriptors[1] = command.descriptors[2] = output->write_end.get();
  }
  auto child = Child::start(command);
  if (!child) return stopped("cannot start " + worker_.executable + ": " + child.problem().message);
  child_.emplace(std::move(*child));
  reports_ = std::move(reports->read_end);
  if (output) program_output_ = std::move(output->read_end);
  ::fcntl(reports_.get(), F_SETFL, O_NONBLOCK);
  if (program_output_) ::fcntl(program_output_.get(), F_SETFL, O_NONBLOCK);
  return std::nullopt;
}

Remains Session::take_remains() {
  constexpr std::size_t kPage = 4096;  // What is left begins at the next one.
  constexpr std::uint64_t kSlotBytes = 256U << 20U;
  const std::size_t at = (request_size_ + kPage - 1) / kPage * kPage;
  // The executions begun; twice the savepoint's size, plus its slot; how many processes were killed.
  std::uint64_t words[3] = {};
  if (::pread(request_.get(), words, sizeof words, static_cast<off_t>(at)) != sizeof words) return Remains();
  const SavepointPlace savepoint{at + kPage + words[1] % 2 * kSlotBytes, words[1] / 2};
  return {words[0], static_cast<unsigned>(words[2]), savepoint, std::move(request_)};
}

Failure Session::converse(const OnLine& on_line, const OnTick& on_tick) {
  while (!closed_) {
    if (auto failure = wait_for_input()) return failure;
    const bool dead = child_->poll().has_value();  // Before reading: then nothing is missed.
    take_output_bytes();
    if (auto failure = take_reports(on_line)) return failure;
    if (dead) break;
    pass_on_interrupts();
    on_tick();
  }
  take_output_bytes();
  return std::nullopt;
}

Failure Session::wait_for_input() {
  pollfd waiting[2] = {{reports_.get(), POLLIN, 0}, {program_output_.get(), POLLIN, 0}};
  const int ready = ::poll(waiting, program_output_ ? 2 : 1, static_cast<int>(kTick.count()));
  if (ready > 0 && waiting[0].revents != 0) {
    last_report_ = steady_clock::now();
    processor_at_report_ = child_->processor_time();
  }
  const auto silence = static_cast<std::uint64_t>(
      std::chrono::duration_cast<milliseconds>(steady_clock::now() - last_report_).count());
  if (silence_ms_ == 0 || silence < silence_ms_) return std::nullopt;
  child_->signal(SIGURG);  // At every tick: it may not have been ready for the question yet.
  if (silence < silence_max_ms(silence_ms_)) return std::nullopt;
  // On a busy machine it may have had no time yet: then it has used some, but not enough.
  const auto used = static_cast<std::uint64_t>(
      std::chrono::duration_cast<milliseconds>(child_->processor_time() - processor_at_report_).count());
  if (used > silence / 100 && used < silence_max_ms(silence_ms_)) return std::nullopt;
  return stopped("the program has not answered for " + std::to_string(silence) +
                 " ms: does a static constructor never end? If it only computes for long, raise "
                 "--execution-timeout");
}

Failure Session::take_reports(const OnLine& on_line) {
  char buffer[65536];
  while (true) {
    const ssize_t size = ::read(reports_.get(), buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size == 0) closed_ = true;
    if (size <= 0) break;
    pending_.append(buffer, static_cast<std::size_t>(size));
    std::size_t start = 0;
    for (std::size_t end; (end = pending_.find('\n', start)) != std::string::npos;
         start = end + 1) {
      const auto line = parse_line(std::string_view(pending_).substr(start, end - start));
      if (!line) return line.problem();
      if (auto failure = on_line(*line)) return failure;
    }
    pending_.erase(0, start);
    if (pending_.size() > kLineBytesMax) return stopped("a report of the program has no end");
  }
  return std::nullopt;
}

void Session::take_output_bytes() {
  char buffer[65536];
  while (program_output_) {
    const ssize_t size = ::read(program_output_.get(), buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size == 0) program_output_.close();
    if (size <= 0) return;
    const std::size_t room = kOutputBytesMax - std::min(kOutputBytesMax, output_.size());
    output_.append(buffer, std::min(room, static_cast<std::size_t>(size)));
  }
}

void Session::pass_on_interrupts() {
  const int now = interrupts();
  if (now == passed_on_) return;
  child_->signal(now >= 2 ? SIGKILL : SIGTERM);
  passed_on_ = now;
}

/// Between two executions that should not differ.
std::string difference(const WorkerError& error) {
  return "at step " + std::to_string(error.step) + " expected " + error.expected + ", offered " + error.offered;
}

/// Why a worker that did not say `done` ended.
Problem explain_end(const Ending& ending, const std::optional<WorkerError>& error) {
  if (error && error->what == "internal")
    return {ExitCode::kInternal, "bug in gocheck: " + error->message};
  if (error && error->what == "nondeterminism")
    return {ExitCode::kDiverged,
            "the program is not deterministic: " + difference(*error)};
  if (error)
    return {ExitCode::kUsage, error->message.empty() ? "refused: " + error->what : error->message};
  if (ending.signal)
    return stopped("the program was killed by " + signal_text(*ending.signal) +
                   "; run it directly, or in a debugger, to see why");
  if (*ending.status == static_cast<int>(ExitCode::kInternal))
    return {ExitCode::kInternal, "bug in gocheck: the worker ended with status 70"};
  return stopped("the program ended with status " + std::to_string(*ending.status) +
                 " before its exploration was done; does it call _exit() or close descriptors?");
}

/// Whether it is worth while to start again after a worker was killed.
class Deaths {
 public:
  /// The same place several times in a row is no accident.
  bool is_accident(std::uint64_t executions_begun) {
    repeated_ = executions_begun == last_ ? repeated_ + 1 : 1;
    last_ = executions_begun;
    return repeated_ < kSameMax;
  }

 private:
  static constexpr int kSameMax = 3;
  std::uint64_t last_ = 0;
  int repeated_ = 0;  // Deaths at `last_`, in a row.
};

/// What one worker came to, and whether it was killed before it had come to its end.
struct Attempt {
  Exploration result;
  bool was_killed = false;
  Remains remains;
};

/// `last`: what an earlier one has left, or nothing.
Attempt explore_once(const Worker& worker, const Limits& limits, const Remains& last,
                     const std::function<void(const Progress&)>& on_progress) {
  Attempt attempt;
  Exploration& result = attempt.result;
  ExplorationReader reader;
  Session session(worker, limits);
  result.failure =
      session.start(print_explore_request(limits, last.savepoint), false, last.file ? last.file.get() : -1);
  if (result.failure) return attempt;
  result.failure = session.converse([&](const Line& line) { return reader.take(line, result); },
                                    [&] { on_progress(reader.progress()); });
  if (reader.is_in_finding()) result.candidates.pop_back();  // Its schedule is not whole.
  if (!result.done) {
    result.totals.executions = reader.progress().executions;
    result.totals.max_depth = reader.progress().max_depth;
  }
  if (reader.progress().explored_per_mille > 0)
    result.totals.explored_per_mille = reader.progress().explored_per_mille;
  if (result.failure) return attempt;
  const Ending ending = session.finish();
  if (!result.done && !result.error && interrupts() > 0) {
    result.totals.stopped = "signal";
    return attempt;
  }
  if (!result.done || result.error) result.failure = explain_end(ending, result.error);
  attempt.was_killed = !result.done && !result.error && ending.signal.has_value();
  attempt.remains = session.take_remains();
  return attempt;
}

/// A search that is cut off by time may not come again to what an earlier worker has found.
void keep_findings(std::vector<Candidate> earlier, std::vector<Candidate>& candidates) {
  for (Candidate& one : earlier) {
    const bool is_known = std::any_of(candidates.begin(), candidates.end(), [&](const auto& other) {
      return other.kind == one.kind && other.execution == one.execution && other.race == one.race &&
             other.schedule.size() == one.schedule.size();
    });
    if (!is_known) candidates.push_back(std::move(one));
  }
}

}  // namespace

Exploration explore(const Worker& worker, const Limits& limits,
                    const std::function<void(const Progress&)>& on_progress) {
  const auto start = steady_clock::now();
  Limits left = limits;
  Deaths deaths;
  std::vector<Candidate> found;
  std::optional<Exploration> in_one_process;   // Which was not put back, so that each execution got its own.
  unsigned killed = 0, in_vain = 0;
  Remains last;
  for (;;) {
    Attempt attempt = explore_once(worker, left, last, on_progress);
    Exploration& result = attempt.result;
    keep_findings(std::move(found), result.candidates);
    result.killed = killed += attempt.remains.killed;
    const auto spent = steady_clock::now() - start;
    result.totals.seconds = std::chrono::duration<double>(spent).count();
    if (in_one_process && result.failure) return *in_one_process;   // It was no better.
    if (in_one_process) result.totals.isolation_why = difference(*in_one_process->error);
    const bool is_put_back = !result.error || result.error->what != "nondeterminism";
    const bool was_accident = attempt.was_killed && deaths.is_accident(attempt.remains.executions_begun);
    if (!was_accident && (is_put_back || left.isolation != "auto")) return result;
    const auto spent_ms =
        static_cast<std::uint64_t>(std::chrono::duration_cast<milliseconds>(spent).count());
    if (limits.time_budget_ms > 0) {
      if (spent_ms >= limits.time_budget_ms) return result;
      left.time_budget_ms = limits.time_budget_ms - spent_ms;
    }
    found = result.candidates;
    if (!is_put_back) {
      left.isolation = "fork";
      in_one_process = std::move(result);
      last = Remains();
      continue;
    }
    ++killed;
    if (attempt.remains.savepoint.bytes > 0) {
      last = std::move(attempt.remains);
    } else if (++in_vain > 1) {
      left.jobs = 1;  // Only then is a place where it dies the same every time.
    }
  }
}

Expected<Replay> replay(const Worker& worker, const Limits& limits,
                        const std::vector<Step>& schedule) {
  Deaths deaths;
  while (true) {
    Replay result;
    Session session(worker, limits);
    if (auto failure = session.start(print_replay_request(limits, schedule), true)) return *failure;
    if (auto failure = session.converse(
            [&](const Line& line) { return take_replay_line(line, result); }, [] {}))
      return *failure;
    const Ending ending = session.finish();
    const bool is_whole = result.done && !result.error;
    if (!is_whole && !result.error && ending.signal && interrupts() == 0 && deaths.is_accident(0))
      continue;
    if (!is_whole) return explain_end(ending, result.error);
    result.output = session.take_output();
    return result;
  }
}

}  // namespace gocheck::frontend
