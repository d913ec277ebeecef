#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/expected.hpp"

namespace gocheck::frontend {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor();
  [[nodiscard]] int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  void close();

 private:
  int fd_;
};

/// The whole file. Errors: what the system says, without the file's name.
Expected<std::string> read_file(const std::filesystem::path& path);

/// Either the whole of `content` is there afterwards, or the file is as it was before.
/// Makes the directory when it is missing.
Failure write_file_whole(const std::filesystem::path& path, std::string_view content);

/// A nameless file in memory with `content`, positioned at 0.
Descriptor memory_file(std::string_view content);

/// `path` relative to `root`, in its shortest form; relative paths stay as they are.
std::string relative_to(const std::filesystem::path& path, const std::filesystem::path& root);

}  // namespace gocheck::frontend
