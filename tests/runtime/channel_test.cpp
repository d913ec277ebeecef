#include <array>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include <gocheck/go.hpp>

using namespace gocheck;

namespace {
struct NoDefault {
  explicit NoDefault(int v) : value(v) {}
  int value;
};
PanicKind panic_of(const auto& function) {
  try {
    function();
  } catch (const Panic& panic) {
    return panic.kind();
  }
  return PanicKind::kUser;
}
}  // namespace

TEST_CASE("channel: a buffer is first in, first out", "[runtime][channel]") {
  const auto c = make_chan<int>(3);
  for (int i = 0; i < 3; ++i) c.send(i);
  CHECK(c.len() == 3);
  CHECK(c.cap() == 3);
  for (int i = 0; i < 3; ++i) CHECK(c.recv() == i);
  CHECK(c.len() == 0);
}

TEST_CASE("channel: closed is drained, then yields zero values", "[runtime][channel]") {
  const auto c = make_chan<int>(2);
  c.send(5);
  c.close();
  const auto [value, ok] = c.recv_ok();
  CHECK(value == 5);
  CHECK(ok);
  CHECK_FALSE(c.recv_ok());
  CHECK(c.recv() == 0);
  CHECK(panic_of([&] { c.send(1); }) == PanicKind::kSendOnClosed);
  CHECK(panic_of([&] { c.close(); }) == PanicKind::kCloseOfClosed);
  CHECK(panic_of([] { Chan<int>().close(); }) == PanicKind::kCloseOfNil);
}

TEST_CASE("channel: closing wakes receivers and panics senders", "[runtime][channel]") {
  const auto c = make_chan<int>();
  const auto results = make_chan<std::string>(2);
  go([=] {
    try {
      c.send(1);
    } catch (const Panic& panic) {
      results.send(panic.what());
    }
  });
  while (select(recv(results), otherwise()) == 0) {}
  for (int i = 0; i < 100; ++i) yield();
  c.close();
  CHECK(results.recv() == "send on closed channel");
}

TEST_CASE("channel: carries any movable type", "[runtime][channel]") {
  const auto pointers = make_chan<std::unique_ptr<int>>(1);
  pointers.send(std::make_unique<int>(3));
  CHECK(*pointers.recv() == 3);
  const auto bools = make_chan<bool>(1);
  bools.send(true);
  CHECK(bools.recv());
  const auto channels = make_chan<Chan<int>>(1);
  const auto inner = make_chan<int>();
  channels.send(inner);
  CHECK(channels.recv() == inner);
  const auto strict = make_chan<NoDefault>(1);
  strict.send(NoDefault(4));
  strict.close();
  CHECK(strict.next()->value == 4);
  CHECK_FALSE(strict.next());
}

TEST_CASE("channel: range ends at close", "[runtime][channel]") {
  const auto c = make_chan<std::unique_ptr<int>>();
  go([=] {
    for (int i = 0; i < 100; ++i) c.send(std::make_unique<int>(i));
    c.close();
  });
  int expected = 0;
  for (std::unique_ptr<int> value : c) CHECK(*value == expected++);
  CHECK(expected == 100);
}

TEST_CASE("channel: a value that is left in the buffer is destroyed", "[runtime][channel]") {
  const auto shared = std::make_shared<int>(1);
  {
    const auto c = make_chan<std::shared_ptr<int>>(2);
    c.send(shared);
    CHECK(shared.use_count() == 2);
  }
  CHECK(shared.use_count() == 1);
}

TEST_CASE("select: each ready case is chosen sometimes", "[runtime][select]") {
  const auto a = make_chan<int>(1);
  const auto b = make_chan<int>(1);
  const auto c = make_chan<int>(1);
  std::array<int, 3> taken{};
  for (int i = 0; i < 3000; ++i) {
    if (a.len() == 0) a.send(1);
    if (b.len() == 0) b.send(1);
    if (c.len() == 1) c.recv();
    ++taken[static_cast<std::size_t>(select(recv(a), recv(b), send(c, 1)))];
  }
  // 1000 expected; 800 is more than seven standard deviations away.
  for (const int count : taken) CHECK(count > 800);
}

TEST_CASE("select: positions, nil, default and values", "[runtime][select]") {
  const auto c = make_chan<int>(1);
  const Chan<int> nil;
  CHECK(select(recv(nil), otherwise(), recv(c)) == 1);
  c.send(7);
  int value = 0;
  bool ok = false;
  CHECK(select(recv(nil), otherwise(), recv(c, value, ok)) == 2);
  CHECK(value == 7);
  CHECK(ok);
  c.close();
  CHECK(select(recv(c, value, ok)) == 0);
  CHECK(value == 0);
  CHECK_FALSE(ok);
  CHECK_THROWS_AS(select(send(c, 1)), Panic);

  auto kept = std::make_unique<int>(5);
  const auto full = make_chan<std::unique_ptr<int>>();
  std::vector<SelectCase> cases;
  cases.push_back(send(full, std::move(kept)));
  cases.push_back(recv(nil));
  cases.push_back(otherwise([&] { value = 9; }));
  CHECK(select(cases) == 2);
  CHECK(value == 9);
}

TEST_CASE("select: both sides may be selects", "[runtime][select]") {
  const auto a = make_chan<int>();
  const auto b = make_chan<int>();
  constexpr int kRounds = 5000;
  const auto finished = make_chan<int>();
  go([=] {
    int sum = 0;
    for (int i = 0; i < kRounds; ++i) select(recv(a, [&](int v) { sum += v; }), recv(b, [&](int v) { sum += v; }));
    finished.send(sum);
  });
  for (int i = 0; i < kRounds; ++i) select(send(a, 1), send(b, 1));
  CHECK(finished.recv() == kRounds);
}
