// gocheck: expect race
// kubernetes #81091: the filter of a scheduler counts its calls in a plain field, and is called
// for several nodes at once.
#include <functional>
#include <gocheck/go.hpp>

using namespace gocheck;

struct Filter {
  int calls = 0;
  void run() { ++calls; }
};

void for_each_node(int workers, int nodes, const std::function<void(int)>& visit) {
  auto todo = make_chan<int>(nodes, "nodes");
  for (int node = 0; node < nodes; ++node) todo.send(node);
  todo.close();
  WaitGroup wg{"workers"};
  for (int worker = 0; worker < workers; ++worker) {
    wg.go([&] {
      for (const int node : todo) visit(node);
    });
  }
  wg.wait();
}

int main() {
  Filter filter;
  for_each_node(2, 2, [&](int) { filter.run(); });
}
