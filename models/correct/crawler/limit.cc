// gocheck: expect none
// The limit of pages ends the crawl although pages are left.
#include "crawler.hpp"

using namespace crawler;

int main() {
  Network network({{"/", {.links = {"/a", "/b"}}}, {"/a", {}}, {"/b", {}}});
  Crawler crawler(network, {.workers = 2, .pages_max = 2});
  int pages = 0;
  for (const Result& result : crawler.crawl(gocheck::background(), "/")) pages += result.ok();
  crawler.wait();
  gocheck::require(pages == 2, "another number of pages");
}
