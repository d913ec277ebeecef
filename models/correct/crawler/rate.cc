// gocheck: expect none
// Two requests are never closer than the interval, however many workers there are, and never more under way
// than workers.
#include "crawler.hpp"

using namespace crawler;
using namespace std::chrono_literals;

int main() {
  Network network({{"/", {.links = {"/a"}}}, {"/a", {}}});
  Crawler crawler(network, {.workers = 2, .interval = 1ms});
  const gocheck::TimePoint start = gocheck::now();
  int pages = 0;
  for (const Result& result : crawler.crawl(gocheck::background(), "/")) pages += result.ok();
  crawler.wait();
  gocheck::require(pages == 2);
  gocheck::require(gocheck::now() - start >= 1ms, "too fast");
  gocheck::require(network.peak() <= 2);
}
