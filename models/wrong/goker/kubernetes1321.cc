// gocheck: expect leak
// kubernetes #1321: events are distributed to the watchers with the lock of the multiplexer
// held; a watcher that stops to receive cannot say so, for that needs the lock. Cut down from a
// hundred events to two; the watchers are under the lock everywhere, which they are not in the
// original.
#include <gocheck/go.hpp>
#include <map>
#include <memory>
#include <mutex>

using namespace gocheck;

class Mux;

struct Watcher {
  int id;
  Mux* mux;
  Chan<int> result = make_chan<int>(0, "result");
  void stop();
};

class Mux {
 public:
  std::shared_ptr<Watcher> watch() {
    std::scoped_lock lock(mu_);
    const int id = static_cast<int>(watchers_.size());
    return watchers_[id] = std::make_shared<Watcher>(Watcher{id, this});
  }
  void stop_watching(int id) {
    std::scoped_lock lock(mu_);
    const auto watcher = watchers_.find(id);
    if (watcher == watchers_.end()) return;
    watcher->second->result.close();
    watchers_.erase(watcher);
  }
  void loop() {
    for (int event = 0; event < 2; ++event) distribute(event);
  }

 private:
  void distribute(int event) {
    std::scoped_lock lock(mu_);
    for (const auto& [id, watcher] : watchers_) watcher->result.send(event);
  }

  Mutex mu_{"mux.mu"};
  std::map<int, std::shared_ptr<Watcher>> watchers_;
};

void Watcher::stop() { mux->stop_watching(id); }

int main() {
  auto mux = std::make_shared<Mux>();
  go("distributor", [=] { mux->loop(); });
  go("test", [=] { mux->watch()->stop(); });
}
