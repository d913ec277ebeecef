#include "worker/vocabulary.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include <dlfcn.h>

#include "interpose/unrepeatable.hpp"

namespace gocheck::checker {

const char* op_word(StepKind kind, OpKind op, std::int64_t argument) {
  switch (kind) {
    case StepKind::kGo: return "go";
    case StepKind::kChoose: return "choose";
    case StepKind::kNow: return "now";
    case StepKind::kRendezvous:
    case StepKind::kBufferedSend:
    case StepKind::kPanicSend: return "send";
    case StepKind::kBufferedRecv:
    case StepKind::kZeroRecv: return "recv";
    case StepKind::kClose:
    case StepKind::kPanicClose: return "close";
    case StepKind::kCloseOnce: return "cancel";
    case StepKind::kLen: return "len";
    case StepKind::kObserve: return "observe";
    case StepKind::kDefault: return "select-default";
    case StepKind::kLock: return "lock";
    case StepKind::kTryLock: return "try-lock";
    case StepKind::kUnlock: return "unlock";
    case StepKind::kFatalUnlock:
      if (op == OpKind::kCondWait) return "cond-wait";
      return op == OpKind::kUnlock ? "unlock" : op == OpKind::kReadUnlock ? "runlock" : "wunlock";
    case StepKind::kReadLock: return "rlock";
    case StepKind::kTryReadLock: return "try-rlock";
    case StepKind::kReadUnlock:
    case StepKind::kForeignReadUnlock: return "runlock";
    case StepKind::kAnnounce: return "announce";
    case StepKind::kAcquire: return "acquire";
    case StepKind::kTryWriteLock: return "try-wlock";
    case StepKind::kWriteUnlock: return "wunlock";
    case StepKind::kAdd: return "add";
    case StepKind::kDone:
    case StepKind::kNegative: return argument == -1 ? "done" : "add";
    case StepKind::kWait: return "wait";
    case StepKind::kOnceEnter: return "once-enter";
    case StepKind::kOnceDone: return "once-done";
    case StepKind::kOncePass: return "once-pass";
    case StepKind::kPark: return "cond-wait";
    case StepKind::kSignal: return "signal";
    case StepKind::kBroadcast: return "broadcast";
    case StepKind::kLoad: return "load";
    case StepKind::kStore: return "store";
    case StepKind::kReadModifyWrite: return "rmw";
    case StepKind::kCompareExchange: return "cas";
    case StepKind::kTimerStart: return "timer-start";
    case StepKind::kTimerStop: return "timer-stop";
    case StepKind::kTimerReset: return "timer-reset";
    case StepKind::kFire: return "fire";
    case StepKind::kOutlived:
      if (op == OpKind::kAdd) return argument == -1 ? "done" : "add";
      return op_word({.kind = op, .where = {}}, Phase::kFirst);
  }
  return "";
}

const char* op_word(const Operation& pending, Phase phase) {
  switch (pending.kind) {
    case OpKind::kSend: return "send";
    case OpKind::kRecv: return "recv";
    case OpKind::kSelect: return "select";
    case OpKind::kLock: return "lock";
    case OpKind::kReadLock: return "rlock";
    case OpKind::kWriteLock: return phase == Phase::kAcquire ? "acquire" : "announce";
    case OpKind::kWait: return "wait";
    case OpKind::kOnceCall: return "once-enter";
    case OpKind::kCondWait: return phase == Phase::kRelock ? "lock" : "cond-wait";
    // These poll.
    case OpKind::kTryLock: return "try-lock";
    case OpKind::kTryReadLock: return "try-rlock";
    case OpKind::kTryWriteLock: return "try-wlock";
    case OpKind::kLen: return "len";
    case OpKind::kObserve: return "observe";
    // The rest never waits, but a destroyed object makes it wait for ever.
    case OpKind::kClose: return "close";
    case OpKind::kUnlock: return "unlock";
    case OpKind::kReadUnlock: return "runlock";
    case OpKind::kWriteUnlock: return "wunlock";
    case OpKind::kAdd: return "add";
    case OpKind::kSignal: return "signal";
    case OpKind::kBroadcast: return "broadcast";
    case OpKind::kLoad: return "load";
    case OpKind::kStore: return "store";
    case OpKind::kReadModifyWrite: return "rmw";
    case OpKind::kCompareExchange: return "cas";
    default: return "other";
  }
}

const char* wait_state(const Operation& pending) {
  switch (pending.kind) {
    case OpKind::kSend: return pending.object == nullptr ? "chan send (nil chan)" : "chan send";
    case OpKind::kRecv:
      if (pending.name[0] != '\0') return pending.name;   // "sleep"
      return pending.object == nullptr ? "chan receive (nil chan)" : "chan receive";
    case OpKind::kSelect: return pending.case_count == 0 ? "select (no cases)" : "select";
    case OpKind::kLock: return "sync.Mutex.Lock";
    case OpKind::kReadLock: return "sync.RWMutex.RLock";
    case OpKind::kWriteLock: return "sync.RWMutex.Lock";
    case OpKind::kWait: return "sync.WaitGroup.Wait";
    case OpKind::kOnceCall: return "sync.Once.Do";
    case OpKind::kCondWait: return "sync.Cond.Wait";
    default: return "running";
  }
}

std::string at(const Location& where) {
  if (where.file == nullptr || where.file[0] == '\0') return {};
  return std::string(where.file) + ':' + std::to_string(where.line);
}

std::string object_of_step(const Registry& registry, const Step& step) {
  if (step.transition.kind == StepKind::kGo) {
    return registry.path(static_cast<GoroutineId>(step.object));
  }
  return object_name(registry, step.object);
}

std::string hex_list(std::span<const std::uintptr_t> pcs) {
  std::string text;
  for (const std::uintptr_t pc : pcs) {
    char hex[20];
    std::snprintf(hex, sizeof hex, "%s%lx", text.empty() ? "" : ",", pc);
    text += hex;
  }
  return text;
}

Message message_of(const Registry& registry, const Step& step) {
  const Transition& t = step.transition;
  Message message("step");
  message.add("g", registry.path(t.goroutine))
      .add("op", op_word(t.kind, step.op, step.argument))
      .add("obj", object_of_step(registry, step));
  if (step.op == OpKind::kSelect) message.add("case", t.select_case);
  if (t.peer != 0) {
    message.add("peer", registry.path(t.peer)).add("peer-case", t.peer_case);
  }
  if (t.kind == StepKind::kChoose) message.add("value", static_cast<std::uint64_t>(t.value));
  message.add("at", at(step.where)).add("peer-at", at(step.peer_where));
  return message;
}

namespace {

/// Where an instruction is in its module, which may be loaded elsewhere in another process. Libraries
/// are named, the program is not.
std::string place(std::uintptr_t pc) {
  Dl_info module {};
  Dl_info program {};
  char text[20];
  const bool is_known = dladdr(reinterpret_cast<void*>(pc), &module) != 0 &&
                        dladdr(reinterpret_cast<void*>(&race_id), &program) != 0;
  const auto base = is_known ? reinterpret_cast<std::uintptr_t>(module.dli_fbase) : 0;
  std::snprintf(text, sizeof text, "%lx", pc - base);
  if (!is_known || module.dli_fbase == program.dli_fbase) return text;
  const char* const slash = std::strrchr(module.dli_fname, '/');
  return std::string(slash == nullptr ? module.dli_fname : slash + 1) + "+" + text;
}

}  // namespace

std::string unrepeatable_calls() {
  std::string lines;
  for (const unrepeatable::Call& call : unrepeatable::calls()) {
    lines += Message("call").add("name", call.name).add("pcs", hex_list(call.where.frames())).line();
  }
  return lines;
}

std::string race_id(const race::Race& race) {
  const auto [low, high] = std::minmax({place(race.first.pc), place(race.second.pc)});
  return low + "-" + high;
}

std::string describe(const Message& step) {
  std::string text(step.text("op"));
  for (const char* key : {"obj", "case"}) {
    if (step.text(key).empty()) continue;
    text += key[0] == 'c' ? " case " : " ";
    text += step.text(key);
  }
  if (!step.text("at").empty()) text.append(" at ").append(step.text("at"));
  return text;
}

}  // namespace gocheck::checker
