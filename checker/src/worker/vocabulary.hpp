#pragma once

#include <span>
#include <string>

#include "engine/world.hpp"
#include "worker/message.hpp"

namespace gocheck::checker {

/// The word of docs/worker-protocol.md for what a step does.
[[nodiscard]] const char* op_word(StepKind kind, OpKind op, std::int64_t argument);
/// The same for an operation that was not performed.
[[nodiscard]] const char* op_word(const Operation& pending, Phase phase);
/// Go's word for why a goroutine waits.
[[nodiscard]] const char* wait_state(const Operation& pending);
/// FILE:LINE, or nothing when unknown.
[[nodiscard]] std::string at(const Location& where);
/// The identity of the object or the new goroutine of a step.
[[nodiscard]] std::string object_of_step(const Registry& registry, const Step& step);
/// Return addresses.
[[nodiscard]] std::string hex_list(std::span<const std::uintptr_t> pcs);
/// `step` with the keys that a request needs, and where it was.
[[nodiscard]] Message message_of(const Registry& registry, const Step& step);
/// One `call` for each call so far whose answer nobody can repeat, as lines.
[[nodiscard]] std::string unrepeatable_calls();
/// A race by the places of its two accesses, in any order: the same in every execution and process.
[[nodiscard]] std::string race_id(const race::Race& race);
/// The steps are named the same: a message in, a transition's step as text out ("send main:chan1").
[[nodiscard]] std::string describe(const Message& step);

}  // namespace gocheck::checker
