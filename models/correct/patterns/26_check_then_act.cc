// gocheck: expect none
// Repaired: the lock is held from the read to the write.
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
    std::scoped_lock lock(mu_);
    balance_ += amount;
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
