#pragma once

#include <atomic>
#include <cstdint>

namespace gocheck::checker {

/// What the parent can still read when the worker has died: a page at the end of the request's file, in
/// memory that both have (docs/worker-protocol.md).
struct StatusPage {
  std::atomic<std::uint64_t> executions;   // Begun, of any kind: where the search was.
};

/// The page, zeroed; memory that nobody else sees when the request is no such file.
StatusPage& map_status_page();

}  // namespace gocheck::checker
