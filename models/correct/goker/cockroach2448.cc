// gocheck: expect none
// cockroach #2448, repaired: while the loop sends an event it also takes callbacks.
#include <functional>
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

using Callback = std::function<void()>;

struct Raft {
  Chan<Callback> events = make_chan<Callback>(0, "events");
  Chan<Callback> callbacks = make_chan<Callback>(0, "callbacks");
  Chan<Unit> stop = make_chan<Unit>(0, "stop");

  void send_event(const Callback& committed) {
    while (select(send(events, committed), recv(stop),
                  recv(callbacks, [](const Callback& run) { run(); })) == 2) {
    }
  }
  void commit() {
    send_event([this] { select(send(callbacks, [] {}), recv(stop)); });
  }
  void loop() {
    for (int round = 0; round < 3; ++round) {
      const int taken =
          select(recv(stop), recv(callbacks, [](const Callback& run) { run(); }), otherwise());
      if (taken == 0) return;
      if (taken == 2) commit();
    }
    stop.close();
  }
};

void process(Raft& raft) {
  for (;;) {
    Callback committed;
    if (select(recv(raft.events, committed), recv(raft.stop)) == 1) return;
    committed();
  }
}

int main() {
  auto raft = std::make_shared<Raft>();
  go("store", [=] { process(*raft); });
  go("raft", [=] { raft->loop(); });
}
