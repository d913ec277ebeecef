#include "goroutine.hpp"

#include <gocheck/goroutine.hpp>

#include "perform.hpp"

namespace gocheck {

namespace detail {

void start_goroutine(Entry entry, const char* name, Location where) {
  Operation operation{.kind = OpKind::kGo, .where = where, .slot = &entry, .name = name};
  perform(operation);
}

void run_as_main(Entry entry) {
  if (active_controller != nullptr || production::on_goroutine()) {
    entry.run(entry.context);
  } else {
    production::run_and_wait(entry);
  }
}

void run_controlled(Entry entry) {
  run_to_end(
      [&] {
        entry.run(entry.context);
        return 0;
      },
      [](const End& end) { active_controller->end(end); });
  __builtin_unreachable();
}

void run_controlled_main(MainFunction main, int argc, char** argv, char** envp) {
  run_to_end([&] { return main(argc, argv, envp); },
             [](const End& end) { active_controller->end(end); });
  __builtin_unreachable();
}

}  // namespace detail

void yield() {
  if (detail::active_controller == nullptr) detail::production::yield();
}

void go_exit() { throw detail::GoExit{}; }

}  // namespace gocheck
