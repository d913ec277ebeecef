// gocheck: expect panic
// serving #4908: a goroutine that a test has started logs with the test's own logger, and may do
// so when the test is over. The testing library is a model of it: a log that comes late panics.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

using namespace gocheck;

class Test {
 public:
  void log(const std::string& text) {
    std::scoped_lock lock(mu_);
    if (is_over_) panic("Log in goroutine after the test has completed: " + text);
    lines_.push_back(text);
  }
  void finish() {
    std::scoped_lock lock(mu_);
    is_over_ = true;
  }

 private:
  Mutex mu_{"test.mu"};
  bool is_over_ = false;
  std::vector<std::string> lines_;
};

template <typename Body>
void run_test(Body body) {
  auto test = std::make_shared<Test>();
  auto over = make_chan<Unit>(0, "over");
  go("test", [=] {
    body(test);
    test->finish();
    over.close();
  });
  over.recv();
}

void throttle(const std::shared_ptr<Test>& test) {
  WaitGroup requests{"requests"};
  auto updated = make_chan<Unit>(1, "updated");
  go("watcher", [=] {
    updated.recv();
    test->log("endpoints updated");
  });
  for (int i = 0; i < 2; ++i) {
    requests.go([] {});
  }
  requests.wait();
  updated.send({});
}

int main() {
  run_test([](const std::shared_ptr<Test>& test) { throttle(test); });
}
