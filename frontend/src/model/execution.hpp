#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/place.hpp"

namespace gocheck::frontend {

// What happens in one execution, as plain values: free of addresses once places are resolved.
// Goroutines and objects are named by their creation paths (docs/worker-protocol.md).

struct Goroutine {
  std::string id;
  std::string name;
  std::string parent;
  Place at;
  std::string function;  // The one that created it.
  ReturnAddresses pcs;
};

struct Object {
  std::string id;
  std::string kind;
  std::string name;
  std::uint64_t capacity = 0;
  Place at;
  std::string function;
  ReturnAddresses pcs;
};

struct Step {
  std::string g, op, obj;
  unsigned select_case = 0;
  unsigned cases = 0;  // Of the select; 0: not a select.
  std::string peer, peer_op;
  unsigned peer_case = 0;
  std::string value;
  std::string shown;
  std::vector<unsigned> ready;
  Place at, peer_at;
  std::string function, peer_function;
  ReturnAddresses pcs, peer_pcs;
  std::string detail;
  std::optional<std::int64_t> before, after;
};

struct SelectCase {
  unsigned n = 0;
  std::string op, obj;
};

/// A goroutine that is blocked for ever.
struct Blocked {
  std::string g, op, obj, state;
  unsigned since = 0;
  std::string holder;
  unsigned holder_since = 0;
  std::vector<SelectCase> cases;
  Place at;
  std::string function;
  ReturnAddresses pcs;
  std::vector<Frame> frames;  // Of the user's code, innermost first.
};

struct PanicInfo {
  std::string g;
  unsigned step = 0;
  std::string message;
  Place at;
  std::string function;
  ReturnAddresses pcs;
  std::vector<Frame> frames;
};

/// One side of a data race.
struct MemoryAccess {
  std::string g;
  std::string op;     // read, write, atomic-read, atomic-write, free.
  unsigned step = 0;  // The steps before it.
  unsigned size = 0;  // Bytes.
  std::vector<std::string> locks;  // Held.
  Place at;
  std::string function;
  ReturnAddresses pcs;
  std::vector<Frame> frames;  // Of the user's code, innermost first.
};

/// A call whose answer differs from one execution to the next: a clock, say.
struct UnrepeatableCall {
  std::string name;  // "getpid()".
  Place at;
  std::string function;
  ReturnAddresses pcs;
};

/// Two accesses to one variable that nothing orders.
struct Race {
  std::string id;             // Of this build of the program.
  std::uint64_t address = 0;  // Of this build too.
  std::string variable;       // Empty when it is not known.
  bool is_global = false;
  unsigned known_step = 0;    // The last step of the first one's goroutine that the second is ordered
                              // after; 0: none.
  std::vector<MemoryAccess> accesses;  // Two, in the order in which they were executed.
};

/// Somebody who was seen doing the operation that a blocked goroutine waits for.
struct User {
  std::string obj, op, g;
  Place at;
  std::string function;
  std::uint64_t execution = 0;
};

/// An operation on the object of the failing step, in an execution that passed.
struct PassedOperation {
  unsigned step = 0;  // Of that execution, from 1.
  std::string g, op;
  Place at;
};

}  // namespace gocheck::frontend
