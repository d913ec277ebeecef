// gocheck: expect leak
// moby #25384: every pass of the loop waits for all plugins, though only one has been started.
#include <gocheck/go.hpp>
#include <memory>

using namespace gocheck;
using namespace std::chrono_literals;

int main() {
  constexpr int kPlugins = 2;
  go("restore", [] {
    auto wg = std::make_shared<WaitGroup>();
    wg->add(kPlugins);
    for (int i = 0; i < kPlugins; ++i) {
      go("plugin", [=] { wg->done(); });
      wg->wait();
    }
  });
}
