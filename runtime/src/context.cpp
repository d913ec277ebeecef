#include <gocheck/context.hpp>

#include <atomic>

#include "dispose.hpp"
#include "perform.hpp"
#include "production/spin_lock.hpp"

namespace gocheck {

namespace detail {

/// One context. `done` is nil for a value, which ends with its nearest cancelable ancestor.
///
/// The lock guards children, links and timer, and is never held across a visible operation.
/// A parent keeps its children until they end, and a child keeps its parent.
///
/// A controller takes local code to follow from what the goroutine saw in its operations. The list of
/// children is shared, so each access to it follows an operation on the parent's `done` at once: an
/// observation to put a child in or to take it out, the close to take them all.
struct ContextNode {
  ~ContextNode();

  std::atomic<std::uint32_t> references{1};
  ContextReference parent;
  ChanReference done;
  ContextValue value{};

  std::atomic<std::uint32_t> lock{0};
  ContextNode* first_child = nullptr;
  TimerCore* timer = nullptr;
  bool canceled = false;

  // Guarded by the lock of the nearest cancelable ancestor.
  ContextNode* next = nullptr;
  ContextNode* previous = nullptr;
  bool linked = false;
  bool ended = false;     // Is not to be linked any more.
};

void retain(ContextNode* node) noexcept {
  if (node != nullptr) node->references.fetch_add(1, std::memory_order_relaxed);
}

void release(ContextNode* node) noexcept {
  if (node == nullptr || node->references.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  dispose(node);
}

ContextNode::~ContextNode() {
  if (value.drop != nullptr) value.drop(value.pair);
  release(timer);
}

const void* find_value(const ContextNode* node, const void* type, const void* key) {
  for (; node != nullptr; node = node->parent.get()) {
    if (node->value.type == type && node->value.matches(node->value.pair, key))
      return node->value.pair;
  }
  return nullptr;
}

struct ContextAccess {
  static ContextNode* node(const Context& context) { return context.reference_.get(); }
  static const ContextReference& reference(const Context& context) { return context.reference_; }
  static Context context(ContextReference reference) { return Context(std::move(reference)); }
  static CancelFunc cancel(ContextReference reference) { return CancelFunc(std::move(reference)); }
};

namespace {

using production::SpinGuard;

enum class CanceledBy : std::uint8_t { kCaller, kParent, kOwnTimer };

ContextNode* cancelable(ContextNode* node) {
  while (node != nullptr && node->done.get() == nullptr) node = node->parent.get();
  return node;
}

void unlink(ContextNode& child, ContextNode* parent, Location where) {
  if (parent == nullptr) return;
  close_reason(*parent->done.get(), where);
  {
    const SpinGuard guard(parent->lock);
    child.ended = true;
    if (!child.linked) return;
    child.linked = false;
    (child.previous != nullptr ? child.previous->next : parent->first_child) = child.next;
    if (child.next != nullptr) child.next->previous = child.previous;
  }
  release(&child);
}

/// In an order that is the same whoever linked first.
ContextNode* sorted(ContextNode* children) {
  if (active_controller == nullptr) return children;
  ContextNode* first = nullptr;
  while (children != nullptr) {
    ContextNode* const child = std::exchange(children, children->next);
    const std::uint64_t rank = active_controller->rank(*child->done.get());
    ContextNode** at = &first;
    while (*at != nullptr && active_controller->rank(*(*at)->done.get()) < rank) at = &(*at)->next;
    child->next = *at;
    *at = child;
  }
  return first;
}

void cancel(ContextNode& node, ContextErr reason, CanceledBy by, Location where) {
  if (!close_once(*node.done.get(), static_cast<std::uint8_t>(reason), where)) return;
  ContextNode* children = nullptr;
  TimerCore* timer = nullptr;
  {
    const SpinGuard guard(node.lock);
    node.canceled = true;
    children = std::exchange(node.first_child, nullptr);
    timer = std::exchange(node.timer, nullptr);
    for (ContextNode* child = children; child != nullptr; child = child->next)
      child->linked = false;   // Ours now, with the count that the list held.
  }
  children = sorted(children);
  while (children != nullptr) {
    ContextNode* const child = std::exchange(children, children->next);
    cancel(*child, reason, CanceledBy::kParent, where);
    release(child);
  }
  if (by != CanceledBy::kParent) unlink(node, cancelable(node.parent.get()), where);
  if (timer != nullptr && by != CanceledBy::kOwnTimer) {
    Operation stop{.kind = OpKind::kTimerStop, .object = timer, .where = where};
    perform(stop);
  }
  release(timer);
}

/// Ends with the parent from now on.
void link(ContextNode& node, Location where) {
  ContextNode* const parent = cancelable(node.parent.get());
  if (parent == nullptr) return;
  std::uint8_t reason = close_reason(*parent->done.get(), where);
  if (reason == 0) {
    const SpinGuard guard(parent->lock);
    if (!parent->canceled) {
      if (node.ended) return;   // By its own timer.
      node.next = parent->first_child;
      if (node.next != nullptr) node.next->previous = &node;
      parent->first_child = &node;
      node.linked = true;
      retain(&node);
      return;
    }
  }
  // In production the parent may have ended since it was observed.
  if (reason == 0) reason = close_reason(*parent->done.get(), where);
  cancel(node, static_cast<ContextErr>(reason), CanceledBy::kParent, where);
}

ContextReference make_node(const Context& parent, const char* name, Location where) {
  auto* const node = new ContextNode;
  node->parent = ContextAccess::reference(parent);
  node->done = ChanReference(new_chan(kElementType<Unit>, 0, name, where));
  return ContextReference(node);
}

CancelableContext handles(const ContextReference& node) {
  return {ContextAccess::context(node), ContextAccess::cancel(node)};
}

}  // namespace

Context with_value(const Context& parent, ContextValue value) {
  auto* const node = new ContextNode;
  node->parent = ContextAccess::reference(parent);
  node->value = value;
  return ContextAccess::context(ContextReference(node));
}

}  // namespace detail

const char* to_string(ContextErr err) noexcept {
  switch (err) {
    case ContextErr::none:
      return "";
    case ContextErr::canceled:
      return "context canceled";
    case ContextErr::deadline_exceeded:
      return "context deadline exceeded";
  }
  return "";
}

RecvChan<Unit> Context::done() const {
  const detail::ContextNode* const node = detail::cancelable(reference_.get());
  if (node == nullptr) return nullptr;
  return detail::ChanAccess::make<RecvChan<Unit>>(node->done);
}

ContextErr Context::err(Location where) const {
  const detail::ContextNode* const node = detail::cancelable(reference_.get());
  if (node == nullptr) return ContextErr::none;
  return static_cast<ContextErr>(detail::close_reason(*node->done.get(), where));
}

void CancelFunc::operator()(Location where) const {
  detail::cancel(*reference_.get(), ContextErr::canceled, detail::CanceledBy::kCaller, where);
}

CancelableContext with_cancel(const Context& parent, Location where) {
  const detail::ContextReference node = detail::make_node(parent, "context", where);
  detail::link(*node.get(), where);
  return detail::handles(node);
}

CancelableContext with_timeout(const Context& parent, Duration duration, Location where) {
  const detail::ContextReference node = detail::make_node(parent, "context", where);
  const auto expire = [node, where](detail::CanceledBy by) {
    detail::cancel(*node.get(), ContextErr::deadline_exceeded, by, where);
  };
  if (duration.ns() <= 0) {
    expire(detail::CanceledBy::kCaller);
    return detail::handles(node);
  }
  detail::TimerCore* const timer = detail::start_callback(
      duration, [expire] { expire(detail::CanceledBy::kOwnTimer); }, where);
  bool expired = false;
  {
    const detail::production::SpinGuard guard(node.get()->lock);
    expired = node.get()->canceled;
    if (!expired) node.get()->timer = timer;
  }
  if (expired) detail::release(timer);   // Nobody else would: cancel() has been and gone.
  detail::link(*node.get(), where);
  return detail::handles(node);
}

CancelableContext with_deadline(const Context& parent, TimePoint deadline, Location where) {
  return with_timeout(parent, deadline - now(where), where);
}

}  // namespace gocheck
