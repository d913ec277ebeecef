// Runs a fuzz target without libFuzzer: on every file of its corpus and on mutations of them. Same
// corpus, same mutations.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "fuzz.hpp"

namespace {

constexpr unsigned kSeed = 1;
constexpr int kMutationsOfEach = 40;
constexpr rlim_t kMemoryMax = rlim_t{1} << 30U;

// The input in work, for the handler.
char g_current[512];

void tell_input(int signal) {
  (void)!::write(STDERR_FILENO, g_current, std::strlen(g_current));
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run(const std::string& input, const std::string& file, int mutation) {
  std::snprintf(g_current, sizeof g_current, "failed: %s, mutation %d of seed %u\n", file.c_str(), mutation, kSeed);
  // Of its own size, so that a sanitizer sees who reads beyond.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

class Mutator {
 public:
  explicit Mutator(std::vector<std::string> inputs) : inputs_(std::move(inputs)) {}

  std::string mutate(std::string text) {
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

  void change(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t size = below(std::min<std::size_t>(text.size() - at, 16) + 1);
    switch (below(5)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random_());
        break;
      case 1:
        text.erase(at, size);
        break;
      case 2:
        text.insert(at, text.substr(at, size));
        break;
      case 3:
        text.insert(at, kWords[below(std::size(kWords))]);
        break;
      default: {
        const std::string& other = inputs_[below(inputs_.size())];
        text = text.substr(0, at) + other.substr(below(other.size() + 1));
      }
    }
  }

  static constexpr std::string_view kWords[] = {
      "0", "-1", "18446744073709551615", "-9223372036854775808", "1e999", "[", "{\"", "%", "=", "\n", "\x1b", "\xFF"};
  const std::vector<std::string> inputs_;
  std::mt19937_64 random_{kSeed};
};

}  // namespace

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  if (argc != 2 || !fs::is_directory(argv[1])) {
    std::fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
    return 2;
  }
#ifndef __SANITIZE_ADDRESS__   // Which maps terabytes.
  const rlimit memory{kMemoryMax, kMemoryMax};
  setrlimit(RLIMIT_AS, &memory);
#endif
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, tell_input);

  std::vector<std::string> files, inputs;
  for (const auto& entry : fs::directory_iterator(argv[1])) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) inputs.push_back(*gocheck::frontend::read_file(file));
  if (files.empty()) {
    std::fprintf(stderr, "%s: no corpus\n", argv[1]);
    return 2;
  }
  run("", "nothing", 0);
  Mutator mutator(inputs);
  for (std::size_t i = 0; i < files.size(); ++i) {
    run(inputs[i], files[i], 0);
    for (int mutation = 1; mutation <= kMutationsOfEach; ++mutation)
      run(mutator.mutate(inputs[i]), files[i], mutation);
  }
  std::printf("%zu files, %d mutations of each (seed %u)\n", files.size(), kMutationsOfEach, kSeed);
}
