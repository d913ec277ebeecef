// Stands in for a program under check: plays back the reports of a script, so that the tool is
// tested without the checker. `fake_worker SCRIPT`; the script has a part [explore] and a part
// [replay]; a line that starts with @ does something instead of being reported.

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

// The mark of a program that is linked with gocheck::runtime, here under another roof.
asm(R"(
.pushsection .note.gocheck, "a", @note
.p2align 2
.long 8
.long 4
.long 1
.asciz "gocheck"
.long 1
.popsection
)");

namespace {

void report(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(4, text.data(), text.size()) < 0) std::_Exit(9);
}

std::string read_request() {
  std::string request;
  char buffer[4096];
  for (ssize_t size; (size = ::read(3, buffer, sizeof buffer)) > 0;)
    request.append(buffer, static_cast<std::size_t>(size));
  return request;
}

void act(const std::string& line, const std::string& request) {
  const std::size_t blank = line.find(' ');
  const std::string rest = blank == std::string::npos ? "" : line.substr(blank + 1);
  if (line.starts_with("@output")) std::cout << rest << std::endl;
  if (line.starts_with("@flood")) std::cout << std::string(std::stoul(rest), 'x') << std::flush;
  if (line.starts_with("@exit")) std::_Exit(std::stoi(rest));
  if (line.starts_with("@signal")) {
    std::signal(std::stoi(rest), SIG_DFL);  // A sanitizer may have its own idea of it.
    ::raise(std::stoi(rest));
  }
  if (line.starts_with("@ignore")) std::signal(std::stoi(rest), SIG_IGN);
  if (line.starts_with("@hang")) ::pause();
  if (line.starts_with("@raw")) report(rest);
  if (line.starts_with("@need") && request.find(rest) == std::string::npos) {
    report("error what=request message=missing%20" + rest.substr(0, rest.find_first_of(" =")));
    std::_Exit(3);
  }
  if (line.starts_with("@input")) {  // Tells what it reads.
    const std::string input(std::istreambuf_iterator<char>(std::cin), {});
    std::cout << "input: " << input << std::endl;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (std::getenv("GOCHECK_WORKER") == nullptr || argc < 2) return 64;
  const std::string request = read_request();
  const std::string part =
      request.find("mode=replay") != std::string::npos ? "[replay]" : "[explore]";
  std::ifstream script(argv[1]);
  bool active = false;
  for (std::string line; std::getline(script, line);) {
    if (line.starts_with("["))
      active = line == part;
    else if (!active || line.empty() || line.starts_with("#"))
      continue;
    else if (line.starts_with("@"))
      act(line, request);
    else
      report(line);
  }
}
