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

void unlink(ContextNode& child, ContextNode* parent) {
  if (parent == nullptr) return;
  {
    const SpinGuard guard(parent->lock);
    if (!child.linked) return;
    child.linked = false;
    (child.previous != nullptr ? child.previous->next : parent->first_child) = child.next;
    if (child.next != nullptr) child.next->previous = child.previous;
  }
  release(&child);
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
  while (children != nullptr) {
    ContextNode* const child = std::exchange(children, children->next);
    cancel(*child, reason, CanceledBy::kParent, where);
    release(child);
  }
  if (by != CanceledBy::kParent) unlink(node, cancelable(node.parent.get()));
  if (timer != nullptr && by != CanceledBy::kOwnTimer) {
    Operation stop{.kind = OpKind::kTimerStop, .object = timer, .where = where};
    perform(stop);
  }
  release(timer);
}

/// Ends with the parent from now on. Put into the list first and then observed: whoever cancels
/// the parent in between finds the child, and close_once makes a second cancellation harmless.
void link(ContextNode& node, Location where) {
  ContextNode* const parent = cancelable(node.parent.get());
  if (parent == nullptr) return;
  {
    const SpinGuard guard(parent->lock);
    node.next = parent->first_child;
    if (node.next != nullptr) node.next->previous = &node;
    parent->first_child = &node;
    node.linked = true;
    retain(&node);
  }
  const std::uint8_t reason = close_reason(*parent->done.get(), where);
  if (reason != 0) cancel(node, static_cast<ContextErr>(reason), CanceledBy::kCaller, where);
  bool canceled = false;
  {
    const SpinGuard guard(node.lock);
    canceled = node.canceled;   // Perhaps by its timer, before it was in the list.
  }
  if (canceled) unlink(node, parent);
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
