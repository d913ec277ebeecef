#include "stack/unwind.hpp"

#include <unwind.h>

namespace gocheck::checker {
namespace {

struct Collector {
  Backtrace frames;
  std::uintptr_t start;   // Frames before this address are not asked for.
  bool has_started;
};

_Unwind_Reason_Code collect(_Unwind_Context* context, void* out) {
  auto& collector = *static_cast<Collector*>(out);
  int is_exact = 0;   // Of a signal frame: the address of the instruction itself.
  const std::uintptr_t pc = _Unwind_GetIPInfo(context, &is_exact);
  collector.has_started = collector.has_started || pc == collector.start;
  if (pc == 0 || collector.frames.size == Backtrace::kFramesMax) return _URC_END_OF_STACK;
  if (collector.has_started) collector.frames.push(is_exact != 0 ? pc + 1 : pc);
  return _URC_NO_REASON;
}

std::uintptr_t reg(const ucontext_t& context, int number) {
  return static_cast<std::uintptr_t>(context.uc_mcontext.gregs[number]);
}

}  // namespace

Backtrace unwind_here() noexcept {
  Collector collector{{}, 0, true};
  _Unwind_Backtrace(collect, &collector);
  return collector.frames;
}

Backtrace unwind_from(const void* caller) noexcept {
  Collector collector{{}, reinterpret_cast<std::uintptr_t>(caller), false};
  _Unwind_Backtrace(collect, &collector);
  return collector.frames;
}

Backtrace unwind_interrupted(const ucontext_t& context, const StackBounds& stack) noexcept {
  Collector collector{{}, reg(context, REG_RIP), false};
  _Unwind_Backtrace(collect, &collector);
  // One frame alone has no caller: the place has no unwind table.
  return collector.frames.size > 1 ? collector.frames : unwind_by_frame_pointers(context, stack);
}

Backtrace unwind_by_frame_pointers(const ucontext_t& context, const StackBounds& stack) noexcept {
  Backtrace frames;
  const std::uintptr_t sp = reg(context, REG_RSP);
  const std::uintptr_t pc = reg(context, REG_RIP);
  if (pc != 0) frames.push(pc + 1);
  // Where a call went nowhere its return address is still on top of the stack.
  if (pc < 4096 && has_room_for_frame(stack, sp)) {
    frames.push(*reinterpret_cast<const std::uintptr_t*>(sp));
  }
  follow_frames(reg(context, REG_RBP), stack, [&](std::uintptr_t caller) {
    frames.push(caller);
    return frames.size < Backtrace::kFramesMax;
  });
  return frames;
}

}  // namespace gocheck::checker
