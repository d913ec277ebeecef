#include "base/process.hpp"

#include <fcntl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <thread>

namespace gocheck::frontend {
namespace {

constexpr int kDescriptorCount = 6;

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

bool same_name(const char* entry, const std::string& assignment) {
  return std::strncmp(entry, assignment.c_str(), assignment.find('=') + 1) == 0;
}

// Runs in the child of a process that may have threads: async-signal-safe calls only.
bool place_descriptors(const int (&wanted)[kDescriptorCount]) {
  int moved[kDescriptorCount];
  for (int i = 0; i < kDescriptorCount; ++i) {  // Out of the way first: they may overlap.
    moved[i] = -1;
    if (wanted[i] >= 0)
      moved[i] = ::fcntl(wanted[i], F_DUPFD_CLOEXEC, 10);
    else if (i <= 2)
      moved[i] = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (moved[i] < 0 && (wanted[i] >= 0 || i <= 2)) return false;
  }
  for (int i = 0; i < kDescriptorCount; ++i)
    if (moved[i] >= 0 && ::dup2(moved[i], i) < 0) return false;
  return true;
}

}  // namespace

Expected<Child> Child::start(const Command& command) {
  std::vector<std::string> argv_text = command.argv;
  std::vector<std::string> added = command.environment;
  std::vector<char*> argv = pointers(argv_text);
  std::vector<char*> environment;
  for (char** entry = ::environ; *entry != nullptr; ++entry) {
    bool replaced = false;
    for (const std::string& assignment : added)
      replaced = replaced || same_name(*entry, assignment);
    if (!replaced) environment.push_back(*entry);
  }
  for (std::string& assignment : added) environment.push_back(assignment.data());
  environment.push_back(nullptr);

  // The child reports a failed exec through this pipe; a successful one closes it.
  auto report = make_pipe();
  if (!report) return report.problem();
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return Problem{ExitCode::kTarget, std::strerror(errno)};
  if (pid == 0) {
    if (command.own_group) ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    for (const int number : {SIGINT, SIGTERM, SIGPIPE}) ::signal(number, SIG_DFL);
    if (command.fixed_addresses) {
      const int current = ::personality(0xffffffff);
      if (current != -1) ::personality(static_cast<unsigned long>(current) | ADDR_NO_RANDOMIZE);
    }
    const int report_fd = ::fcntl(report->write_end.get(), F_DUPFD_CLOEXEC, 20);
    if (place_descriptors(command.descriptors))
      ::execvpe(command.file.c_str(), argv.data(), environment.data());
    const int error = errno;
    [[maybe_unused]] const ssize_t written = ::write(report_fd, &error, sizeof error);
    ::_exit(127);
  }
  Child child(pid, command.own_group);
  report->write_end.close();
  int error = 0;
  ssize_t size = 0;
  do size = ::read(report->read_end.get(), &error, sizeof error);
  while (size < 0 && errno == EINTR);
  if (size == sizeof error) {
    child.wait();
    return Problem{ExitCode::kTarget, std::strerror(error)};
  }
  return child;
}

Child::~Child() {
  if (pid_ < 0) return;
  if (!ending_) {
    signal(SIGKILL);
    wait();
  }
  if (group_) ::kill(-pid_, SIGKILL);  // What it may have started itself.
}

void Child::signal(int number) const {
  if (!ending_) ::kill(pid_, number);
}

std::chrono::nanoseconds Child::processor_time() const {
  clockid_t clock = 0;
  timespec used = {};
  if (ending_ || ::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
    return {};
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

std::optional<Ending> Child::poll() {
  int status = 0;
  if (!ending_ && ::waitpid(pid_, &status, WNOHANG) == pid_) {
    ending_.emplace();
    if (WIFSIGNALED(status))
      ending_->signal = WTERMSIG(status);
    else
      ending_->status = WEXITSTATUS(status);
  }
  return ending_;
}

Ending Child::wait() {
  int status = 0;
  while (!ending_) {
    if (::waitpid(pid_, &status, 0) != pid_) continue;
    ending_.emplace();
    if (WIFSIGNALED(status))
      ending_->signal = WTERMSIG(status);
    else
      ending_->status = WEXITSTATUS(status);
  }
  return *ending_;
}

Ending Child::wait_or_kill(std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  auto pause = std::chrono::microseconds(100);
  while (!poll() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::microseconds(5000));
  }
  signal(SIGKILL);
  return wait();
}

Expected<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return Problem{ExitCode::kInternal, std::string("pipe: ") + std::strerror(errno)};
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

Expected<ToolResult> run_tool(Command command, Streams streams) {
  auto pipe = make_pipe();
  if (!pipe) return pipe.problem();
  command.descriptors[1] = pipe->write_end.get();
  if (streams == Streams::kOutputAndErrors) command.descriptors[2] = pipe->write_end.get();
  auto child = Child::start(command);
  if (!child) return child.problem();
  pipe->write_end.close();
  ToolResult result;
  char buffer[65536];
  while (true) {
    const ssize_t size = ::read(pipe->read_end.get(), buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    result.output.append(buffer, static_cast<std::size_t>(size));
  }
  result.ending = child->wait();
  return result;
}

std::string signal_text(int number) {
  const char* const name = ::sigabbrev_np(number);
  return std::string("SIG") + (name != nullptr ? name : std::to_string(number).c_str()) + " (" +
         ::strsignal(number) + ")";
}

}  // namespace gocheck::frontend
