// gocheck: expect none
// gocheck: args 2 2
// What is written before a send is seen after the receive (rules of runtime/chanbarrier_test.go): responses
// are objects that are filled in by one goroutine and read by another. Under check 2 senders, 2 responses.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <memory>
#include <string>

using namespace gocheck;

namespace {

struct Response {
  std::string text;
};

std::unique_ptr<Response> answer(int number) {
  const auto c = make_chan<std::unique_ptr<Response>>();
  go("responder", [c, number] {
    auto response = std::make_unique<Response>();
    response->text = "response " + std::to_string(number);
    c.send(std::move(response));
  });
  return c.recv();
}

}  // namespace

int main(int argc, char** argv) {
  const int senders = argc > 2 ? std::atoi(argv[1]) : 20;
  const int each = argc > 2 ? std::atoi(argv[2]) : 50;
  WaitGroup group("senders");
  for (int s = 0; s < senders; ++s)
    group.go([each] {
      for (int i = 0; i < each; ++i)
        require(answer(i)->text == "response " + std::to_string(i), "half-written response");
    });
  group.wait();
}
