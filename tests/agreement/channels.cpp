#include <vector>

#include "program.hpp"

using namespace gocheck;

namespace agreement {
namespace {

std::string two_senders() {
  const auto c = make_chan<char>();
  go([=] { c.send('a'); });
  go([=] { c.send('b'); });
  return {c.recv(), c.recv()};
}

std::string three_senders() {
  const auto c = make_chan<char>();
  for (const char letter : {'a', 'b', 'c'}) go([=] { c.send(letter); });
  return {c.recv(), c.recv(), c.recv()};
}

std::string buffered_senders() {
  const auto c = make_chan<char>(1);
  for (const char letter : {'a', 'b', 'c'}) go([=] { c.send(letter); });
  return {c.recv(), c.recv(), c.recv()};
}

std::string senders_of_two() {
  const auto c = make_chan<char>();
  for (const char letter : {'a', 'x'})
    go([=] {
      c.send(letter);
      c.send(static_cast<char>(letter + 1));
    });
  return {c.recv(), c.recv(), c.recv(), c.recv()};
}

std::string two_receivers() {
  const auto c = make_chan<int>();
  const Log log(4);
  for (const char letter : {'a', 'b'})
    go([=] {
      for (int i = 0; i < 2; ++i) {
        c.recv();
        log.add(letter);
      }
    });
  for (int i = 0; i < 4; ++i) c.send(i);
  return log.read(4);
}

std::string who_gets_the_value() {
  const auto c = make_chan<int>();
  const auto got = make_chan<int>(2);
  for (int i = 0; i < 2; ++i) go([=] { got.send(10 * i + c.recv()); });
  c.send(1);
  c.send(2);
  return std::to_string(got.recv()) + "," + std::to_string(got.recv());
}

std::string workers_share() {
  const auto jobs = make_chan<int>(3);
  const auto counts = make_chan<int>();
  for (int w = 0; w < 2; ++w)
    go([=] {
      int count = 0;
      for ([[maybe_unused]] const int job : jobs) ++count;
      counts.send(count);
    });
  for (int i = 0; i < 3; ++i) jobs.send(i);
  jobs.close();
  const int first = counts.recv();
  return std::to_string(first) + std::to_string(counts.recv());
}

std::string length_seen() {
  const auto c = make_chan<int>(2);
  go([=] { c.send(1); });
  go([=] { c.send(2); });
  const auto length = c.len();
  return std::to_string(length);
}

std::string length_while_draining() {
  const auto c = make_chan<int>(2);
  c.send(1);
  c.send(2);
  const auto done = make_chan<Unit>();
  go([=] {
    c.recv();
    c.recv();
    done.send({});
  });
  const auto first = c.len();
  const auto second = c.len();
  done.recv();
  return std::to_string(first) + std::to_string(second);
}

std::string send_or_close_first() {
  const auto c = make_chan<int>(1);
  go([=] { c.close(); });
  c.send(1);
  return "sent";
}

std::string close_or_receive() {
  const auto c = make_chan<int>(1);
  c.send(1);
  const auto seen = make_chan<char>(2);
  for (int i = 0; i < 2; ++i) go([=] { seen.send(c.recv_ok() ? 'v' : 'z'); });
  c.close();
  return {seen.recv(), seen.recv()};
}

std::string close_twice() {
  const auto c = make_chan<int>();
  const auto done = make_chan<char>(2);
  for (int i = 0; i < 2; ++i)
    go([=] {
      try {
        c.close();
        done.send('c');
      } catch (const Panic&) {
        done.send('p');
      }
    });
  return {done.recv(), done.recv()};
}

std::string close_twice_uncaught() {
  const auto c = make_chan<int>();
  const auto done = make_chan<Unit>(2);
  for (int i = 0; i < 2; ++i)
    go([=] {
      c.close();
      done.send({});
    });
  done.recv();
  return "one closed";
}

std::string sender_is_panicked() {
  const auto c = make_chan<int>();
  const auto ended = make_chan<std::string>();
  go([=] {
    try {
      c.send(1);
      ended.send("sent");
    } catch (const Panic& panic) {
      ended.send(panic.what());
    }
  });
  go([=] { c.close(); });
  select(recv(c));
  return ended.recv();
}

std::string range_prefix() {
  const auto c = make_chan<char>(3);
  const auto stop = make_chan<Unit>();
  go([=] {
    for (const char letter : {'a', 'b', 'c'})
      if (select(send(c, letter), recv(stop)) == 1) break;
    c.close();
  });
  stop.close();
  std::string text;
  for (const char letter : c) text += letter;
  return text;
}

std::string pipeline_order() {
  const auto in = make_chan<int>();
  const auto out = make_chan<int>();
  for (int w = 0; w < 2; ++w)
    go([=] {
      for (const int value : in) out.send(value * value);
    });
  go([=] {
    for (int i = 1; i <= 3; ++i) in.send(i);
    in.close();
  });
  std::string text;
  for (int i = 0; i < 3; ++i) text += std::to_string(out.recv());
  return text;
}

std::string lost_value() {
  const auto c = make_chan<int>(1);
  const auto d = make_chan<int>(1);
  go([=] { d.send(c.recv()); });
  c.send(7);
  const bool taken_back = select(recv(c), otherwise()) == 0;
  return taken_back ? "taken back" : std::to_string(d.recv());
}

std::string cross_deadlock() {
  const auto a = make_chan<int>(1);
  const auto b = make_chan<int>(1);
  const auto done = make_chan<Unit>();
  a.send(1);
  b.send(1);
  go([=] {
    a.recv();
    b.recv();
    done.send({});
  });
  b.recv();
  a.recv();
  b.send(1);
  a.send(1);
  done.recv();
  return "passed";
}

std::string token_ring() {
  std::vector<Chan<int>> ring;
  for (int i = 0; i < 3; ++i) ring.push_back(make_chan<int>());
  const Log log(6);
  for (std::size_t i = 0; i < 3; ++i)
    go([=] {
      for (int round = 0; round < 2; ++round) {
        const int token = ring[i].recv();
        log.add(static_cast<char>('a' + i));
        if (token < 5) ring[(i + 1) % 3].send(token + 1);
      }
    });
  ring[0].send(0);
  return log.read(6);
}

std::string main_leaves() {
  const Log log(2);
  go([=] { log.add('a'); });
  go([=] { log.add('b'); });
  return log.rest();
}

constexpr Program kPrograms[] = {
    {"two_senders", two_senders},
    {"three_senders", three_senders},
    {"buffered_senders", buffered_senders},
    {"senders_of_two", senders_of_two},
    {"two_receivers", two_receivers},
    {"who_gets_the_value", who_gets_the_value},
    {"workers_share", workers_share},
    {"length_seen", length_seen},
    {"length_while_draining", length_while_draining},
    {"send_or_close_first", send_or_close_first},
    {"close_or_receive", close_or_receive},
    {"close_twice", close_twice},
    {"close_twice_uncaught", close_twice_uncaught},
    {"sender_is_panicked", sender_is_panicked},
    {"range_prefix", range_prefix},
    {"pipeline_order", pipeline_order},
    {"lost_value", lost_value},
    {"cross_deadlock", cross_deadlock},
    {"token_ring", token_ring},
    {"main_leaves", main_leaves},
};

}  // namespace

std::span<const Program> channel_programs() { return kPrograms; }

}  // namespace agreement
