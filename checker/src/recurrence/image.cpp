#include "recurrence/image.hpp"

#include <algorithm>
#include <cstring>

#include "isolation/heap.hpp"
#include "polling/compared_memory.hpp"

namespace gocheck::checker {
namespace {

/// What objects are called and when timers fire.
bool is_name_or_time(const snapshot::Piece& piece, const std::byte* byte) {
  const auto of_any = [&](const auto& get) {
    return owner_of<Object>(piece, byte, get, [](const Object&) { return true; }) != nullptr;
  };
  const auto of_timer = [&](const auto& get) {
    return owner_of<Object>(piece, byte, ObjectKind::kTimer, get) != nullptr;
  };
  return of_any([](const auto& o) -> auto& { return o.number; }) ||
         of_any([](const auto& o) -> auto& { return o.index; }) ||
         of_timer([](const auto& o) -> auto& { return o.timer.deadline_ns; }) ||
         of_timer([](const auto& o) -> auto& { return o.timer.sequence; });
}

/// How many values have ever passed a channel, if they are so many more than in `was`, of the piece, that the same
/// places of the buffer are in use.
bool is_count_of_channel(const snapshot::Piece& piece, const std::byte* was, const std::byte* byte) {
  const auto agrees = [&](const auto& get) {
    const Object* chan = owner_of<Object>(piece, byte, ObjectKind::kChan, get);
    if (chan == nullptr) return false;
    std::uint64_t before = 0;
    std::memcpy(&before, was + (reinterpret_cast<const std::byte*>(&get(*chan)) - piece.begin), sizeof before);
    return chan->chan.capacity > 0 && (get(*chan) - before) % chan->chan.capacity == 0;
  };
  return agrees([](const auto& o) -> auto& { return o.chan.sent; }) ||
         agrees([](const auto& o) -> auto& { return o.chan.received; });
}

}  // namespace

Image::Stander Image::stander(GoroutineId id) const {
  const Goroutine& g = configuration_.at(id);
  return {id, g.stack, g.pending->kind, g.phase, g.read_locks, g.is_gone, g.has_outlived, g.outlived};
}

Image::Heap Image::heap_of(std::uint32_t slot) const {
  Heap heap{slot, heap::slot(slot).top(), {}};
  heap::slot(slot).free_blocks(heap.free_blocks);
  return heap;
}

std::vector<Image::Armed> Image::armed() const {
  std::vector<Armed> armed;
  for (const auto& one : configuration_.timers) {
    armed.push_back({one.timer, one.timer->timer.deadline_ns - configuration_.now_ns});
  }
  // They are in the order of their starts. Between equal deadlines, that of the last one decides.
  std::ranges::sort(armed, [](const Armed& a, const Armed& b) {
    return rules::is_due_before(a.timer->timer, b.timer->timer);
  });
  return armed;
}

std::vector<Image::Parked> Image::parked() const {
  std::vector<Parked> parked;
  for (const auto& one : configuration_.parked) parked.push_back({one.cond, one.goroutine});
  return parked;
}

bool Image::take() {
  if (snapshot::has_more()) return false;
  thread_locals_.enter(0);   // Nobody runs.
  standers_.clear();
  heaps_.clear();
  memory_.clear();
  std::size_t size = 0;
  const auto copy = [&](const snapshot::Piece& piece) {
    size += piece.size;
    if (size <= heap::kComparedMax) memory_.push_back({piece, {piece.begin, piece.begin + piece.size}});
  };
  for (const GoroutineId id : configuration_.live) {
    standers_.push_back(stander(id));
    copy(stack_in_use(configuration_.at(id)));
    if (thread_locals_.has(id)) copy({thread_locals_.of(id).data(), thread_locals_.of(id).size()});
  }
  for (const std::uint32_t slot : slots_) {
    heaps_.push_back(heap_of(slot));
    copy(heap_in_use(slot));
  }
  armed_ = armed();
  parked_ = parked();
  written_ = snapshot::written_count();
  for (std::size_t n = 0; n < written_; ++n) copy(snapshot::written(n).piece);
  hidden_changes_ = snapshot::hidden_changes();
  return size <= heap::kComparedMax;
}

bool Image::is_like_now() const {
  if (snapshot::hidden_changes() != hidden_changes_) return false;
  if (!all_stand_there()) return false;
  const auto is_same_heap = [&](const Heap& was) { return heap_of(was.slot) == was; };
  if (!std::ranges::all_of(heaps_, is_same_heap)) return false;
  if (armed() != armed_ || parked() != parked_) return false;
  thread_locals_.enter(0);
  const auto is_same_memory = [&](const Bytes& was) { return is_same(was.piece, was.copy.data()); };
  if (!std::ranges::all_of(memory_, is_same_memory)) return false;
  // Written for the first time.
  for (std::size_t n = written_; n < snapshot::written_count(); ++n) {
    const snapshot::Written page = snapshot::written(n);
    if (!is_same(page.piece, page.at_first)) return false;
  }
  return true;
}

bool Image::all_stand_there() const {
  return std::ranges::equal(configuration_.live, standers_, {}, {}, &Stander::id) &&
         std::ranges::all_of(standers_, [&](const Stander& was) { return stander(was.id) == was; });
}

bool Image::is_same(const snapshot::Piece& piece, const std::byte* was) const {
  const snapshot::Piece exceptions = exception_state();
  return visit_differences(piece, was, 0, [&](std::size_t n) {
    const std::byte* at = piece.begin + n;
    return is_in(exceptions, at) || is_name_or_time(piece, at) || is_count_of_channel(piece, was, at) ||
           is_sent_time(at) || is_free(at);
  });
}

/// A time that was sent and that nobody has received yet.
bool Image::is_sent_time(const std::byte* byte) const {
  return std::ranges::any_of(configuration_.timers_ever, [&](const TimerCore* timer) {
    if (timer->magic != Object::kAlive || timer->kind != ObjectKind::kTimer || timer->chan == nullptr) return false;
    const std::byte* ring = timer->chan->ring;
    return byte >= ring && byte < ring + timer->chan->element.size;
  });
}

bool Image::is_free(const std::byte* byte) const {
  return std::ranges::any_of(heaps_, [&](const Heap& heap) { return is_in(heap.free_blocks, byte); });
}

}  // namespace gocheck::checker
