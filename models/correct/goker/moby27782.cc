// gocheck: expect none
// moby #27782, repaired: who leaves receives the remaining events in a goroutine.
#include <gocheck/go.hpp>
#include <memory>
#include <mutex>

using namespace gocheck;

enum class Op { kWrite, kIgnored };

class FileWatcher {
 public:
  Chan<Op> events = make_chan<Op>(0, "events");

  void read_events() {
    for (const Op op : kernel_) {
      if (op == Op::kIgnored) {
        std::scoped_lock lock(mu_);
        is_removed_ = true;
        removed_.broadcast();
        break;
      }
      if (select(send(events, op), recv(done_)) == 1) break;
    }
    events.close();
  }
  void file_written() { kernel_.send(Op::kWrite); }
  void remove() {
    kernel_.send(Op::kIgnored);
    std::scoped_lock lock(mu_);
    while (!is_removed_) removed_.wait();
  }
  void close() { done_.close(); }

 private:
  Chan<Op> kernel_ = make_chan<Op>(4, "kernel");
  Chan<Unit> done_ = make_chan<Unit>(0, "done");
  Mutex mu_{"watcher.mu"};
  Cond removed_{mu_, "removed"};
  bool is_removed_ = false;
};

struct Logger {
  FileWatcher watcher;
  Chan<Unit> reader_closed = make_chan<Unit>(0, "reader_closed");
  Once closing;

  void follow() {
    while (select(recv(watcher.events), recv(reader_closed)) == 0) {
    }
    go("drain", [events = watcher.events] {
      while (events.recv_ok().ok) {
      }
    });
    watcher.remove();
    watcher.close();
  }
  void close() {
    closing.call([this] { reader_closed.close(); });
  }
};

int main() {
  auto logger = std::make_shared<Logger>();
  go("watcher", [=] { logger->watcher.read_events(); });
  go("follower", [=] { logger->follow(); });
  go("container", [=] { logger->watcher.file_written(); });
  logger->close();
}
