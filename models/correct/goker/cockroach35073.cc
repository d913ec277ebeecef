// gocheck: expect none
// cockroach #35073, repaired: an outbox that ends marks its channel as closed by the consumer
// and drains it until the last producer is done.
#include <gocheck/go.hpp>

using namespace gocheck;

enum class Consumer { kNeedsRows, kClosed };

struct RowChannel {
  Chan<int> rows = make_chan<int>(2, "rows");
  Atomic<Consumer> consumer{Consumer::kNeedsRows, "consumer"};

  Consumer push(int row) {
    const Consumer status = consumer.load();
    if (status == Consumer::kNeedsRows) rows.send(row);
    return status;
  }
};

struct Outbox {
  RowChannel input;

  void start(WaitGroup& wg) {
    wg.add();
    go("outbox", [this, &wg] {
      const bool is_connected = false;
      if (is_connected) {
        for (int row : input.rows) static_cast<void>(row);
      }
      input.consumer.store(Consumer::kClosed);
      go("drain", [rows = input.rows] {
        while (rows.recv_ok().ok) {
        }
      });
      wg.done();
    });
  }
};

int main() {
  Outbox outbox;
  WaitGroup outboxes{"outboxes"};
  WaitGroup producers{"producers"};
  for (int row = 0; row < 2; ++row) outbox.input.push(row);
  producers.add();
  go("producer", [&] {
    outbox.input.push(2);
    producers.done();
  });
  outbox.start(outboxes);
  outboxes.wait();
  outbox.input.push(3);
  producers.wait();
  outbox.input.rows.close();
}
