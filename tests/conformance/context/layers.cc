// gocheck: expect none
// gocheck: args 4
// Contexts of every kind on top of each other (rules of XTestLayersCancel and XTestLayersTimeout in
// context/context_test.go): some layers are canceled before, values of the rest stay, and the end of the
// lowest reaches the highest. Under check 4 layers, else 30.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <vector>

using namespace gocheck;
using namespace std::chrono_literals;

namespace {

void check_values(const Context& ctx, int layers) {
  for (int layer = 0; layer < layers; ++layer) {
    const int* value = ctx.value<int>(layer);
    require((value != nullptr) == (layer % 3 == 2), "a value is missing or was never set");
    require(value == nullptr || *value == layer * 10);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int layers = argc > 1 ? std::atoi(argv[1]) : 30;
  const bool by_timeout = choose(2) == 1;
  const CancelableContext lowest =
      by_timeout ? with_timeout(background(), 5ms) : with_cancel(background());
  Context ctx = lowest.ctx;
  std::vector<CancelableContext> branches;
  for (int layer = 0; layer < layers; ++layer) {
    switch (layer % 3) {
      case 0:
        branches.push_back(with_cancel(ctx));   // A branch that is cut off.
        branches.back().cancel();
        break;
      case 1:
        ctx = with_cancel(ctx).ctx;
        break;
      default:
        ctx = with_value(ctx, layer, layer * 10);
    }
  }
  check_values(ctx, layers);
  if (!by_timeout) {
    require(select(recv(ctx.done()), otherwise()) == 1, "a branch took the trunk with it");
    lowest.cancel();
  }
  ctx.done().recv();
  require(ctx.err() ==
          (by_timeout ? ContextErr::deadline_exceeded : ContextErr::canceled));
  for (const CancelableContext& branch : branches)
    require(branch.ctx.err() != ContextErr::none);
  check_values(ctx, layers);
}
