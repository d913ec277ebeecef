#pragma once

// A network that exists in memory: pages that link to each other, take their time and may fail.

#include <gocheck/go.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace crawler {

struct Page {
  std::string url;
  std::vector<std::string> links;
};

/// What a fetch throws when the server answers with an error, or the request was given up.
struct FetchError : std::runtime_error {
  FetchError(const std::string& url, const std::string& why)
      : std::runtime_error(url + ": " + why) {}
};

/// How a page behaves when it is asked for.
struct Behaviour {
  std::vector<std::string> links;
  gocheck::Duration latency = std::chrono::milliseconds(0);
  bool broken = false;
};

/// The servers. Immutable once the crawl has begun, except for the counters of requests.
class Network {
 public:
  explicit Network(std::map<std::string, Behaviour> pages) : pages_(std::move(pages)) {}

  /// Answers after the page's latency, or gives up when `ctx` ends. Throws FetchError.
  Page fetch(const gocheck::Context& ctx, const std::string& url) {
    enter();
    const gocheck::Defer leave([this] { in_flight_.fetch_sub(1); });
    const auto page = pages_.find(url);
    if (page == pages_.end()) throw FetchError(url, "not found");
    const Behaviour& behaviour = page->second;
    if (behaviour.latency.ns() > 0) {
      gocheck::Timer answer(behaviour.latency, "answer");
      if (gocheck::select(gocheck::recv(answer.chan()), gocheck::recv(ctx.done())) == 1) {
        answer.stop();
        throw FetchError(url, gocheck::to_string(ctx.err()));
      }
    }
    if (behaviour.broken) throw FetchError(url, "server error");
    return {url, behaviour.links};
  }

  [[nodiscard]] int requests() const { return requests_.load(); }
  /// The most requests that were under way at the same time.
  [[nodiscard]] int peak() const { return peak_.load(); }

 private:
  void enter() {
    requests_.fetch_add(1);
    const int now = in_flight_.fetch_add(1) + 1;
    int peak = peak_.load();
    while (peak < now && !peak_.compare_exchange(peak, now)) {
    }
  }

  std::map<std::string, Behaviour> pages_;
  gocheck::Atomic<int> requests_{0, "requests"};
  gocheck::Atomic<int> in_flight_{0, "in flight"};
  gocheck::Atomic<int> peak_{0, "peak"};
};

}  // namespace crawler
