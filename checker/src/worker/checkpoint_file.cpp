#include "worker/checkpoint_file.hpp"

#include <cstdint>
#include <cstdio>
#include <cstring>

#include "machine/hash.hpp"
#include "worker/message.hpp"

namespace gocheck::checker {
namespace {

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

}  // namespace

std::string checkpoint_head(std::string_view owner, std::span<const std::byte> contents) {
  return std::string(owner) + "\n" +
         Message("search").add("bytes", contents.size()).add("hash", hex(hash_of(contents))).line();
}

SavedSearch read_checkpoint(std::span<const std::byte> file) {
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  const std::size_t owner_end = text.find('\n');
  const std::size_t head_end =
      owner_end == std::string_view::npos ? owner_end : text.find('\n', owner_end + 1);
  if (head_end == std::string_view::npos) return {{}, "is no checkpoint"};
  const Message head = Message::parse(text.substr(owner_end + 1, head_end - owner_end - 1));
  const std::span<const std::byte> contents = file.subspan(head_end + 1);
  if (head.word() != "search" || head.text("bytes") != std::to_string(contents.size()) ||
      head.text("hash") != hex(hash_of(contents))) {
    return {{}, "the checkpoint is damaged; begin without --resume"};
  }
  return {contents, {}};
}

}  // namespace gocheck::checker
