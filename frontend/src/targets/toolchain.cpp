#include "targets/toolchain.hpp"

#include <unistd.h>

#include <cstdlib>

#include "base/files.hpp"
#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRuntimeArchive = "libgocheck_runtime.a";
constexpr const char* kCheckerArchive = "libgocheck_checker.a";

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void read_paths(const std::string& text, Toolchain& toolchain) {
  for (const std::string& line : split(text, '\n')) {
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    const std::string key = line.substr(0, equals);
    const std::string value = line.substr(equals + 1);
    if (key == "include") toolchain.include = value;
    if (key == "sources") toolchain.sources = value;
    if (key == "runtime" || key == "checker") toolchain.archives.emplace_back(value);
    if (key == "flags") toolchain.flags = split_words(value);
  }
}

bool find_installed(const fs::path& prefix, Toolchain& toolchain) {
  std::error_code error;
  toolchain.include = prefix / "include";
  for (const char* folder : {"lib", "lib64", "lib/x86_64-linux-gnu"}) {
    const fs::path library = prefix / folder;
    if (!fs::exists(library / kRuntimeArchive, error)) continue;
    toolchain.archives = {library / kRuntimeArchive, library / kCheckerArchive};
    return true;
  }
  return false;
}

}  // namespace

Expected<Toolchain> find_toolchain() {
  Toolchain toolchain;
  if (const std::string compiler = environment("CXX"); !compiler.empty())
    toolchain.compiler = compiler;
  std::error_code error;
  const fs::path tool = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside = tool.parent_path() / "gocheck.paths";
  if (const auto text = read_file(beside))
    read_paths(*text, toolchain);
  else
    find_installed(tool.parent_path().parent_path(), toolchain);
  if (!fs::exists(toolchain.include / "gocheck/go.hpp", error))
    return Problem{
        ExitCode::kTarget,
        "cannot find gocheck/go.hpp: neither " + beside.string() +
            " nor ../include beside the tool names it; install gocheck completely, or give "
            "an executable instead of a source"};
  for (const fs::path& archive : toolchain.archives)
    if (!fs::exists(archive, error))
      return Problem{ExitCode::kTarget,
                     "the library " + archive.string() + " is missing; build gocheck first"};
  return toolchain;
}

std::filesystem::path cache_folder() {
  if (const std::string folder = environment("XDG_CACHE_HOME"); fs::path(folder).is_absolute())
    return fs::path(folder) / "gocheck";
  if (const std::string home = environment("HOME"); fs::path(home).is_absolute())
    return fs::path(home) / ".cache/gocheck";
  return fs::temp_directory_path() / ("gocheck-" + std::to_string(::getuid()));
}

}  // namespace gocheck::frontend
