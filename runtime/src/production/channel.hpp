#pragma once

#include <gocheck/detail/operation.hpp>

namespace gocheck::detail::production {

void send(Operation& operation);
void receive(Operation& operation);
/// Returns whether it closed: false when the channel was closed already.
bool close(ChanCore& chan, std::uint8_t reason);
void select(Operation& operation);
/// Sends unless that would block; drops the value when the channel is closed.
void offer(ChanCore& chan, void* value);

}  // namespace gocheck::detail::production
