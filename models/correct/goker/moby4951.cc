// gocheck: expect none
// moby #4951, repaired: the lock of a device is taken before that of the set.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;
using namespace std::chrono_literals;

struct Device {
  Mutex mu{"device.mu"};
  bool is_open = true;
};

class DeviceSet {
 public:
  void remove() {
    std::scoped_lock one(device_.mu);
    std::unique_lock set(mu_);
    yield();
    while (device_.is_open) {
      device_.is_open = false;
      set.unlock();
      sleep(1us);
      set.lock();
    }
  }

 private:
  Mutex mu_{"devices.mu"};
  Device device_;
};

int main() {
  auto devices = std::make_shared<DeviceSet>();
  for (int i = 0; i < 2; ++i) {
    go("remove", [=] { devices->remove(); });
  }
}
