#include <vector>

#include "program.hpp"

using namespace gocheck;

namespace agreement {
namespace {

std::string two_ready() {
  const auto a = make_chan<int>(1);
  const auto b = make_chan<int>(1);
  a.send(1);
  b.send(1);
  return std::to_string(select(recv(a), recv(b)));
}

std::string ready_and_closed() {
  const auto a = make_chan<int>(1);
  const auto b = make_chan<int>();
  a.send(1);
  b.close();
  bool ok = true;
  int value = 9;
  const int taken = select(recv(a), recv(b, value, ok), recv(Chan<int>()));
  return std::to_string(taken) + (ok ? "v" : "z");
}

std::string send_or_receive() {
  const auto c = make_chan<int>(2);
  c.send(1);
  const int taken = select(send(c, 2), recv(c));
  return std::to_string(taken) + std::to_string(c.len());
}

std::string same_channel_twice() {
  const auto c = make_chan<int>(1);
  c.send(1);
  return std::to_string(select(recv(c), recv(c)));
}

std::string default_or_partner() {
  const auto c = make_chan<int>();
  const auto done = make_chan<Unit>();
  go([=] {
    select(send(c, 1), recv(done));
  });
  const int taken = select(recv(c), otherwise());
  done.close();
  return taken == 0 ? "value" : "default";
}

std::string default_or_buffered() {
  const auto c = make_chan<int>(1);
  go([=] { c.send(1); });
  return select(recv(c), otherwise()) == 0 ? "value" : "default";
}

std::string nonblocking_pair() {
  const auto c = make_chan<int>();
  const auto other = make_chan<int>(1);
  go([=] { other.send(select(send(c, 1), otherwise())); });
  const int here = select(recv(c), otherwise());
  return std::to_string(here) + std::to_string(other.recv());
}

std::string consistent_default() {
  const auto a = make_chan<int>(1);
  const auto b = make_chan<int>(1);
  const auto seen = make_chan<int>(1);
  a.send(1);
  go([=] { seen.send(select(recv(a), recv(b), otherwise())); });
  b.send(1);
  select(recv(a), otherwise());
  return std::to_string(seen.recv());
}

std::string consistent_default_close() {
  const auto a = make_chan<int>(1);
  const auto b = make_chan<int>();
  const auto seen = make_chan<int>(1);
  a.send(1);
  go([=] { seen.send(select(recv(a), recv(b), otherwise())); });
  b.close();
  select(recv(a), otherwise());
  return std::to_string(seen.recv());
}

std::string select_meets_select() {
  const auto a = make_chan<int>();
  const auto b = make_chan<int>();
  const auto other = make_chan<int>(1);
  go([=] { other.send(select(send(a, 1), recv(b))); });
  const int here = select(recv(a), send(b, 2));
  return std::to_string(here) + std::to_string(other.recv());
}

std::string self_select() {
  const auto c = make_chan<char>();
  const auto text = make_chan<char>(2);
  for (const char self : {'a', 'b'})
    go([=] {
      char got = '-';
      select(send(c, self), recv(c, got));
      text.send(got);
    });
  return {text.recv(), text.recv()};
}

std::string self_select_three() {
  const auto c = make_chan<char>();
  const auto stop = make_chan<Unit>();
  const auto text = make_chan<char>(3);
  for (const char self : {'a', 'b', 'c'})
    go([=] {
      char got = '-';
      select(send(c, self), recv(c, got), recv(stop, [&] { got = '.'; }));
      text.send(got);
    });
  std::string outcome{text.recv(), text.recv()};
  stop.close();
  return outcome + text.recv();
}

std::string first_answer() {
  const auto answers = make_chan<char>(3);
  for (const char letter : {'a', 'b', 'c'}) go([=] { answers.send(letter); });
  return {answers.recv()};
}

std::string data_and_stop() {
  const auto data = make_chan<int>(2);
  const auto stop = make_chan<Unit>();
  data.send(1);
  data.send(2);
  stop.close();
  int taken = 0;
  while (select(recv(data), recv(stop)) == 0)
    if (++taken == 3) break;
  return std::to_string(taken);
}

std::string merge() {
  const auto a = make_chan<char>();
  const auto b = make_chan<char>();
  go([=] {
    a.send('a');
    a.send('b');
  });
  go([=] { b.send('x'); });
  std::string text;
  const auto add = [&](char letter) { text += letter; };
  for (int i = 0; i < 3; ++i) select(recv(a, add), recv(b, add));
  return text;
}

std::string nil_cases() {
  Chan<char> a = make_chan<char>(1), b = make_chan<char>(1);
  a.send('a');
  b.send('b');
  a.close();
  b.close();
  std::string text;
  while (a != nullptr || b != nullptr) {
    char letter = '?';
    bool ok = false;
    Chan<char>& taken = select(recv(a, letter, ok), recv(b, letter, ok)) == 0 ? a : b;
    if (ok) {
      text += letter;
    } else {
      text += taken == a ? '1' : '2';
      taken = nullptr;
    }
  }
  return text;
}

std::string send_to_closing() {
  const auto a = make_chan<int>();
  const auto b = make_chan<int>(1);
  go([=] { a.close(); });
  try {
    return std::to_string(select(send(a, 1), send(b, 2)));
  } catch (const Panic&) {
    return "panic";
  }
}

std::string fan_out() {
  const auto left = make_chan<int>();
  const auto right = make_chan<int>();
  const Log log(4);
  go([=] {
    for (int i = 0; i < 2; ++i) left.recv(), log.add('l');
  });
  go([=] {
    for (int i = 0; i < 2; ++i) right.recv(), log.add('r');
  });
  Chan<int> l = left, r = right;
  int to_left = 0, to_right = 0;
  for (int i = 0; i < 4; ++i) {
    if (select(send(l, i), send(r, i)) == 0) {
      if (++to_left == 2) l = nullptr;
    } else if (++to_right == 2) {
      r = nullptr;
    }
  }
  return log.read(4);
}

std::string try_send_race() {
  const auto c = make_chan<char>(1);
  const auto ended = make_chan<char>(2);
  for (const char letter : {'a', 'b'})
    go([=] { ended.send(select(send(c, letter), otherwise()) == 0 ? 's' : 'd'); });
  std::string text{ended.recv(), ended.recv()};
  return text + c.recv();
}

std::string cases_at_run_time() {
  std::vector<Chan<int>> channels;
  for (int i = 0; i < 3; ++i) {
    channels.push_back(make_chan<int>(1));
    go([c = channels.back(), i] { c.send(i); });
  }
  std::vector<SelectCase> cases;
  for (const auto& c : channels) cases.emplace_back(recv(c));
  return std::to_string(select(cases));
}

constexpr Program kPrograms[] = {
    {"two_ready", two_ready},
    {"ready_and_closed", ready_and_closed},
    {"send_or_receive", send_or_receive},
    {"same_channel_twice", same_channel_twice},
    {"default_or_partner", default_or_partner},
    {"default_or_buffered", default_or_buffered},
    {"nonblocking_pair", nonblocking_pair},
    {"consistent_default", consistent_default},
    {"consistent_default_close", consistent_default_close},
    {"select_meets_select", select_meets_select},
    {"self_select", self_select},
    {"self_select_three", self_select_three},
    {"first_answer", first_answer},
    {"data_and_stop", data_and_stop},
    {"merge", merge},
    {"nil_cases", nil_cases},
    {"send_to_closing", send_to_closing},
    {"fan_out", fan_out},
    {"try_send_race", try_send_race},
    {"cases_at_run_time", cases_at_run_time},
};

}  // namespace

std::span<const Program> select_programs() { return kPrograms; }

}  // namespace agreement
