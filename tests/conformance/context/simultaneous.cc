// gocheck: expect none
// gocheck: args 2
// Many contexts that are canceled at the same time, parents and children in any order (rules of
// XTestSimultaneousCancels in context/context_test.go). Under check a chain of 2, else of 100.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <vector>

using namespace gocheck;

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 100;
  const auto root = with_cancel(background());
  std::vector<CancelableContext> contexts{root};
  for (int i = 0; i < n; ++i) contexts.push_back(with_cancel(contexts.back().ctx));
  WaitGroup group("cancelers");
  for (const CancelableContext& context : contexts)
    group.go([&context] { context.cancel(); });
  for (const CancelableContext& context : contexts) context.ctx.done().recv();
  group.wait();
  for (const CancelableContext& context : contexts)
    require(context.ctx.err() == ContextErr::canceled);
}
