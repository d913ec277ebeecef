// gocheck: expect leak
// moby #36114: adding disks fails half-way and undoes the first ones with a function that takes
// the lock that is held already.
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
        remove_disks(disk);
        return;
      }
      ++disks_;
    }
  }
  void remove_disks(int count) {
    std::scoped_lock lock(mu_);
    disks_ -= count;
  }

 private:
  static constexpr int kSlots = 1;
  Mutex mu_{"vm.mu"};
  int disks_ = 0;
};

int main() {
  auto vm = std::make_shared<ServiceVm>();
  go("driver", [=] { vm->add_disks(2); });
}
