// What a program can do wrong without an operation of gocheck's, everywhere it can do it:
// crash_matrix KIND PLACE. Each statement that goes wrong is marked "// here: KIND".
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gocheck/go.hpp>

using namespace gocheck;

namespace {

volatile int zero = 0;
int* volatile nowhere = nullptr;
volatile bool never = false;

[[gnu::noinline]] int recurse(int n) {
  volatile char frame[512];
  frame[0] = static_cast<char>(n);  // here: overflow
  return recurse(n + 1) + frame[0];
}

void throw_an_error() { throw std::runtime_error("not allowed"); }  // here: noexcept

void throw_from_noexcept() noexcept { throw_an_error(); }

void read_beyond_file() {
  char name[] = "/tmp/gocheck-matrix-XXXXXX";
  const int file = mkstemp(name);
  unlink(name);
  if (ftruncate(file, 4096) != 0) return;
  auto* mapped = static_cast<volatile char*>(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, file, 0));
  if (ftruncate(file, 0) != 0) return;
  close(file);
  zero = mapped[0];  // here: bus
}

void grow() {
  std::vector<std::string> all;
  while (true) all.emplace_back(100'000, 'x');  // here: memory
}

void go_wrong(const std::string& kind) {
  if (kind == "none") return;
  if (kind == "segv") *nowhere = 1;  // here: segv
  if (kind == "bus") read_beyond_file();
  if (kind == "fpe") zero = 10 / zero;  // here: fpe
  if (kind == "ill") __builtin_trap();  // here: ill
  if (kind == "abort") std::abort();  // here: abort
  if (kind == "assert") assert(zero == 1);  // here: assert
  if (kind == "library") zero = static_cast<int>(std::strlen(reinterpret_cast<char*>(nowhere)));  // here: library
  if (kind == "call") reinterpret_cast<void (*)()>(nowhere)();  // here: call
  if (kind == "noexcept") throw_from_noexcept();
  if (kind == "overflow") zero = recurse(0);
  if (kind == "memory") grow();
  if (kind == "loop") while (!never) zero = 0;  // here: loop
  if (kind == "blocked") pause();  // here: blocked
}

std::string argument(int n) {
  std::ifstream file("/proc/self/cmdline");
  std::string text;
  for (int i = 0; i <= n; ++i) std::getline(file, text, '\0');
  return text;
}

struct BeforeMain {
  BeforeMain() {
    if (argument(2) == "static") go_wrong(argument(1));
  }
} before_main;

struct WhenLeft {
  std::string kind;
  ~WhenLeft() { go_wrong(kind); }
};

void unwind(const std::string& kind) {
  try {
    const WhenLeft guard{kind};
    throw std::runtime_error("on its way");
  } catch (const std::runtime_error&) {
  }
}

struct InFunction {
  explicit InFunction(const std::string& kind) { go_wrong(kind); }
};

}  // namespace

int main(int, char** argv) {
  const std::string kind = argv[1];
  const std::string place = argv[2];
  auto first = make_chan<int>(3);
  Mutex mu;
  int order = 0;
  for (int i = 1; i <= 3; ++i) {
    go([&, i, first] {
      int mine = 0;
      {
        const std::scoped_lock lock(mu);
        order = order * 10 + i;
        mine = order;
      }
      first.send(i);
      if (i == 3 && place == "later") go_wrong(kind);
      if (mine == 321 && place == "sometimes") go_wrong(kind);
      if (i == 2 && place == "unwinding") unwind(kind);
      if (i == 2 && place == "function-static") static const InFunction once(kind);
    });
  }
  for (int i = 0; i < 3; ++i) first.recv();
  if (place == "first") go_wrong(kind);
}
