// gocheck: expect none
// A channel carries what can be moved (the place of TestChanSendInterface in runtime/chan_test.go): a value
// that is not sent stays with its sender, and channels travel through channels.
#include <gocheck/go.hpp>

#include <memory>
#include <vector>

using namespace gocheck;

int main() {
  const auto c = make_chan<std::unique_ptr<int>>(1);
  require(select(send(c, std::make_unique<int>(1)), otherwise()) == 0);
  require(select(send(c, std::make_unique<int>(2)), otherwise()) == 1);
  require(*c.recv() == 1);

  // A request brings the channel for its answer.
  struct Request {
    int number;
    SendChan<int> answer;
  };
  const auto requests = make_chan<Request>();
  go("server", [=] {
    for (const Request& request : requests) request.answer.send(request.number * 2);
  });
  WaitGroup clients("clients");
  for (int i = 0; i < 2; ++i)
    clients.go([=] {
      const auto answer = make_chan<int>();
      requests.send({i, answer});
      require(answer.recv() == 2 * i, "somebody else's answer");
    });
  clients.wait();
  requests.close();

  // No default constructor: next().
  struct Strict {
    explicit Strict(int v) : value(v) {}
    int value;
  };
  const auto strict = make_chan<Strict>(1);
  strict.send(Strict(4));
  strict.close();
  require(strict.next()->value == 4);
  require(!strict.next());
}
