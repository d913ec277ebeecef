#include "command/checkpoint.hpp"

#include <fmt/format.h>

#include <fstream>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "protocol/line.hpp"

namespace gocheck::frontend {
namespace {

constexpr unsigned kFileVersion = 1;
constexpr std::string_view kWord = "gocheck-checkpoint";
constexpr std::size_t kOwnerBytesMax = 1U << 20U;

/// For the user: what was different then.
std::string other(std::string_view key) {
  if (key == "version") return "another version of gocheck";
  if (key == "program") return "another build of the program";
  if (key == "args") return "other arguments of the program";
  if (key == "stdin") return "another input of the program";
  return "another --" + shorten(printable(key), 40, true);
}

}  // namespace

std::filesystem::path checkpoint_file(const std::filesystem::path& folder, const Target& target) {
  const std::string path = std::filesystem::absolute(target.path).lexically_normal().string();
  return folder / fmt::format("{}-{}.ckpt", target.name, sha256_hex(path).substr(0, 6));
}

Expected<std::string> checkpoint_owner(const Program& program) {
  Line line{std::string(kWord), {}};
  line.add("version", kFileVersion);
  std::string identity = program.build_id;
  if (identity.empty()) {
    const auto code = read_file(program.worker.executable);
    if (!code) return code.problem();
    identity = sha256_hex(*code);
  }
  line.add("program", identity);
  if (!program.worker.args.empty()) {
    Sha256 args;
    for (const std::string& arg : program.worker.args) args.update_field(arg);
    line.add("args", args.hex());
  }
  if (!program.worker.stdin_path.empty()) {
    const auto input = read_file(program.worker.stdin_path);
    if (!input) return input.problem();
    line.add("stdin", sha256_hex(*input));
  }
  const Limits& limits = program.limits;
  line.add("strategy", limits.strategy);
  if (limits.preemptions) line.add("preemptions", *limits.preemptions);
  if (limits.depth) line.add("depth", *limits.depth);
  line.add("seed", limits.seed);
  line.add("max-steps", limits.max_steps);
  line.add("max-goroutines", limits.max_goroutines);
  line.add("memory", limits.memory_bytes);
  line.add("execution-timeout", limits.execution_timeout_ms);
  std::string text = print_line(line);
  text.pop_back();
  return text;
}

Failure check_checkpoint(const std::filesystem::path& file, const std::string& owner) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Problem{.message = file.string() + ": cannot be read"};
  std::string found;
  for (char c = 0; found.size() < kOwnerBytesMax && stream.get(c) && c != '\n';) found += c;
  const auto theirs = parse_line(found);
  if (!theirs || theirs->word != kWord)
    return Problem{.message = file.string() + ": is no checkpoint of gocheck; remove it, or begin "
                                              "without --resume"};
  if (found == owner) return std::nullopt;
  const auto ours = parse_line(owner);
  for (const Line* side : {&*ours, &*theirs})
    for (const auto& [key, value] : side->pairs) {
      if (ours->text(key) == theirs->text(key)) continue;
      return Problem{.message = fmt::format(
                         "{}: the search was made with {}; it can only go on as it was begun. Without --resume "
                         "it begins anew",
                         file.string(), other(key))};
    }
  return Problem{.message = file.string() + ": is a checkpoint of something else"};
}

}  // namespace gocheck::frontend
