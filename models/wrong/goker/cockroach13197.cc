// gocheck: expect leak
// cockroach #13197: a transaction starts a goroutine that waits for its context to end. The only
// one who could end it forgets the transaction on an early return.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

struct Tx {
  Context ctx;
  CancelFunc cancel;
  Chan<Unit> rolled_back = make_chan<Unit>(0, "rolled_back");
};

std::shared_ptr<Tx> begin(const Context& parent) {
  auto [ctx, cancel] = with_cancel(parent);
  auto tx = std::make_shared<Tx>(Tx{ctx, cancel});
  go("await done", [=] {
    tx->ctx.done().recv();
    tx->rolled_back.close();
  });
  return tx;
}

bool execute(const std::shared_ptr<Tx>& tx) { return tx->ctx.err() != ContextErr::none; }

int main() {
  auto tx = begin(background());
  if (!execute(tx)) return 0;
  tx->cancel();
}
