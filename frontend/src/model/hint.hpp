#pragma once

#include <string>
#include <vector>

#include "model/counterexample.hpp"

namespace gocheck::frontend {

/// A change that is likely to remove a finding. Nobody has run the changed program.
struct Hint {
  enum class Kind {
    kCapacity,            // `object` with room for `number` values lets every sender finish.
    kWaitForDone,         // The sender `g` on `object` sends again and again: let it stop.
    kCloseChannel,        // `g` receives from `object` for ever: nobody closes it.
    kMakeChannel,         // The channel is nil.
    kUnlockFirst,         // `g` holds `object` while it waits for `other` at `at`.
    kLockOrder,           // `object` and `other` are locked in different orders.
    kNotRecursive,        // `g` holds `object` already.
    kSharedNotRecursive,  // `g` holds `object` for reading, and a writer waits.
    kDoneOnEveryPath,     // The counter of `object` stays at `number`.
    kCloseBySender,       // `object` is closed while others send; `other`: a WaitGroup, or empty.
    kCloseOnce,           // Several close `object`.
    kAddBeforeGo,         // The add at `at` may come too late.
    kDoneAgain,           // `g` has called done() on `object` already, in step `number` at `at`.
    kOutlive,             // `g` uses an object longer than it lives.
  };
  Kind kind;
  std::string g = {}, object = {}, other = {};
  Place at = {};
  std::uint64_t number = 0;
};

std::vector<Hint> find_hints(const Counterexample& counterexample);

}  // namespace gocheck::frontend
