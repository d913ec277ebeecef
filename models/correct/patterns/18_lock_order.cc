// gocheck: expect none
// Repaired: std::scoped_lock would do; here both lock the lower account first.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

struct Account {
  int id;
  Mutex mu{"account.mu"};
  int balance = 10;
};

void transfer(Account& from, Account& to, int amount) {
  std::scoped_lock first(from.id < to.id ? from.mu : to.mu);
  std::scoped_lock second(from.id < to.id ? to.mu : from.mu);
  from.balance -= amount;
  to.balance += amount;
}

int main() {
  Account a{1};
  Account b{2};
  WaitGroup wg;
  wg.go([&] { transfer(a, b, 1); });
  wg.go([&] { transfer(b, a, 2); });
  wg.wait();
  require(a.balance + b.balance == 20, "no money is lost");
}
