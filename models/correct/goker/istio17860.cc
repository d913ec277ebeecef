// gocheck: expect none
// istio #17860, repaired: who reports a status also looks whether the loop has ended.
#include <functional>
#include <gocheck/go.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

using namespace gocheck;
using namespace std::chrono_literals;

class Agent {
 public:
  explicit Agent(std::function<bool()> is_live) : is_live_(std::move(is_live)) {}

  void run(const Context& ctx) {
    const Defer finish([&] { terminated_.close(); });
    for (;;) {
      int epoch = 0;
      if (select(recv(statuses_, epoch), recv(ctx.done())) == 1) return;
      std::scoped_lock lock(mu_);
      active_.erase(epoch);
      if (active_.empty()) return;
    }
  }
  void restart() {
    std::scoped_lock lock(mu_);
    wait_until_live();
    const int epoch = ++epoch_;
    active_[epoch] = true;
    go("wait", [statuses = statuses_, terminated = terminated_, epoch] {
      select(send(statuses, epoch), recv(terminated));
    });
  }

 private:
  void wait_until_live() {
    if (active_.empty()) return;
    Timer limit(100ns);
    for (int poll = 0; poll < 2; ++poll) {
      if (select(recv(limit.chan()), recv(after(30ns))) == 0 || is_live_()) return;
    }
  }

  std::function<bool()> is_live_;
  Mutex mu_{"agent.mu"};
  Chan<int> statuses_ = make_chan<int>(0, "statuses");
  Chan<Unit> terminated_ = make_chan<Unit>(0, "terminated");
  std::map<int, bool> active_;
  int epoch_ = 0;
};

int main() {
  auto agent = std::make_shared<Agent>([] { return false; });
  auto [ctx, cancel] = with_cancel(background());
  go("agent", [=, ctx = ctx] { agent->run(ctx); });
  agent->restart();
  go("restart", [=] { agent->restart(); });
  sleep(200ns);
  cancel();
}
