// gocheck: expect leak
// moby #4951: while a device is being removed, the lock of the set is given up for a moment with
// the device's own lock held; another removal of the device takes the two the other way round.
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
    std::unique_lock set(mu_);
    std::scoped_lock one(device_.mu);
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
