#pragma once

namespace gocheck::checker {

/// Files that an execution opens and leaves open are closed before the next one, so that the numbers
/// of descriptors repeat and do not run out. A program that has left none open in its first executions
/// may keep some for a few executions later on. What it closes or seeks of those from before main stays so.
namespace descriptors {

/// Those open now belong to every execution.
void keep_open_ones();
void close_new_ones() noexcept;

}  // namespace descriptors
}  // namespace gocheck::checker
