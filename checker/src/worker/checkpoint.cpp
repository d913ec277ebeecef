#include "worker/checkpoint.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/hash.hpp"
#include "isolation/shared.hpp"
#include "worker/message.hpp"

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

std::uint64_t hash_of(std::span<const std::byte> bytes) {
  std::uint64_t hash = bytes.size();
  for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    hash = mix(hash, word);
  }
  for (std::size_t i = bytes.size() & ~std::size_t{7}; i < bytes.size(); ++i) {
    hash = mix(hash, static_cast<std::uint64_t>(bytes[i]));
  }
  return hash;
}

std::string hex(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

std::string reason(const std::string& what) { return what + ": " + std::strerror(errno); }

}  // namespace

std::string save_checkpoint(const std::string& path, const std::string& owner) {
  const std::span<const std::byte> bytes = shared::contents();
  const std::string head =
      owner + "\n" +
      Message("search").add("bytes", bytes.size()).add("hash", hex(hash_of(bytes))).line();
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

  const auto* begin = static_cast<const char*>(mapped);
  const std::string_view text(begin, size);
  const std::size_t owner_end = text.find('\n');
  const std::size_t head_end =
      owner_end == std::string_view::npos ? owner_end : text.find('\n', owner_end + 1);
  if (head_end == std::string_view::npos) return path + ": is no checkpoint";
  const Message head = Message::parse(text.substr(owner_end + 1, head_end - owner_end - 1));
  const std::span<const std::byte> bytes(static_cast<const std::byte*>(mapped) + head_end + 1,
                                         size - head_end - 1);
  if (head.word() != "search" || head.text("bytes") != std::to_string(bytes.size()) ||
      head.text("hash") != hex(hash_of(bytes))) {
    return path + ": the checkpoint is damaged; begin without --resume";
  }
  shared::replace(bytes);
  return {};
}

}  // namespace gocheck::checker
