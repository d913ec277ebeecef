// gocheck: expect deadlock
// cockroach #35073: an outbox ends early and does not tell its channel of rows that nobody
// consumes any more; producers fill the buffer and wait for ever. The buffer is cut down to two
// rows.
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
}
