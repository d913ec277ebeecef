#include "worker/team.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>

#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process_end.hpp"
#include "worker/clock.hpp"

extern "C" int __sigaction(int signal, const struct sigaction* action, struct sigaction* old);

namespace gocheck::checker {
namespace {

constexpr int kPeriodMs = 5;
constexpr std::int64_t kPatienceMinNs = 10'000'000;
constexpr std::int64_t kPatienceMaxNs = 1'000'000'000;
constexpr std::int64_t kShortNs = 1'000'000;   // No longer in vain than that, without sleeping.

/// What the process has used so far, in ns.
std::int64_t processor_time(pid_t pid) {
  clockid_t clock;
  return clock_getcpuclockid(pid, &clock) == 0 ? clock_ns(clock) : 0;
}

}  // namespace

Team::Team(Board& board) : board_(board), patience_ns_(kPatienceMinNs) {}

void Team::die_of(int signal) {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  __sigaction(signal, &action, nullptr);
  kill(getpid(), signal);
  detail::end_process(128 + signal);   // It is one that does not kill by default.
}

int Team::part(int size, std::int64_t silence_ms, const Duties& duties) {
  for (int number = 1; number <= std::min(size, Board::kWorkersMax); ++number) {
    if (start(number)) return number;
    if (members_[static_cast<std::size_t>(number)].pid == 0) break;
    size_ = number;
    board_.workers = std::max(board_.workers, number);
  }
  look_after(silence_ms, duties);
  return 0;
}

/// True in the child.
bool Team::start(int number) {
  // Before it runs: asked to stop before it has begun, it has not stopped.
  board_.places[static_cast<std::size_t>(number)].stopped = board_.stops.load();
  const pid_t parent = getpid();
  const pid_t pid = _Fork();   // Without the program's handlers.
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) detail::end_process(0);
    // A number in use that was free before main would look like one that the program leaves open (isolation/descriptors.hpp).
    for (const Member& earlier : members_) {
      if (earlier.end >= 0) close(earlier.end);
    }
    return true;
  }
  if (pid > 0) {
    const int end = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
    const std::uint64_t beats = board_.places[static_cast<std::size_t>(number)].beats;
    members_[static_cast<std::size_t>(number)] = {pid, end, beats, clock_ns(CLOCK_MONOTONIC), 0, false};
    ++left_;
  }
  return false;
}

void Team::look_after(std::int64_t silence_ms, const Duties& duties) {
  while (left_ > 0) {
    wait_for_news();
    const std::int64_t now = clock_ns(CLOCK_MONOTONIC);
    bool is_news = true;
    for (int number = 1; number <= size_; ++number) {
      Member& member = members_[static_cast<std::size_t>(number)];
      int status = 0;
      if (member.pid != 0 && waitpid(member.pid, &status, WNOHANG) == member.pid) {
        take_leave(member, status);
      }
      const std::uint64_t beats = board_.places[static_cast<std::size_t>(number)].beats;
      if (beats != member.beats) {
        member.beats = beats;
        member.since_ns = now;
        member.used_ns = processor_time(member.pid);
        member.has_news = true;
      } else if (member.pid != 0 && silence_ms > 0) {
        const std::int64_t silence = now - member.since_ns;
        if (silence > silence_ms * 1'000'000) kill(member.pid, SIGURG);
        // On a busy machine it may have had little time yet; with much, its own watchdog has had its chance.
        const std::int64_t used = processor_time(member.pid) - member.used_ns;
        if (used > silence / 100 && used < 2 * silence_ms * 1'000'000) member.has_news = true;
      }
      is_news = is_news && (member.has_news || member.pid == 0);
    }
    if (left_ > 0 && duties.wants_stop()) {
      const std::int64_t begun = clock_ns(CLOCK_MONOTONIC);
      duties.on_stop(stop_all(), begun);
      board_.let_go = board_.stops.load();
    }
    if (!is_news || left_ == 0) continue;
    duties.on_news();
    for (Member& member : members_) member.has_news = false;
  }
}

/// False: one of them makes a long execution, or has ended.
bool Team::stop_all() {
  const std::uint64_t stop = ++board_.stops;
  const std::int64_t begun = clock_ns(CLOCK_MONOTONIC);
  for (int number = 1; number <= size_; ++number) {
    if (members_[static_cast<std::size_t>(number)].pid == 0) continue;
    while (board_.places[static_cast<std::size_t>(number)].stopped != stop) {
      const std::int64_t waited = clock_ns(CLOCK_MONOTONIC) - begun;
      if (waited > patience_ns_) {
        patience_ns_ = std::min(2 * patience_ns_, kPatienceMaxNs);
        return false;
      }
      waited < kShortNs ? sched_yield() : poll(nullptr, 0, 1);
    }
  }
  patience_ns_ = kPatienceMinNs;
  return board_.stop == Stop::kNot;
}

/// For an end, or a while.
void Team::wait_for_news() {
  std::array<pollfd, Board::kWorkersMax + 1> ends;
  nfds_t count = 0;
  for (const Member& member : members_) {
    if (member.pid != 0 && member.end >= 0) ends[count++] = {member.end, POLLIN, 0};
  }
  poll(ends.data(), count, kPeriodMs);
}

void Team::take_leave(Member& member, int status) {
  member.pid = 0;
  if (member.end >= 0) close(member.end);
  --left_;
  if (WIFSIGNALED(status)) {
    killed_by_ = WTERMSIG(status);
    kill_all();
    return;
  }
  if (WEXITSTATUS(status) == 0) return;
  if (board_.stop.load() != Stop::kFailed) {   // Not by the checker's will.
    kill_all();
    detail::end_process(WEXITSTATUS(status));
  }
  if (failure_ == 0) failure_ = WEXITSTATUS(status);
}

void Team::kill_all() {
  for (Member& member : members_) {
    if (member.pid == 0) continue;
    kill(member.pid, SIGKILL);
    waitpid(member.pid, nullptr, 0);
    member.pid = 0;
  }
  left_ = 0;
}

}  // namespace gocheck::checker
