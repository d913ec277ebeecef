#include <gocheck/detail/element.hpp>

#include <cstdio>

namespace gocheck::detail {

void show_signed(long long value, char* text, std::size_t size) {
  std::snprintf(text, size, "%lld", value);
}
void show_unsigned(unsigned long long value, char* text, std::size_t size) {
  std::snprintf(text, size, "%llu", value);
}
void show_floating(double value, char* text, std::size_t size) {
  std::snprintf(text, size, "%g", value);
}
void show_bool(bool value, char* text, std::size_t size) {
  std::snprintf(text, size, "%s", value ? "true" : "false");
}
void show_unit(char* text, std::size_t size) { std::snprintf(text, size, "{}"); }
void show_text(const char* value, char* text, std::size_t size) {
  if (value == nullptr) {
    std::snprintf(text, size, "null");
  } else {
    std::snprintf(text, size, "\"%s\"", value);
  }
}

}  // namespace gocheck::detail
