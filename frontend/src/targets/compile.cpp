#include "targets/compile.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "base/files.hpp"
#include "base/process.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCacheFormat = "gocheck-cache-3";
constexpr auto kKeptUnused = std::chrono::hours(24 * 14);

/// The C library's functions that read and write memory for their caller, the guards of static
/// variables, locks, and operator delete: what instrumented code does through them is seen as well
/// (checker/src/race).
constexpr const char* kWrapped[] = {
    "memcpy",  "memmove", "memset", "memcmp",  "strlen",  "strcpy",
    "strncpy", "strcat",  "strcmp", "strncmp", "strchr",  "__cxa_guard_acquire",
    "__cxa_guard_release", "__cxa_guard_abort", "pthread_once",
    "pthread_mutex_lock", "pthread_mutex_trylock", "pthread_mutex_timedlock",
    "pthread_mutex_clocklock", "pthread_mutex_unlock", "pthread_rwlock_rdlock",
    "pthread_rwlock_tryrdlock", "pthread_rwlock_wrlock", "pthread_rwlock_trywrlock",
    "pthread_rwlock_unlock", "pthread_rwlock_timedrdlock", "pthread_rwlock_clockrdlock",
    "pthread_rwlock_timedwrlock", "pthread_rwlock_clockwrlock",
    // std::thread's start and join(), std::condition_variable's wait(), notify_one() and notify_all()
    "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE",
    "_ZNSt6thread4joinEv", "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE",
    "_ZNSt18condition_variable10notify_oneEv", "_ZNSt18condition_variable10notify_allEv",
    // what std::future waits in
    "_ZNSt28__atomic_futex_unsigned_base19_M_futex_wait_untilEPjjbNSt6chrono8duration"
    "IlSt5ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE",
    "_ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj",
    // operator delete and operator delete[]
    "_ZdlPv", "_ZdlPvm", "_ZdlPvSt11align_val_t", "_ZdlPvmSt11align_val_t",
    "_ZdaPv", "_ZdaPvm", "_ZdaPvSt11align_val_t", "_ZdaPvmSt11align_val_t"};

std::string compiler_path(const Toolchain& toolchain);

bool is_clang(const Toolchain& toolchain) {
  return compiler_path(toolchain).find("clang") != std::string::npos;
}

/// A sanitizer that the user asked for brings hooks and a runtime of its own.
bool is_instrumented(const Toolchain& toolchain) {
  const auto asks = [](const std::vector<std::string>& flags) {
    return std::any_of(flags.begin(), flags.end(), [](const std::string& flag) {
      return flag.starts_with("-fsanitize=");
    });
  };
  return toolchain.race && !asks(toolchain.flags) && !asks(toolchain.user_flags);
}

/// For the compilation only: at the link the first of these flags would bring libtsan in.
std::vector<std::string> race_flags(const Toolchain& toolchain) {
  if (!is_instrumented(toolchain)) return {};
  std::vector<std::string> flags = {"-fsanitize=thread"};
  // Entries of functions are of no interest; fences are understood, so no warning of them.
  if (is_clang(toolchain))
    flags.insert(flags.end(), {"-mllvm", "-tsan-instrument-func-entry-exit=0"});
  else
    flags.insert(flags.end(), {"--param", "tsan-instrument-func-entry-exit=0", "-Wno-tsan"});
  // Expanded in place, their accesses would not be seen.
  for (const char* const name : kWrapped)
    if (name[0] != '_') flags.push_back(std::string("-fno-builtin-") + name);
  return flags;
}

std::vector<std::string> compile_flags(const Target& target, const Toolchain& toolchain) {
  std::vector<std::string> flags = {"-std=c++20",
                                    "-g",
                                    "-O1",
                                    "-fno-omit-frame-pointer",
                                    "-fmacro-prefix-map=" + target.source_root.string() + "/=",
                                    "-I" + toolchain.include.string()};
  // addr2line of Binutils 2.40 does not find inlined functions in Clang's DWARF 5.
  if (is_clang(toolchain)) flags.emplace_back("-gdwarf-4");
  flags.insert(flags.end(), toolchain.flags.begin(), toolchain.flags.end());
  flags.insert(flags.end(), toolchain.user_flags.begin(), toolchain.user_flags.end());
  return flags;
}

std::vector<std::string> link_flags(const Toolchain& toolchain) {
  std::vector<std::string> flags = {"-Wl,-u,gocheck_worker_main", "-Wl,-z,now"};
  if (is_instrumented(toolchain))
    for (const char* const name : kWrapped) flags.push_back(std::string("-Wl,--wrap=") + name);
  flags.emplace_back("-Wl,--start-group");
  for (const fs::path& archive : toolchain.archives) flags.push_back(archive.string());
  flags.insert(flags.end(), {"-Wl,--end-group", "-pthread", "-ldl"});
  return flags;
}

/// Identity of a file that a build replaces as a whole: reading megabytes of it each time would
/// cost more than the rest of a cached run.
std::string stamp(const fs::path& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return "missing " + path.string();
  return path.string() + " " + std::to_string(status.st_size) + " " +
         std::to_string(status.st_ino) + " " + std::to_string(status.st_mtim.tv_sec) + "." +
         std::to_string(status.st_mtim.tv_nsec);
}

fs::path find_in_path(const std::string& program) {
  if (program.find('/') != std::string::npos) return program;
  const char* const path = std::getenv("PATH");
  for (const std::string& folder : split(path == nullptr ? "/usr/bin" : path, ':'))
    if (::access((fs::path(folder) / program).c_str(), X_OK) == 0)
      return fs::path(folder) / program;
  return program;
}

std::string compiler_path(const Toolchain& toolchain) {
  std::error_code error;
  return fs::weakly_canonical(find_in_path(split_words(toolchain.compiler).front()), error);
}

std::string object_key(const Target& target, const Toolchain& toolchain, const fs::path& source) {
  Sha256 hash;
  hash.update_field(kCacheFormat);
  hash.update_field(stamp(compiler_path(toolchain)));
  hash.update_field(toolchain.compiler);
  for (const std::string& flag : compile_flags(target, toolchain)) hash.update_field(flag);
  for (const std::string& flag : race_flags(toolchain)) hash.update_field(flag);
  hash.update_field(source.string());
  return hash.hex().substr(0, 40);
}

/// The name says what the program was linked from: there is nothing else to compare.
fs::path program_of(const fs::path& object, const Toolchain& toolchain) {
  Sha256 hash;
  hash.update_field(object.filename().string());
  for (const std::string& flag : link_flags(toolchain)) hash.update_field(flag);
  for (const fs::path& archive : toolchain.archives) hash.update_field(stamp(archive));
  return object.parent_path() / hash.hex().substr(0, 40);
}

/// The files named by a dependency file of the compiler.
std::vector<std::string> read_dependencies(const std::string& text) {
  std::vector<std::string> files;
  std::string name;
  std::size_t at = text.find(": ");
  for (at = at == std::string::npos ? text.size() : at + 1; at <= text.size(); ++at) {
    const char c = at < text.size() ? text[at] : ' ';
    if (c == '\\' && at + 1 < text.size()) {
      if (text[at + 1] != '\n') name += text[at + 1];
      ++at;
    } else if (c == ' ' || c == '\n') {
      if (!name.empty()) files.push_back(std::move(name));
      name.clear();
    } else {
      name += c;
    }
  }
  return files;
}

/// "HASH path" for each input; its own hash names the finished program.
std::string describe_inputs(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files) {
    const auto content = read_file(file);
    text += (content ? sha256_hex(*content) : "missing") + " " + file + "\n";
  }
  return text;
}

fs::path object_of(const fs::path& folder, const std::string& key, const std::string& inputs) {
  return folder / (key + "-" + sha256_hex(inputs).substr(0, 16) + ".o");
}

bool is_there(const fs::path& file, int access_mode) {
  if (::access(file.c_str(), access_mode) != 0) return false;
  std::error_code error;
  fs::last_write_time(file, fs::file_time_type::clock::now(), error);  // Still in use.
  return true;
}

/// Does the description still hold? Then the object that it names, if that is still there.
fs::path lookup(const fs::path& folder, const std::string& key) {
  const auto inputs = read_file(folder / (key + ".inputs"));
  if (!inputs) return {};
  std::vector<std::string> files;
  for (const std::string& line : split(*inputs, '\n'))
    if (const std::size_t blank = line.find(' '); blank != std::string::npos)
      files.push_back(line.substr(blank + 1));
  if (describe_inputs(files) != *inputs) return {};
  const fs::path object = object_of(folder, key, *inputs);
  return is_there(object, R_OK) ? object : fs::path();
}

void drop_unused(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::error_code ignored;  // Somebody else may be cleaning up too.
    if (fs::file_time_type::clock::now() - entry.last_write_time(ignored) > kKeptUnused && !ignored)
      fs::remove_all(entry.path(), ignored);
  }
}

/// A private folder that goes away with this object.
class WorkFolder {
 public:
  explicit WorkFolder(const fs::path& parent) {
    std::error_code error;
    fs::create_directories(parent, error);
    std::string name = (parent / "build-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr)
      path_ = name;
    else
      why_ = std::strerror(errno);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] const std::string& why() const { return why_; }

 private:
  fs::path path_;
  std::string why_;
};

Expected<ToolResult> run_compiler(const Toolchain& toolchain,
                                  const std::vector<std::vector<std::string>>& flags) {
  Command command{.file = "", .argv = split_words(toolchain.compiler)};
  command.file = command.argv.front();
  if (::isatty(STDERR_FILENO) != 0) command.argv.emplace_back("-fdiagnostics-color=always");
  for (const auto& more : flags)
    command.argv.insert(command.argv.end(), more.begin(), more.end());
  return run_tool(std::move(command), Streams::kOutputAndErrors);
}

/// What goes wrong in a run of the compiler; an answer without a problem is its output.
Expected<std::string> judge(const Expected<ToolResult>& result, const Target& target,
                            const Toolchain& toolchain) {
  if (!result)
    return Problem{ExitCode::kTarget, "cannot run the compiler " + toolchain.compiler + ": " +
                                          result.problem().message +
                                          "; choose another with --cxx or CXX"};
  if (result->ending.status != 0)
    return Problem{ExitCode::kTarget, target.path + " does not compile", result->output};
  return result->output;
}

Failure keep(const fs::path& made, const fs::path& kept) {
  std::error_code error;
  fs::rename(made, kept, error);
  if (!error) return {};
  return Problem{ExitCode::kTarget, "cannot write to the cache " + kept.parent_path().string() +
                                        ": " + error.message()};
}

/// What instruments the code must not be said to the linker: compiling and linking are two steps.
struct Build {
  const Target& target;
  const Toolchain& toolchain;
  const fs::path& folder;  // Of the cache.
  const fs::path& work;
  std::string output;      // Of the compiler, so far.

  Expected<fs::path> object(const std::string& key, const fs::path& source) {
    const fs::path made = work / "object.o";
    const auto result = judge(
        run_compiler(toolchain, {compile_flags(target, toolchain), race_flags(toolchain),
                                 {"-MMD", "-MF", (work / "inputs").string(), "-c", "-o",
                                  made.string(), source.string()}}),
        target, toolchain);
    if (!result) return result.problem();
    output += *result;
    const auto dependencies = read_file(work / "inputs");
    const std::string inputs =
        describe_inputs(dependencies ? read_dependencies(*dependencies)
                                     : std::vector<std::string>{source.string()});
    const fs::path kept = object_of(folder, key, inputs);
    if (auto failure = keep(made, kept)) return *failure;  // Before what names it.
    if (auto failure = write_file_whole(folder / (key + ".inputs"), inputs)) return *failure;
    return kept;
  }

  Failure link(const fs::path& object, const fs::path& program) {
    const fs::path made = work / "program";
    const auto result =
        judge(run_compiler(toolchain, {compile_flags(target, toolchain),
                                       {"-o", made.string(), object.string()},
                                       link_flags(toolchain)}),
              target, toolchain);
    if (!result) return result.problem();
    output += *result;
    return keep(made, program);
  }
};

}  // namespace

Expected<Built> compile(const Target& target, const Toolchain& toolchain, bool use_cache) {
  const fs::path source = fs::absolute(target.path).lexically_normal();
  const fs::path folder = cache_folder();
  const std::string key = object_key(target, toolchain, source);
  fs::path object = use_cache ? lookup(folder, key) : fs::path();
  if (!object.empty())
    if (const fs::path program = program_of(object, toolchain); is_there(program, X_OK))
      return Built{program, ""};

  const WorkFolder work(folder);
  if (work.path().empty())
    return Problem{ExitCode::kTarget, "cannot write to the cache " + folder.string() + ": " +
                                          work.why() + "; set XDG_CACHE_HOME to a folder of yours"};
  Build build{target, toolchain, folder, work.path(), ""};
  if (object.empty()) {
    auto compiled = build.object(key, source);
    if (!compiled) return compiled.problem();
    object = *compiled;
  }
  const fs::path program = program_of(object, toolchain);
  if (auto failure = build.link(object, program)) return *failure;
  drop_unused(folder);
  return Built{program, build.output};
}

}  // namespace gocheck::frontend
