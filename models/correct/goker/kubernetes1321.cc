// gocheck: expect none
// kubernetes #1321, repaired: a watcher that stops closes a channel that the distributor looks
// at.
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
  Chan<Unit> stopped = make_chan<Unit>(0, "stopped");
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
    watchers_.erase(watcher);
  }
  void loop() {
    for (int event = 0; event < 2; ++event) distribute(event);
  }

 private:
  void distribute(int event) {
    std::scoped_lock lock(mu_);
    for (const auto& [id, watcher] : watchers_) {
      select(send(watcher->result, event), recv(watcher->stopped));
    }
  }

  Mutex mu_{"mux.mu"};
  std::map<int, std::shared_ptr<Watcher>> watchers_;
};

void Watcher::stop() {
  stopped.close();
  mux->stop_watching(id);
}

int main() {
  auto mux = std::make_shared<Mux>();
  go("distributor", [=] { mux->loop(); });
  go("test", [=] { mux->watch()->stop(); });
}
