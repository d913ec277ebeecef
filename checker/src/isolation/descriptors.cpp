#include "isolation/descriptors.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolation/heap.hpp"

namespace gocheck::checker::descriptors {
namespace {

/// The numbers between those that are kept, in order.
struct Gap {
  unsigned first;
  unsigned last;
};
constexpr std::size_t kGapsMax = 64;
// Asking the kernel can cost more than the rest of an execution: a program that has left nothing open in
// its first executions is asked rarely.
constexpr std::uint64_t kFirstExecutions = 16;
constexpr std::uint64_t kRarely = 256;

struct State {
  std::uint64_t executions;
  bool leaves_open;
  std::size_t count;
  Gap gaps[kGapsMax];
};
State* g_state = nullptr;   // Outside what is reset.

std::vector<unsigned> open_numbers() {
  std::vector<unsigned> numbers;
  DIR* folder = opendir("/proc/self/fd");
  if (folder == nullptr) return numbers;
  const int own = dirfd(folder);
  while (const dirent* entry = readdir(folder)) {
    const int number = std::atoi(entry->d_name);
    if (entry->d_name[0] != '.' && number != own) numbers.push_back(static_cast<unsigned>(number));
  }
  closedir(folder);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace

void keep_open_ones() {
  g_state = static_cast<State*>(map_memory(sizeof(State)));
  unsigned next = 0;
  for (const unsigned number : open_numbers()) {
    if (number > next && g_state->count < kGapsMax - 1) {
      g_state->gaps[g_state->count++] = {next, number - 1};
    }
    next = number + 1;
  }
  g_state->gaps[g_state->count++] = {next, ~0U};
}

void close_new_ones() noexcept {
  const std::uint64_t n = g_state->executions++;
  if (n >= kFirstExecutions && !g_state->leaves_open && n % kRarely != 0) return;
  // What is opened gets the lowest number that is free.
  g_state->leaves_open = g_state->leaves_open ||
                         fcntl(static_cast<int>(g_state->gaps[0].first), F_GETFD) != -1;
  for (std::size_t i = 0; i < g_state->count; ++i) {
    syscall(SYS_close_range, g_state->gaps[i].first, g_state->gaps[i].last, 0);
  }
}

}  // namespace gocheck::checker::descriptors
