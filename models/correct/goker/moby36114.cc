// gocheck: expect none
// moby #36114, repaired: what is called with the lock held does not take it.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

class ServiceVm {
 public:
  void add_disks(int count) {
    std::scoped_lock lock(mu_);
    for (int disk = 0; disk < count; ++disk) {
      if (disks_ == kSlots) {
        remove_disks_locked(disk);
        return;
      }
      ++disks_;
    }
  }
  void remove_disks(int count) {
    std::scoped_lock lock(mu_);
    remove_disks_locked(count);
  }

 private:
  void remove_disks_locked(int count) { disks_ -= count; }

  static constexpr int kSlots = 1;
  Mutex mu_{"vm.mu"};
  int disks_ = 0;
};

int main() {
  auto vm = std::make_shared<ServiceVm>();
  go("driver", [=] { vm->add_disks(2); });
}
