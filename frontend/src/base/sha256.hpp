#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gocheck::frontend {

/// SHA-256 [FIPS 180-4], for names that depend on content and nothing else.
class Sha256 {
 public:
  void update(std::string_view data);
  /// Like update, with an end mark: {"ab", "c"} and {"a", "bc"} differ.
  void update_field(std::string_view data);
  /// 64 lower-case digits. Ends the use of this object.
  [[nodiscard]] std::string hex();

 private:
  void block(const unsigned char* bytes);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> pending_{};
  std::size_t pending_size_ = 0;
  std::uint64_t total_bytes_ = 0;
};

[[nodiscard]] std::string sha256_hex(std::string_view data);

}  // namespace gocheck::frontend
