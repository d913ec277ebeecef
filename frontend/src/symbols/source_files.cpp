#include "symbols/source_files.hpp"

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

constexpr std::uintmax_t kSourceBytesMax = 64U << 20U;   // Whatever a counterexample names is read.

}  // namespace

const std::vector<std::string>& SourceFiles::read(const std::string& file) {
  const auto [entry, is_new] = files_.try_emplace(file);
  std::error_code error;
  if (is_new && std::filesystem::is_regular_file(root_ / file, error) &&
      std::filesystem::file_size(root_ / file, error) <= kSourceBytesMax)
    if (const auto text = read_file(root_ / file)) entry->second = split(*text, '\n');
  return entry->second;
}

const std::string* SourceFiles::line(const std::string& file, unsigned number) {
  const std::vector<std::string>& lines = read(file);
  return number == 0 || number > lines.size() ? nullptr : &lines[number - 1];
}

std::optional<std::string> SourceFiles::sha256(const std::string& file) const {
  std::error_code error;
  if (!std::filesystem::is_regular_file(root_ / file, error)) return std::nullopt;
  const auto text = read_file(root_ / file);
  if (!text) return std::nullopt;
  return sha256_hex(*text);
}

}  // namespace gocheck::frontend
