#include "base/files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gocheck::frontend {
namespace {

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Descriptor::~Descriptor() { close(); }

void Descriptor::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Expected<std::string> read_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return Problem{.message = std::strerror(errno)};
  std::string content;
  char buffer[65536];
  while (true) {
    const ssize_t size = ::read(file.get(), buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Problem{.message = std::strerror(errno)};
    if (size == 0) return content;
    content.append(buffer, static_cast<std::size_t>(size));
  }
}

Failure write_file_whole(const std::filesystem::path& path, std::string_view content) {
  const auto failed = [&](const std::filesystem::path& what, const std::string& why) {
    return Problem{.exit = ExitCode::kUsage,
                   .message = "cannot write " + what.string() + ": " + why};
  };
  std::error_code error;
  const std::filesystem::path folder = path.parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return failed(folder, error.message());
  std::string temporary = path.string() + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file) return failed(path, std::strerror(errno));
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(file.get(), 0666 & ~mask);
  const bool written = write_all(file.get(), content) && ::fsync(file.get()) == 0;
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
    const std::string why = std::strerror(errno);
    ::unlink(temporary.c_str());
    return failed(path, why);
  }
  return std::nullopt;
}

Descriptor memory_file(std::string_view content) {
  Descriptor file(::memfd_create("gocheck", MFD_CLOEXEC));
  if (!file || !write_all(file.get(), content) || ::lseek(file.get(), 0, SEEK_SET) != 0)
    return Descriptor();
  return file;
}

std::string relative_to(const std::filesystem::path& path, const std::filesystem::path& root) {
  if (!path.is_absolute()) return path.lexically_normal().string();
  const std::filesystem::path shorter = path.lexically_normal().lexically_relative(root);
  return shorter.empty() ? path.string() : shorter.string();
}

}  // namespace gocheck::frontend
