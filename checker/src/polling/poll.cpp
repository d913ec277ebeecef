#include "polling/poll.hpp"

#include <algorithm>
#include <cstring>

#include "polling/compared_memory.hpp"

namespace gocheck::checker {
namespace {

bool is_reference_count(const snapshot::Piece& piece, const std::byte* byte) {
  const auto references = [](const auto& core) -> auto& { return core.references; };
  return owner_of<detail::ChanCore>(piece, byte, ObjectKind::kChan, references) != nullptr ||
         owner_of<TimerCore>(piece, byte, ObjectKind::kTimer, references) != nullptr;
}

/// Who holds it: what one goroutine does to that is known (Poll::reads), while others take and drop read locks.
bool is_of_rwmutex(const snapshot::Piece& piece, const std::byte* byte) {
  const auto is_at = [&](const auto& get) {
    return owner_of<Object>(piece, byte, ObjectKind::kRWMutex, get) != nullptr;
  };
  return is_at([](const auto& object) -> auto& { return object.rwmutex.readers; }) ||
         is_at([](const auto& object) -> auto& { return object.rwmutex.writer; }) ||
         is_at([](const auto& object) -> auto& { return object.rwmutex.writer_holds; });
}

/// Whether it holds the same RWMutexes as at the poll `loop`, in the same way.
bool holds_the_same(std::span<const Poll> polls, std::size_t loop) {
  for (std::size_t i = loop; i < polls.size(); ++i) {
    const Poll& one = polls[i];
    if (one.reads == 0 && one.writes == 0) continue;
    int reads = 0;
    int writes = 0;
    for (std::size_t j = loop; j < polls.size(); ++j) {
      if (polls[j].object != one.object) continue;
      reads += polls[j].reads;
      writes += polls[j].writes;
    }
    if (reads != 0 || writes != 0) return false;
  }
  return true;
}

/// Whether what is written there, in the goroutine's heap, makes no difference.
bool means_nothing(const std::byte* byte, const Position& position) {
  const snapshot::Piece& heap = position.heap;
  return is_in(heap, byte) && (is_in(position.free_blocks, byte) || is_reference_count(heap, byte));
}

}  // namespace

bool note_changes(const snapshot::Piece& piece, const std::byte* was, std::size_t n, Poll& poll) {
  const snapshot::Piece exceptions = exception_state();
  return visit_differences(piece, was, n, [&](std::size_t at) {
    const std::byte* byte = piece.begin + at;
    if (is_in(exceptions, byte) || is_reference_count(piece, byte) || is_of_rwmutex(piece, byte)) return true;
    if (poll.changes.size() == Poll::kChangesMax) return false;
    poll.changes.push_back({byte, was[at], *byte});
    return true;
  });
}

bool Comparison::is_where_it_was(const Position& now, std::span<const Poll> polls, std::size_t loop) {
  const Poll& first = polls[loop];
  if (first.stack != now.stack || first.kind != now.kind) return false;
  if (!std::ranges::equal(first.free_blocks, now.free_blocks)) return false;
  if (!holds_the_same(polls, loop)) return false;
  // Frames that were left and made anew on the way are compared as they are, ...
  const std::byte* kept = now.stack;
  for (const Poll& poll : polls.subspan(loop)) kept = std::max(kept, poll.stack);
  if (std::memcmp(first.frames.data(), now.stack, static_cast<std::size_t>(kept - now.stack)) != 0) return false;
  // ... all other memory by what was done to it, but for what is not in use.
  sum_.clear();
  for (const Poll& poll : polls.subspan(loop)) {
    for (const Poll::Change& change : poll.changes) {
      if (change.at >= now.bounds.begin && change.at < kept) continue;
      if (means_nothing(change.at, now)) continue;   // When the change was noted, it may have been free.
      const auto known = std::find_if(sum_.begin(), sum_.end(),
                                      [&](const Poll::Change& one) { return one.at == change.at; });
      if (known == sum_.end()) {
        sum_.push_back(change);
      } else if (known->is == change.was) {
        known->is = change.is;
      } else {
        return false;   // Somebody else has written there in between.
      }
    }
  }
  return std::all_of(sum_.begin(), sum_.end(), [](const Poll::Change& c) { return c.was == c.is; });
}

}  // namespace gocheck::checker
