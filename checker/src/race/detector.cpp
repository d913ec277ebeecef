#include "race/detector.hpp"

#include <algorithm>
#include <bit>

#include "stack/frames.hpp"

namespace gocheck::checker::race {

constinit bool on = false;
constinit Detector* detector = nullptr;

namespace {

// Of more bytes that one call touches or frees only the beginning is looked at, for their shadow is larger
// still.
constexpr std::size_t kRangeMax = 64 * 1024;

/// Everything that an access to come could race with in `old`, it could in `access` too.
bool covers(const Access& access, const Access& old) {
  return (old.mask & ~access.mask) == 0 && (access.writes() || !old.writes()) &&
         (!access.is_atomic() || old.is_atomic());
}

/// The first of equal accesses at one time is the one that is kept.
bool is_repeated(const Access& access, const Access& old) {
  return old.tid == access.tid && old.time == access.time && covers(old, access);
}

bool conflict(const Access& a, const Access& b) {
  return (a.mask & b.mask) != 0 && (a.writes() || b.writes()) &&
         !(a.is_atomic() && b.is_atomic());
}

/// Walks a cell's accesses, first those in the cell, then the blocks.
class Cursor {
 public:
  explicit Cursor(Cell& cell) : cell_(cell) {}
  Access& operator*() {
    return at_ < Cell::kInline ? cell_.accesses[at_]
                               : block_->accesses[(at_ - Cell::kInline) % Cell::Block::kSize];
  }
  /// `make` provides a block where there is none yet.
  template <typename Make>
  void next(Make make) {
    ++at_;
    if (at_ < Cell::kInline || (at_ - Cell::kInline) % Cell::Block::kSize != 0) return;
    Cell::Block*& link = block_ == nullptr ? cell_.more : block_->next;
    if (link == nullptr) link = make();
    block_ = link;
  }

 private:
  Cell& cell_;
  Cell::Block* block_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace

void Detector::enable(bool with_details, std::uintptr_t base) {
  is_enabled_ = true;
  has_details_ = with_details;
  clocks_.keep_history(with_details);
  symbols_.load(base);
  memory_.load();
  objects_.set_base(base);
  detector = this;
  heap::listen_to_frees([](const heap::Freed& block) {
    if (on) detector->freed(block);
  });
}

void Detector::begin_execution() {
  if (!is_enabled_) return;
  ++generation_;
  clocks_.begin_execution();
  shadow_.begin_execution();
  objects_.begin_execution();
  atomic_in_use_.clear();
  races_.clear();
  contexts_.clear();
  context_list_.clear();
  caller_of_free_ = 0;
}

Detector::Aside::Aside(Detector& owner) : detector_(owner) {
  on = false;
  heap::use_checker();
}
Detector::Aside::~Aside() {
  heap::use_slot(detector_.slot_);
  detector_.begin_stretch();
  on = true;
}

void Detector::access_cells(std::uintptr_t address, std::size_t size, std::uint8_t kind,
                            std::uintptr_t pc) {
  size = std::min(size, kRangeMax);
  in_range_ = true;
  range_context_ = 0;
  while (size > 0) {
    const std::size_t offset = address & 7;
    const std::size_t part = std::min(size, 8 - offset);
    touch(address, static_cast<std::uint8_t>(((1U << part) - 1) << offset), kind, pc);
    address += part;
    size -= part;
  }
  in_range_ = false;
}

void Detector::record(std::uintptr_t address, std::uint8_t mask, std::uint8_t kind,
                      std::uintptr_t pc) {
  Cell& cell = shadow_.cell(address);
  if (cell.generation != generation_) {
    if (memory_.is_foreign(address)) return;
    cell.generation = generation_;
    cell.count = 0;
    cell.more = nullptr;
  }
  const Access access{pc, now_, step_, 0, self_, mask, kind};
  Access& only = cell.accesses[0];
  const bool is_simple = cell.count == 0 || (cell.count == 1 && only.tid == self_ &&
                                             covers(access, only) && !is_repeated(access, only));
  if (is_simple && !has_details_) {
    // By member: built in memory and copied, an access would cost more than all the rest.
    only.pc = pc;
    only.time = now_;
    only.step = step_;
    only.context = 0;
    only.tid = self_;
    only.mask = mask;
    only.kind = kind;
    cell.count = 1;
  } else {
    update(cell, address, mask, kind, pc);
  }
  if ((kind & kAtomic) != 0) return;
  Seen& seen = seen_[(address >> 3) % kSeen];
  if (seen.cell != address >> 3 || seen.stretch != stretch_) {
    seen.cell = address >> 3;
    seen.stretch = stretch_;
    seen.accessed = seen.written = 0;
  }
  seen.accessed |= mask;
  if ((kind & kWrite) != 0) seen.written |= mask;
}

void Detector::update(Cell& cell, std::uintptr_t address, std::uint8_t mask, std::uint8_t kind,
                      std::uintptr_t pc) {
  Access access{pc, now_, step_, 0, self_, mask, kind};
  const auto make = [&] { return shadow_.new_block(); };
  Cursor from(cell);
  Cursor to(cell);
  std::uint32_t kept = 0;
  bool is_covered = false;
  for (std::uint32_t i = 0; i < cell.count; ++i) {
    const Access& old = *from;
    from.next(make);
    const bool is_ordered = old.tid == access.tid || old.time <= clock_->at(old.tid);
    if (!is_ordered && conflict(old, access)) report(old, Access(access), address);
    is_covered = is_covered || is_repeated(access, old);
    if (is_ordered && !is_covered && covers(access, old)) continue;
    if (kept != i) *to = old;
    to.next(make);
    ++kept;
  }
  if (!is_covered) {
    if (has_details_) access.context = context();
    *to = access;
    ++kept;
  }
  cell.count = kept;
}

/// A free is a write to every byte. It need not be forgotten when the memory is used again, for a
/// goroutine's blocks are only ever reused by itself: unless it is a free that is not looked at. Then
/// who used the block before is not known to be done with it, and whoever uses it next is not to blame.
void Detector::freed(const heap::Freed& block) {
  const std::uintptr_t caller = caller_of_free_ != 0 ? caller_of_free_ : block.pc;
  if (!ignores_accesses_ && memory_.is_program_code(caller)) {
    return access_cells(block.address, block.size, kWrite | kFree, caller);
  }
  if (!block.is_reused) return;   // As large blocks never are.
  for (std::size_t offset = 0; offset < block.size; offset += 8) shadow_.cell(block.address + offset).generation = 0;
  begin_stretch();
}

void Detector::take_step(const Transition& step, const Configuration& before) {
  const bool is_atomic = step.kind == StepKind::kLoad || step.kind == StepKind::kStore ||
                         step.kind == StepKind::kReadModifyWrite ||
                         step.kind == StepKind::kCompareExchange;
  if (is_atomic) {
    const Object* object = before.at(step.goroutine).pending->object;
    if (ProgramObjects::owns(*object)) return;   // Orders when its value is known.
    const Tid tid = clocks_.tid(step.goroutine);
    if (tid >= atomic_in_use_.size()) atomic_in_use_.resize(std::size_t{tid} + 1, nullptr);
    atomic_in_use_[tid] = object;
  }
  clocks_.on_step(step, before);
}

Object& Detector::program_object(detail::ObjectKind kind, std::uintptr_t address) {
  Object* object = nullptr;
  bool is_new = false;
  {
    const Aside aside(*this);
    object = &objects_.at(kind, address, is_new);
  }
  if (is_new) listener_.met(*object);
  return *object;
}

bool Detector::begin_atomic(OpKind kind, std::uintptr_t address, std::size_t size,
                            std::uintptr_t pc) {
  const Object* in_use = self_ < atomic_in_use_.size() ? atomic_in_use_[self_] : nullptr;
  const bool is_own = in_use == nullptr ||
                      reinterpret_cast<std::uintptr_t>(in_use) + sizeof(Object) != address;
  const bool is_visible =
      is_own && !symbols_.is_guard(address) && !symbols_.is_reference_count(address);
  if (is_visible) {
    Object& object = program_object(detail::ObjectKind::kAtomic, address);
    detail::Operation operation{.kind = kind,
                                .object = &object,
                                .where = {},
                                .slot = reinterpret_cast<void*>(address),
                                .argument = static_cast<std::int64_t>(size)};
    detail::active_controller->perform(operation);
  }
  // Whether an exchange writes is not known yet.
  const bool reads = kind == OpKind::kLoad || kind == OpKind::kCompareExchange;
  access(address, size, static_cast<std::uint8_t>(kAtomic | (reads ? kRead : kWrite)), pc);
  return is_own;
}

void Detector::failed_exchange() {
  if (self_ >= atomic_in_use_.size() || atomic_in_use_[self_] == nullptr) return;
  order([&](Clocks& clocks, Tid) { clocks.failed_exchange(*atomic_in_use_[self_]); });
}

/// The call stack and the locks of the running goroutine, by number.
std::uint32_t Detector::context() {
  if (!in_range_) return new_context();
  if (range_context_ == 0) range_context_ = new_context();
  return range_context_;
}

std::uint32_t Detector::new_context() {
  const Aside aside(*this);
  Context now{frames_of_caller(stack_), clocks_.locks(self_)};
  const auto [at, is_new] =
      contexts_.try_emplace(std::move(now), static_cast<std::uint32_t>(contexts_.size() + 1));
  if (is_new) context_list_.push_back(&at->first);
  return at->second;
}

Party Detector::party(const Access& access) const {
  Party party{clocks_.goroutine(access.tid),
              access.step,
              access.kind,
              static_cast<std::uint8_t>(std::popcount(access.mask)),
              access.pc,
              {access.pc},
              {}};
  if (access.context == 0) return party;
  const Context& context = *context_list_[access.context - 1];
  // The stack starts in the hook; what is of interest starts where the access is.
  const auto begin = std::find(context.pcs.begin(), context.pcs.end(), access.pc);
  if (begin != context.pcs.end()) party.pcs.assign(begin, context.pcs.end());
  party.locks = context.locks;
  return party;
}

void Detector::report(const Access& first, const Access& second, std::uintptr_t address) {
  const auto is_known = [&](const Race& race) {
    return (race.first.pc == first.pc && race.second.pc == second.pc) ||
           (race.first.pc == second.pc && race.second.pc == first.pc);
  };
  if (std::any_of(races_.begin(), races_.end(), is_known)) return;
  Access now = second;
  if (has_details_) now.context = context();
  const Aside aside(*this);
  const auto common = static_cast<unsigned>(first.mask & second.mask);
  races_.push_back({party(first), party(now),
                    (address & ~std::uintptr_t{7}) +
                        static_cast<std::uintptr_t>(std::countr_zero(common)),
                    clocks_.step_of(first.tid, clocks_.of(self_).at(first.tid))});
  listener_.raced(races_.back());
}

}  // namespace gocheck::checker::race
