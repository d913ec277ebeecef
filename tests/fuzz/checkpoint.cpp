// Checkpoints: whose they are, as the tool reads it, and what is in them, as the worker does.
#include "base/files.hpp"
#include "command/checkpoint.hpp"
#include "fuzz.hpp"
#include "worker/checkpoint_file.hpp"

using namespace gocheck::frontend;
using namespace gocheck::fuzz;
namespace checker = gocheck::checker;

namespace {

constexpr const char* kOwner = "gocheck-checkpoint version=1 program=9f3c strategy=auto seed=1";

void check_owner(std::string_view text) {
  const Descriptor file = memory_file(text);
  const auto failure = check_checkpoint("/proc/self/fd/" + std::to_string(file.get()), kOwner);
  if (failure) require_message(failure->message);
  require(text.starts_with(std::string(kOwner) + "\n") ? !failure : true, "the owner may go on");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  check_owner(text);
  const auto bytes = std::as_bytes(std::span(data, size));
  const checker::SavedSearch found = checker::read_checkpoint(bytes);
  if (!found.problem.empty()) {
    require_message(found.problem);
  } else {
    require(found.contents.size() < size && found.contents.data() + found.contents.size() == bytes.data() + size,
            "what was saved is the rest of the file");
  }
  // What is written of these bytes is read back.
  std::string file = checker::checkpoint_head(kOwner, bytes);
  file += text;
  const checker::SavedSearch again = checker::read_checkpoint(std::as_bytes(std::span(file)));
  require(again.problem.empty() && again.contents.size() == size, "what is saved is read back");
  check_owner(file);
  return 0;
}
