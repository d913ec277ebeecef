#pragma once

// A crawler: workers fetch pages, a coordinator remembers what has been seen and hands out the rest.
//
//   coordinator --tasks--> workers --reports--> coordinator --pages--> caller
//
// Only the coordinator knows the frontier, so nothing of it is shared. It never blocks on one channel alone:
// a worker that reports must not wait for a coordinator that waits for a worker.

#include <gocheck/go.hpp>

#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "network.hpp"
#include "rate_limiter.hpp"

namespace crawler {

struct Options {
  int workers = 2;
  int depth_max = 2;         // Links to follow from the start; 0: the start page only.
  int pages_max = 100;       // Stop after so many pages.
  gocheck::Duration interval = std::chrono::milliseconds(0);   // Between two requests.
};

struct Result {
  Page page;
  std::string error;   // Empty: it was fetched.
  [[nodiscard]] bool ok() const { return error.empty(); }
};

class Crawler {
 public:
  Crawler(Network& network, Options options)
      : network_(network), options_(options), limiter_(options.interval) {}

  /// Crawls from `start` in the background; the channel is closed when everything has been fetched, the
  /// limit is reached, or `ctx` has ended. The caller reads until then, or cancels and calls wait().
  [[nodiscard]] gocheck::RecvChan<Result> crawl(const gocheck::Context& ctx,
                                                const std::string& start) {
    auto [inner, stop] = gocheck::with_cancel(ctx);
    const auto results = gocheck::make_chan<Result>(0, "results");
    for (int i = 0; i < options_.workers; ++i)
      goroutines_.go([this, ctx = inner] { work(ctx); });
    goroutines_.go([this, ctx = inner, stop = stop, results, start] {
      const gocheck::Defer end([&] {
        stop();   // Ends the workers.
        results.close();
      });
      coordinate(ctx, results, start);
    });
    return results;
  }

  /// Blocks until no goroutine of the crawler is left.
  void wait() { goroutines_.wait(); }

 private:
  struct Task {
    std::string url;
    int depth = 0;
  };
  struct Report {
    Task task;
    Result result;
  };

  /// What the coordinator knows.
  struct Frontier {
    std::set<std::string> seen;
    std::deque<Task> waiting;
    std::deque<Result> finished;   // Not yet taken by the caller.
    int outstanding = 0;           // Tasks that workers have.
    int fetched = 0;

    void add(const std::string& url, int depth) {
      if (seen.insert(url).second) waiting.push_back({url, depth});
    }
    [[nodiscard]] bool done() const {
      return waiting.empty() && finished.empty() && outstanding == 0;
    }
  };

  void coordinate(const gocheck::Context& ctx, const gocheck::Chan<Result>& results,
                  const std::string& start) {
    Frontier frontier;
    frontier.add(start, 0);
    for (;;) {
      if (frontier.fetched >= options_.pages_max) frontier.waiting.clear();
      if (frontier.done()) return;
      // A nil channel switches its case off.
      const bool has_task = !frontier.waiting.empty() &&
                            frontier.fetched + frontier.outstanding < options_.pages_max;
      const bool has_result = !frontier.finished.empty();
      gocheck::Chan<Task> tasks = has_task ? tasks_ : nullptr;
      gocheck::Chan<Result> out = has_result ? results : nullptr;
      const Task next = has_task ? frontier.waiting.front() : Task{};
      const Result ready = has_result ? frontier.finished.front() : Result{};
      Report report;
      switch (gocheck::select(gocheck::send(tasks, next), gocheck::send(out, ready),
                              gocheck::recv(reports_, report), gocheck::recv(ctx.done()))) {
        case 0:
          frontier.waiting.pop_front();
          ++frontier.outstanding;
          break;
        case 1:
          frontier.finished.pop_front();
          break;
        case 2:
          --frontier.outstanding;
          take(frontier, std::move(report));
          break;
        default:
          return;
      }
    }
  }

  void take(Frontier& frontier, Report report) const {
    if (report.result.ok()) {
      ++frontier.fetched;
      if (report.task.depth < options_.depth_max)
        for (const std::string& link : report.result.page.links)
          frontier.add(link, report.task.depth + 1);
    }
    frontier.finished.push_back(std::move(report.result));
  }

  void work(const gocheck::Context& ctx) {
    for (;;) {
      Task task;
      if (gocheck::select(gocheck::recv(tasks_, task), gocheck::recv(ctx.done())) == 1) return;
      if (!limiter_.wait(ctx)) return;
      Report report{task, fetch(ctx, task.url)};
      // The coordinator may have left already.
      if (gocheck::select(gocheck::send(reports_, std::move(report)),
                          gocheck::recv(ctx.done())) == 1)
        return;
    }
  }

  Result fetch(const gocheck::Context& ctx, const std::string& url) {
    try {
      return {network_.fetch(ctx, url), ""};
    } catch (const FetchError& error) {
      return {{url, {}}, error.what()};
    }
  }

  Network& network_;
  const Options options_;
  RateLimiter limiter_;
  gocheck::WaitGroup goroutines_{"crawler"};
  gocheck::Chan<Task> tasks_ = gocheck::make_chan<Task>(0, "tasks");
  gocheck::Chan<Report> reports_ = gocheck::make_chan<Report>(0, "reports");
};

}  // namespace crawler
