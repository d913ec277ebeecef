// gocheck: expect none
// What Go finds when it runs (TestCondCopy in sync/cond_test.go) or by go vet is a type here: objects that
// goroutines wait on are neither copied nor moved.
#include <gocheck/go.hpp>

#include <type_traits>

using namespace gocheck;

namespace {
template <typename T>
constexpr bool kStays = !std::is_copy_constructible_v<T> && !std::is_move_constructible_v<T> &&
                        !std::is_copy_assignable_v<T> && !std::is_move_assignable_v<T>;
}  // namespace

static_assert(kStays<Cond> && kStays<Mutex> && kStays<RWMutex> && kStays<WaitGroup> &&
              kStays<Once> && kStays<Atomic<int>> && kStays<Semaphore> && kStays<ErrGroup> &&
              kStays<Timer> && kStays<Ticker>);

int main() {}
