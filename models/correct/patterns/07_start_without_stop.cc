// gocheck: expect none
// Repaired: whoever starts it stops it.
#include <gocheck/go.hpp>

using namespace gocheck;

class Poller {
 public:
  void start() {
    go("poller", [jobs = jobs_, stop = stop_] {
      while (select(recv(jobs), recv(stop)) == 0) {
      }
    });
  }
  void poll(int job) { jobs_.send(job); }
  void stop() { stop_.close(); }

 private:
  Chan<int> jobs_ = make_chan<int>(0, "jobs");
  Chan<Unit> stop_ = make_chan<Unit>(0, "stop");
};

int main() {
  Poller poller;
  poller.start();
  poller.poll(1);
  poller.stop();
}
