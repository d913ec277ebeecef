// gocheck: expect leak
// cockroach #13755: the rows of a query are watched by a goroutine until their context ends,
// which closing them would do; the caller reads the last row and does not close them.
#include <functional>
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

class Rows {
 public:
  static std::shared_ptr<Rows> query(int count) {
    auto rows = std::make_shared<Rows>(count);
    auto [ctx, cancel] = with_cancel(background());
    rows->cancel_ = [cancel = cancel] { cancel(); };
    go("watch", [rows, ctx = ctx] {
      ctx.done().recv();
      std::scoped_lock lock(rows->mu_);
      rows->is_closed_ = true;
    });
    return rows;
  }
  explicit Rows(int count) : left_(count) {}

  bool next() {
    std::scoped_lock lock(mu_);
    if (is_closed_ || left_ == 0) return false;
    --left_;
    return true;
  }
  void close() { cancel_(); }

 private:
  Mutex mu_{"rows.mu"};
  int left_;
  bool is_closed_ = false;
  std::function<void()> cancel_;
};

int main() {
  auto rows = Rows::query(2);
  while (rows->next()) {
  }
}
