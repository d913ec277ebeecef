#include "command/prepare.hpp"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "base/text.hpp"
#include "supervise/interrupt.hpp"
#include "targets/elf_note.hpp"

namespace gocheck::frontend {

struct BuildQueue::State {
  std::vector<std::promise<Expected<Built>>> promises;
  std::vector<std::future<Expected<Built>>> futures;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::vector<std::jthread> threads;  // Last: they end before what they use does.
};

Failure set_duration(const std::string& flag, const std::string& text, std::uint64_t& ms) {
  const auto parsed = parse_duration_ms(text);
  if (!parsed)
    return Problem{.message =
                       flag + ": " + in_quotes(text) + " is not a time; write 500ms, 30s, 10m, 1h or 0"};
  ms = *parsed;
  return std::nullopt;
}

Failure set_size(const std::string& flag, const std::string& text, std::uint64_t& bytes) {
  const auto parsed = parse_size(text);
  if (!parsed)
    return Problem{ExitCode::kUsage,
                   flag + ": " + in_quotes(text) + " is not a size; write 512M, 2G or 0"};
  bytes = *parsed;
  return std::nullopt;
}

Expected<Toolchain> prepare_toolchain(const std::vector<Target>& targets,
                                      const BuildOptions& options) {
  auto toolchain = find_toolchain();
  bool needed = false;
  for (const Target& target : targets) needed = needed || target.is_source;
  if (!toolchain) return needed ? toolchain : Expected<Toolchain>(Toolchain());
  if (!options.cxx.empty()) toolchain->compiler = options.cxx;
  toolchain->user_flags = split_words(options.cxxflags);
  toolchain->race = options.race;
  return toolchain;
}

BuildQueue::BuildQueue(const std::vector<Target>& targets, const Toolchain& toolchain,
                       bool use_cache)
    : state_(std::make_unique<State>()) {
  state_->promises.resize(targets.size());
  for (auto& promise : state_->promises) state_->futures.push_back(promise.get_future());
  const auto work = [&targets, &toolchain, use_cache, state = state_.get()] {
    for (std::size_t i; !state->stop && (i = state->next++) < targets.size();)
      state->promises[i].set_value(targets[i].is_source
                                       ? compile(targets[i], toolchain, use_cache)
                                       : Expected<Built>(Built{targets[i].path, ""}));
  };
  const std::size_t threads =
      std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), targets.size());
  for (std::size_t i = 0; i < threads; ++i) state_->threads.emplace_back(work);
}

BuildQueue::~BuildQueue() { state_->stop = true; }

Expected<Built> BuildQueue::take(std::size_t index) { return state_->futures[index].get(); }

Expected<Program> prepare(const Target& target, const Built& built,
                          const std::vector<std::string>& args, const std::string& stdin_path,
                          const Limits& limits, const Toolchain& toolchain) {
  const auto notes = check_program(built.executable, target.path);
  if (!notes) return notes.problem();
  Program program{
      .target = target, .worker = {}, .limits = limits, .code = {}, .build_id = notes->build_id};
  program.worker = {std::filesystem::absolute(built.executable).string(),
                    target.is_source ? target.name : target.path, args, stdin_path};
  program.code = {built.executable, target.source_root, toolchain.include, toolchain.sources};
  return program;
}

Expected<std::string> find_input(const std::string& asked) {
  struct stat status = {};
  if (!asked.empty()) {
    if (::stat(asked.c_str(), &status) != 0 || ::access(asked.c_str(), R_OK) != 0)
      return Problem{ExitCode::kUsage, "cannot read the input file " + asked};
    if (!S_ISREG(status.st_mode))
      return Problem{
          ExitCode::kUsage,
          "the input " + asked +
              " is not a regular file: every execution must be able to read it from its start"};
    return asked;
  }
  if (::fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode)) return std::string();
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/fd/0", error);
  if (error || !std::filesystem::exists(path, error)) return std::string("/dev/stdin");
  return relative_to(path, std::filesystem::current_path());
}

bool is_input_ignored(const std::string& asked) {
  struct stat status = {};
  int waiting = 0;
  return asked.empty() && ::fstat(STDIN_FILENO, &status) == 0 && S_ISFIFO(status.st_mode) &&
         ::ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting > 0;
}

}  // namespace gocheck::frontend
