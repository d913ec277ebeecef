// gocheck: expect none
// The caller gives up after the first page: whatever the workers are doing, all of them end.
#include "crawler.hpp"

using namespace crawler;
using namespace std::chrono_literals;

int main() {
  Network network({
      {"/", {.links = {"/a"}}},
      {"/a", {.links = {}, .latency = 10ms}},
  });
  Crawler crawler(network, {.workers = 2});
  const auto [ctx, cancel] = gocheck::with_cancel(gocheck::background());
  const gocheck::RecvChan<Result> results = crawler.crawl(ctx, "/");
  gocheck::require(results.recv().page.url == "/");
  cancel();
  crawler.wait();
  for (const Result& late : results) gocheck::require(late.page.url != "/", "twice");
}
