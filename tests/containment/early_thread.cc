// A thread that is there before main runs beside every execution, whatever gocheck does: refused.
#include <gocheck/go.hpp>

#include <chrono>
#include <thread>

namespace {

struct Beside {
  Beside() {
    std::thread([] {
      for (;;) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }).detach();
  }
} beside;

}  // namespace

int main() {}
