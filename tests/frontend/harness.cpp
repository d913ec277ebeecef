#include "harness.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <regex>

#include <catch2/catch.hpp>

#include "base/files.hpp"
#include "base/process.hpp"

namespace gocheck::frontend {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error))
    if (!entry.is_directory()) names.push_back(fs::relative(entry.path(), folder).string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Workspace::Workspace() {
  std::string name = (fs::temp_directory_path() / "gocheck-test-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  path_ = fs::canonical(name);
  fs::create_directory(path_ / "work");
}

Workspace::~Workspace() {
  std::error_code error;
  fs::remove_all(path_, error);
}

void Workspace::add_source(const std::string& name) const {
  fs::copy_file(fs::path(GOCHECK_TEST_FOLDER) / "sources" / name, path_ / "work" / name);
}

void Workspace::write(const std::string& name, const std::string& content) const {
  REQUIRE_FALSE(write_file_whole(path_ / "work" / name, content));
}

std::string Workspace::read(const std::string& name) const {
  const auto text = read_file(path_ / "work" / name);
  REQUIRE(text);
  return *text;
}

std::vector<std::string> Workspace::files() const { return files_below(path_ / "work"); }
std::vector<std::string> Workspace::cache_files() const { return files_below(path_ / "cache"); }

Workspace::Result Workspace::gocheck(const std::string& shell_text,
                                     const std::string& environment) const {
  return shell(environment + " '" GOCHECK_TOOL "' " + shell_text);
}

Workspace::Result Workspace::shell(const std::string& command) const {
  const std::string folder = path_.string();
  const std::string script = "cd '" + folder +
                             "/work' && unset COLUMNS CXX NO_COLOR CLICOLOR_FORCE; "
                             "export LC_ALL=C.UTF-8 XDG_CACHE_HOME='" +
                             folder + "/cache'; exec 0</dev/null; { " + command + "\n} >'" +
                             folder + "/out' 2>'" + folder + "/err'";
  const auto start = std::chrono::steady_clock::now();
  auto child = Child::start({.file = "/bin/sh", .argv = {"sh", "-c", script}});
  REQUIRE(child);
  const Ending ending = child->wait();
  Result result;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  result.exit = ending.status.value_or(128 + ending.signal.value_or(0));
  result.out = *read_file(path_ / "out");
  result.err = *read_file(path_ / "err");
  return result;
}

void check_golden(const std::string& name, std::string text) {
  text = std::regex_replace(text, std::regex(R"(\d+\.\d+ s)"), "0.00 s");
  const fs::path file = fs::path(GOCHECK_TEST_FOLDER) / "golden" / (name + ".txt");
  if (std::getenv("GOCHECK_APPROVE") != nullptr) {
    REQUIRE_FALSE(write_file_whole(file, text));
    return;
  }
  const auto approved = read_file(file);
  REQUIRE(approved);
  CHECK(text == *approved);  // To approve what is new: GOCHECK_APPROVE=1 frontend_tests
}

}  // namespace gocheck::frontend
