// The notes of an executable, which may be any file.
#include "base/files.hpp"
#include "fuzz.hpp"
#include "targets/elf_note.hpp"

using namespace gocheck::frontend;
using namespace gocheck::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Descriptor file = memory_file(text_of(data, size));
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  const auto notes = read_notes(path);
  require(static_cast<bool>(notes), "any file has notes, or none");
  require(notes->build_id.size() <= 2U << 20U, "notes are bounded, whatever segments overlap");
  const auto program = check_program(path, "prog");
  if (program)
    require(program->abi == kRuntimeAbi, "a program is of this runtime");
  else
    require_message(program.problem().message);
  return 0;
}
