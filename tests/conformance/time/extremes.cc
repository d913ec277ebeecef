// gocheck: expect none
// Durations at the ends of the range (rules of TestOverflowSleep and TestOverflowPeriodRuntimeTimer in
// time/sleep_test.go): a wait of centuries does not overflow into the past.
#include <gocheck/go.hpp>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  const TimePoint start = now();
  Timer never(std::chrono::nanoseconds::max());
  Timer hardly(std::chrono::hours::max());
  // Under check centuries may pass before main goes on.
  const auto after_centuries = [&] { return now() - start >= std::chrono::years(290); };
  require(select(recv(never.chan()), recv(hardly.chan()), recv(after(1ms))) == 2 ||
              after_centuries(),
          "a wait of centuries has ended");
  require(never.stop() || after_centuries());
  require(hardly.stop() || after_centuries());
  after(std::chrono::nanoseconds::min()).recv();   // The past is due at once.
}
