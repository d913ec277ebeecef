// gocheck: expect assert
// The balance is read and written under the lock, but the lock is released in between: no data
// race, and an update is lost.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

class Account {
 public:
  int balance() {
    std::scoped_lock lock(mu_);
    return balance_;
  }
  void set_balance(int value) {
    std::scoped_lock lock(mu_);
    balance_ = value;
  }
  void deposit(int amount) {
    const int before = balance();
    set_balance(before + amount);
  }

 private:
  Mutex mu_{"account.mu"};
  int balance_ = 0;
};

int main() {
  Account account;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] { account.deposit(1); });
  }
  wg.wait();
  require(account.balance() == 2, "both deposits count");
}
