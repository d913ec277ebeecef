#include "worker/checkpoint.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <span>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolation/shared.hpp"
#include "worker/checkpoint_file.hpp"

namespace gocheck::checker {
namespace {

/// Reads or writes nothing beside the descriptor: the program's streams are not ours.
class File {
 public:
  File(const char* path, int flags) : fd_(open(path, flags | O_CLOEXEC, 0666)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

bool write_all(int fd, const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = write(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

std::string reason(const std::string& what) { return what + ": " + std::strerror(errno); }

}  // namespace

std::string save_checkpoint(const std::string& path, const std::string& owner) {
  const std::span<const std::byte> bytes = shared::contents();
  const std::string head = checkpoint_head(owner, bytes);
  const std::string folder = path.substr(0, path.find_last_of('/'));
  mkdir(folder.c_str(), 0777);   // It is there, or what follows fails.
  const std::string unfinished = path + ".part";
  const File file(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
  if (file.get() < 0) return reason("cannot write " + unfinished);
  if (!write_all(file.get(), head.data(), head.size()) ||
      !write_all(file.get(), bytes.data(), bytes.size()) || fsync(file.get()) != 0 ||
      rename(unfinished.c_str(), path.c_str()) != 0) {
    const std::string problem = reason("cannot write " + path);
    unlink(unfinished.c_str());
    return problem;
  }
  return {};
}

std::string load_checkpoint(const std::string& path) {
  const File file(path.c_str(), O_RDONLY);
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) return reason("cannot read " + path);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* mapped = size == 0 ? MAP_FAILED
                           : mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (mapped == MAP_FAILED) return path + ": is no checkpoint";
  const auto unmap = [size](void* memory) { munmap(memory, size); };
  const std::unique_ptr<void, decltype(unmap)> keeper(mapped, unmap);

  const SavedSearch saved = read_checkpoint({static_cast<const std::byte*>(mapped), size});
  if (!saved.problem.empty()) return path + ": " + saved.problem;
  shared::replace(saved.contents);
  return {};
}

}  // namespace gocheck::checker
