// gocheck: expect none
// gocheck: args 3
// Tickers (rules of TestTicker, TestTeardown, TestNewTickerLtZeroDuration and TestTickerResetLtZeroDuration
// in time/tick_test.go): one tick per period for a reader that keeps up, another period after a reset, none
// after a stop, and periods are positive. Under check 3 ticks, else 10.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <string>

using namespace gocheck;
using namespace std::chrono_literals;

namespace {

template <typename F>
bool refused(F function) {
  try {
    function();
  } catch (const Panic& panic) {
    return std::string(panic.what()) == "non-positive interval for Ticker";
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  const int ticks = argc > 1 ? std::atoi(argv[1]) : 10;
  const TimePoint start = now();
  Ticker ticker(2ms);
  for (int i = 0; i < ticks; ++i) ticker.chan().recv();
  require(now() - start >= (2ms * ticks), "ticks came too early");

  ticker.reset(1ms);
  ticker.chan().recv();
  ticker.stop();
  select(recv(ticker.chan()), otherwise());   // One may have been on its way.
  require(select(recv(ticker.chan()), recv(after(5ms))) == 1, "ticks after stop");

  require(refused([] { const Ticker none(0s); }));
  require(refused([] { const Ticker negative(-1s); }));
  require(refused([&] { ticker.reset(0s); }));
  { const Ticker dropped(1ms); }   // TestTeardown: stopped by its end.
}
