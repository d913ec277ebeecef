// Makes the program's main the main goroutine: the C library's start-up function is called with a
// main of ours. The undefined __libc_start_main of crt1.o pulls this file out of the archive, so
// linking is all a program does.

#include <cstdlib>

#include <gocheck/detail/controller.hpp>

#include "next_definition.hpp"
#include "production/scheduler.hpp"

// Marks executables that run under gocheck: owner "gocheck", type 1, version 1.
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

namespace gocheck::detail {
namespace {

constinit MainFunction program_main = nullptr;

int start(int argc, char** argv, char** envp) {
  if (&gocheck_worker_main != nullptr && std::getenv("GOCHECK_WORKER") != nullptr)
    return gocheck_worker_main(program_main, argc, argv, envp);
  return production::run_main(program_main, argc, argv, envp);
}

}  // namespace
}  // namespace gocheck::detail

extern "C" {

__attribute__((visibility("default"))) int __libc_start_main(
    gocheck::detail::MainFunction main, int argc, char** argv, void (*init)(), void (*fini)(),
    void (*loader_fini)(), void* stack_end) {
  using StartFunction = int (*)(gocheck::detail::MainFunction, int, char**, void (*)(), void (*)(),
                                void (*)(), void*);
  gocheck::detail::program_main = main;
  const auto real = gocheck::detail::next_definition<StartFunction>("__libc_start_main");
  return real(gocheck::detail::start, argc, argv, init, fini, loader_fini, stack_end);
}

}  // extern "C"
