// gocheck: expect waitgroup-misuse
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;

int main() {
  auto wg = std::make_shared<WaitGroup>();
  go([=] {
    wg->add(1);
    wg->done();
  });
  wg->wait();
}
