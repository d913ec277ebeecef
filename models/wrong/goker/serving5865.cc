// gocheck: expect send-on-closed
// serving #5865: the watcher of a revision closes the channel of destinations when it ends; the
// manager, which was not told, is sending to it.
#include <gocheck/go.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

using namespace gocheck;

struct Watcher {
  Chan<int> destinations = make_chan<int>(0, "destinations");
  Chan<Unit> ended = make_chan<Unit>(0, "ended");

  void run() const { destinations.close(); }
};

class Manager {
 public:
  std::shared_ptr<Watcher> watcher(int revision) {
    {
      std::shared_lock lock(mu_);
      const auto known = watchers_.find(revision);
      if (known != watchers_.end()) return known->second;
    }
    std::scoped_lock lock(mu_);
    auto made = std::make_shared<Watcher>();
    watchers_[revision] = made;
    go("watcher", [=] { made->run(); });
    return made;
  }
  void endpoints_updated(int revision, int destination) {
    watcher(revision)->destinations.send(destination);
  }

 private:
  RWMutex mu_{"manager.mu"};
  std::map<int, std::shared_ptr<Watcher>> watchers_;
};

int main() {
  Manager manager;
  manager.endpoints_updated(1, 10);
}
