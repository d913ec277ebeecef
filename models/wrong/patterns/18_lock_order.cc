// gocheck: expect deadlock
// Two transfers lock the same two accounts in opposite orders.
#include <gocheck/go.hpp>
#include <mutex>

using namespace gocheck;

struct Account {
  int id;
  Mutex mu{"account.mu"};
  int balance = 10;
};

void transfer(Account& from, Account& to, int amount) {
  std::scoped_lock first(from.mu);
  std::scoped_lock second(to.mu);
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
