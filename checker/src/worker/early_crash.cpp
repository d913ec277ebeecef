#include "worker/early_crash.hpp"

#include "isolation/heap.hpp"
#include "process_end.hpp"
#include "worker/message.hpp"
#include "worker/vocabulary.hpp"
#include "worker/worker.hpp"

namespace gocheck::checker {

void report_early_crash(const char* what, const Backtrace& where) {
  heap::use_checker();
  const Channel reports(kReportsFd);
  const std::vector<Message> messages = read_messages(kRequestFd);
  reports.send(hello());
  const Message crash = Message("outcome")
                            .add("kind", "crash")
                            .add("g", "main")
                            .add("step", 0)
                            .add("message", what);
  const bool is_replay = !messages.empty() && messages.front().text("mode") == "replay";
  if (is_replay) {
    reports.send(Message("goroutine").add("id", "main").add("name", "main"));
    reports.send(Message("panic").add("g", "main").add("step", 0).add("message", what).add(
        "pcs", hex_list(where.frames())));
    reports.send(crash);
    reports.send(Message("done").add("steps", 0).add("main", "panicked").add("goroutines", 1));
  } else {
    reports.send(Message("finding").add("kind", "crash").add("execution", 1).add("steps", 0));
    reports.send(Message("end"));
    const bool goes_on = !messages.empty() && messages.front().number("max-findings") == 0;
    reports.send(Message("done")
                     .add("executions", 1)
                     .add("complete", 1)
                     .add("classes", 1)
                     .add("findings", 1)
                     .add("stopped", goes_on ? "complete" : "findings"));
  }
  detail::end_process(0);
}

}  // namespace gocheck::checker
