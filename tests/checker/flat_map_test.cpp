// FlatMap against the standard one.
#include <catch2/catch.hpp>
#include <random>
#include <unordered_map>

#include "recurrence/flat_map.hpp"

using gocheck::checker::FlatMap;

TEST_CASE("flat map: as the standard one, emptied many times", "[flat_map]") {
  std::mt19937_64 random(7);
  FlatMap<std::uint64_t> map;
  for (int round = 0; round < 200; ++round) {
    std::unordered_map<std::uint64_t, std::uint64_t> expected;
    const std::uint64_t keys = std::uint64_t{1} << random() % 12;
    for (std::uint64_t n = random() % (2 * keys); n > 0; --n) {
      const std::uint64_t key = (random() % keys) << random() % 3 * 20;   // Some share their low bits.
      const auto* known = map.find(key);
      const auto at = expected.find(key);
      REQUIRE((known == nullptr) == (at == expected.end()));
      if (known != nullptr) REQUIRE(*known == at->second);
      map[key] += n;
      expected[key] += n;
      REQUIRE(map.size() == expected.size());
    }
    for (const auto& [key, value] : expected) REQUIRE(*map.find(key) == value);
    map.clear();
    REQUIRE(map.size() == 0);
    for (const auto& [key, value] : expected) REQUIRE(map.find(key) == nullptr);
  }
}
