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

/// One conversation with one worker process.
class Session {
 public:
  using OnLine = std::function<Failure(const Line&)>;
  using OnTick = std::function<void()>;

  Session(const Worker& worker, const Limits& limits)
      : worker_(worker), silence_ms_(limits.execution_timeout_ms) {}

  Failure start(const std::string& request, bool capture);
  /// Reads reports until the worker closes its end or dies.
  Failure converse(const OnLine& on_line, const OnTick& on_tick);
  Ending finish() { return child_->wait_or_kill(kExitGrace); }
  std::string take_output() { return std::move(output_); }

 private:
  Failure take_reports(const OnLine& on_line);
  void take_output_bytes();
  void pass_on_interrupts();
  Failure wait_for_input();

  const Worker& worker_;
  std::uint64_t silence_ms_;  // After which the worker is asked whether it waits for something.
  std::optional<Child> child_;
  Descriptor reports_, program_output_;
  std::string pending_, output_;
  int passed_on_ = interrupts();
  bool closed_ = false;
  steady_clock::time_point last_report_ = steady_clock::now();
};

Failure Session::start(const std::string& request, bool capture) {
  const Descriptor request_file = memory_file(request);
  Descriptor input = worker_.stdin_path.empty()
                         ? memory_file("")
                         : Descriptor(::open(worker_.stdin_path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!input) return stopped("cannot read " + worker_.stdin_path + ": " + std::strerror(errno));
  auto reports = make_pipe();
  if (!reports) return reports.problem();
  Command command{.file = worker_.executable, .argv = {worker_.name}};
  command.argv.insert(command.argv.end(), worker_.args.begin(), worker_.args.end());
  command.environment = {"GOCHECK_WORKER=3,4"};
  command.fixed_addresses = true;
  command.own_group = true;
  command.descriptors[0] = input.get();
  command.descriptors[3] = request_file.get();
  command.descriptors[4] = reports->write_end.get();
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
  if (ready > 0 && waiting[0].revents != 0) last_report_ = steady_clock::now();
  const auto silence = static_cast<std::uint64_t>(
      std::chrono::duration_cast<milliseconds>(steady_clock::now() - last_report_).count());
  if (silence_ms_ == 0 || silence < silence_ms_) return std::nullopt;
  child_->signal(SIGURG);  // At every tick: it may not have been ready for the question yet.
  if (silence < silence_max_ms(silence_ms_)) return std::nullopt;
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

/// Why a worker that did not say `done` ended.
Problem explain_end(const Ending& ending, const std::optional<WorkerError>& error) {
  if (error && error->what == "internal")
    return {ExitCode::kInternal, "bug in gocheck: " + error->message};
  if (error && error->what == "nondeterminism")
    return {ExitCode::kDiverged,
            "the program is not deterministic: at step " + std::to_string(error->step) +
                " expected " + error->expected + ", offered " + error->offered +
                ". Something that gocheck does not control decides: the clock, random numbers, "
                "addresses, std::thread, files or the network"};
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

}  // namespace

Exploration explore(const Worker& worker, const Limits& limits,
                    const std::function<void(const Progress&)>& on_progress) {
  Exploration result;
  ExplorationReader reader;
  const auto start = steady_clock::now();
  Session session(worker, limits);
  result.failure = session.start(print_explore_request(limits), false);
  if (result.failure) return result;
  result.failure = session.converse([&](const Line& line) { return reader.take(line, result); },
                                    [&] { on_progress(reader.progress()); });
  if (reader.is_in_finding()) result.candidates.pop_back();  // Its schedule is not whole.
  result.totals.seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
  if (!result.done) {
    result.totals.executions = reader.progress().executions;
    result.totals.max_depth = reader.progress().max_depth;
  }
  if (reader.progress().explored_per_mille > 0)
    result.totals.explored_per_mille = reader.progress().explored_per_mille;
  if (result.failure) return result;
  const Ending ending = session.finish();
  if (!result.done && !result.error && interrupts() > 0) {
    result.totals.stopped = "signal";
    return result;
  }
  if (!result.done || result.error) result.failure = explain_end(ending, result.error);
  return result;
}

Expected<Replay> replay(const Worker& worker, const Limits& limits,
                        const std::vector<Step>& schedule) {
  Replay result;
  Session session(worker, limits);
  if (auto failure = session.start(print_replay_request(limits, schedule), true)) return *failure;
  if (auto failure =
          session.converse([&](const Line& line) { return take_replay_line(line, result); }, [] {}))
    return *failure;
  const Ending ending = session.finish();
  if (!result.done || result.error) return explain_end(ending, result.error);
  result.output = session.take_output();
  return result;
}

}  // namespace gocheck::frontend
