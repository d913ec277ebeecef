#include "worker/team.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process_end.hpp"
#include "worker/clock.hpp"

extern "C" int __sigaction(int signal, const struct sigaction* action, struct sigaction* old);

namespace gocheck::checker {
namespace {

constexpr int kPeriodMs = 5;

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
    board_.workers = number;
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
    return true;
  }
  if (pid > 0) {
    members_[static_cast<std::size_t>(number)] = {pid, 0, clock_ns(CLOCK_MONOTONIC), false};
    ++left_;
  }
  return false;
}

void Team::look_after(std::int64_t silence_ms, const std::function<void()>& on_news) {
  while (left_ > 0) {
    poll(nullptr, 0, kPeriodMs);
    const std::int64_t now = clock_ns(CLOCK_MONOTONIC);
    bool is_news = true;
    for (int number = 1; number <= board_.workers; ++number) {
      Member& member = members_[static_cast<std::size_t>(number)];
      int status = 0;
      if (member.pid != 0 && waitpid(member.pid, &status, WNOHANG) == member.pid) {
        take_leave(member, status);
      }
      const std::uint64_t beats = board_.places[static_cast<std::size_t>(number)].beats;
      if (beats != member.beats) {
        member.beats = beats;
        member.since_ns = now;
        member.has_news = true;
      } else if (member.pid != 0 && silence_ms > 0 && now - member.since_ns > silence_ms * 1'000'000) {
        kill(member.pid, SIGURG);
      }
      is_news = is_news && (member.has_news || member.pid == 0);
    }
    if (!is_news || left_ == 0) continue;
    on_news();
    for (Member& member : members_) member.has_news = false;
  }
}

void Team::take_leave(Member& member, int status) {
  member.pid = 0;
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
