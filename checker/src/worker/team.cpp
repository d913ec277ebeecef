#include "worker/team.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>

#include <poll.h>
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

/// What the process has used so far, in ns.
std::int64_t processor_time(pid_t pid) {
  clockid_t clock;
  return clock_getcpuclockid(pid, &clock) == 0 ? clock_ns(clock) : 0;
}

[[noreturn]] void die_of(int signal) {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  __sigaction(signal, &action, nullptr);
  kill(getpid(), signal);
  detail::end_process(128 + signal);   // It is one that does not kill by default.
}

}  // namespace

int Team::part(int size, std::int64_t silence_ms, const std::function<void()>& on_news) {
  for (int number = 1; number <= std::min(size, Board::kWorkersMax); ++number) {
    if (start(number)) return number;
    if (members_[static_cast<std::size_t>(number)].pid == 0) break;
    size_ = number;
    board_.workers = std::max(board_.workers, number);
  }
  look_after(silence_ms, on_news);
  return 0;
}

/// True in the child.
bool Team::start(int number) {
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

void Team::look_after(std::int64_t silence_ms, const std::function<void()>& on_news) {
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
    if (!is_news || left_ == 0) continue;
    on_news();
    for (Member& member : members_) member.has_news = false;
  }
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
    kill_all();
    die_of(WTERMSIG(status));
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
