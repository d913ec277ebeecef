// gocheck: expect none
// Every page that can be reached is fetched once, a broken one is reported, and the crawl ends by itself.
#include "crawler.hpp"

using namespace crawler;

int main() {
  Network network({
      {"/", {.links = {"/", "/broken"}}},
      {"/broken", {.links = {"/"}, .broken = true}},
  });
  Crawler crawler(network, {.workers = 2});
  std::set<std::string> fetched, failed;
  for (const Result& result : crawler.crawl(gocheck::background(), "/"))
    (result.ok() ? fetched : failed).insert(result.page.url);
  crawler.wait();
  gocheck::require(fetched == std::set<std::string>{"/"});
  gocheck::require(failed == std::set<std::string>{"/broken"});
  gocheck::require(network.requests() == 2, "a page was fetched twice");
}
