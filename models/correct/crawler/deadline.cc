// gocheck: expect none
// A page that takes longer than the caller has time for: the crawl ends at the deadline with what there is.
#include "crawler.hpp"

using namespace crawler;
using namespace std::chrono_literals;

int main() {
  Network network({
      {"/", {.links = {"/slow"}}},
      {"/slow", {.links = {}, .latency = 1h}},
  });
  Crawler crawler(network, {.workers = 1});
  const auto [ctx, cancel] = gocheck::with_timeout(gocheck::background(), 20ms);
  const gocheck::TimePoint start = gocheck::now();
  int pages = 0;
  for (const Result& result : crawler.crawl(ctx, "/")) pages += result.ok() ? 1 : 0;
  crawler.wait();
  cancel();
  gocheck::require(pages <= 1 || gocheck::now() >= start + 1h);
}
