#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/place.hpp"

namespace gocheck::frontend {

/// The user's sources, read when first asked for.
class SourceFiles {
 public:
  explicit SourceFiles(std::filesystem::path root) : root_(std::move(root)) {}

  /// Null when there is no such line (any more).
  [[nodiscard]] const std::string* line(const std::string& file, unsigned number);
  [[nodiscard]] const std::string* line(const Place& place) { return line(place.file, place.line); }
  [[nodiscard]] bool exists(const std::string& file) { return !read(file).empty(); }
  /// Of the content; nothing when the file cannot be read.
  [[nodiscard]] std::optional<std::string> sha256(const std::string& file) const;

 private:
  const std::vector<std::string>& read(const std::string& file);

  std::filesystem::path root_;
  std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace gocheck::frontend
