// gocheck: expect none
// Values (rules of XTestValues in context/context_test.go): the nearest one with the same key and type, past
// contexts of every other kind; keys of different types are different, however they look.
#include <gocheck/go.hpp>

#include <string>

using namespace gocheck;

namespace {

enum class Key { one, two, three };
enum class OtherKey { one };
struct Request {
  int id;
};

std::string text(const Context& ctx, Key key) {
  const std::string* value = ctx.value<std::string>(key);
  return value == nullptr ? "-" : *value;
}

}  // namespace

int main() {
  const Context c0 = background();
  require(text(c0, Key::one) == "-");
  const Context c1 = with_value(c0, Key::one, std::string("c1k1"));
  require(text(c1, Key::one) == "c1k1" && text(c1, Key::two) == "-");
  const Context c2 = with_value(c1, Key::two, std::string("c2k2"));
  require(text(c2, Key::one) == "c1k1" && text(c2, Key::two) == "c2k2");
  const auto c3 = with_cancel(c2);
  require(text(c3.ctx, Key::one) == "c1k1" && text(c3.ctx, Key::three) == "-");
  const Context c4 = with_value(c3.ctx, Key::one, std::string("shadow"));
  require(text(c4, Key::one) == "shadow" && text(c1, Key::one) == "c1k1");

  require(c4.value<std::string>(OtherKey::one) == nullptr, "keys of another type are equal");
  require(c4.value<int>(Key::one) == nullptr, "a value of another type was found");

  const Context words = with_value(c4, "user", Request{7});
  require(words.value<Request>(std::string("user"))->id == 7, "equal texts are equal keys");
  c3.cancel();
  require(words.err() == ContextErr::canceled && words.value<Request>("user")->id == 7);
}
