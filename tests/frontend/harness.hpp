#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gocheck::frontend {

/// An empty folder of its own with a cache of its own, gone with this object.
class Workspace {
 public:
  Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Brings a file of tests/frontend/sources here.
  void add_source(const std::string& name) const;
  void write(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  /// Names of all files below, sorted; without the cache.
  [[nodiscard]] std::vector<std::string> files() const;
  [[nodiscard]] std::vector<std::string> cache_files() const;

  struct Result {
    int exit = -1;
    std::string out, err;
    double seconds = 0;
  };
  /// Runs the tool here. `shell` is what follows its name in a shell command.
  [[nodiscard]] Result gocheck(const std::string& shell, const std::string& environment = "") const;
  [[nodiscard]] Result shell(const std::string& command) const;

 private:
  std::filesystem::path path_;
};

/// Compares with tests/frontend/golden/NAME.txt. GOCHECK_APPROVE=1 writes it instead.
void check_golden(const std::string& name, std::string text);

}  // namespace gocheck::frontend
