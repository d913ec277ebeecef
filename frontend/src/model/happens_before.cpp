#include "model/happens_before.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "base/text.hpp"

namespace gocheck::frontend {
namespace {

/// Follows one mark, "the chosen step happens before here", through the schedule. A clock per step
/// would answer all questions at once, at a cost of steps times goroutines; one mark answers the
/// one that was asked.
class Propagation {
 public:
  explicit Propagation(const Counterexample& counterexample) {
    for (const Object& object : counterexample.objects)
      if (object.kind == "chan") objects_[object.id].capacity = object.capacity;
  }

  /// Whether the mark reaches `step`; afterwards it goes on from there.
  bool take(const Step& step, bool is_marked);

 private:
  struct ObjectState {
    // Of a channel: for each send and receive that was done, in order, whether it has the mark.
    std::uint64_t capacity = 0;
    std::deque<bool> sent, received;
    bool is_closed = false;
    // Of locks.
    bool is_held = false;      // Mutex: locked. RWMutex: a writer has announced itself.
    bool may_be_free = false;  // A cond-wait may have unlocked it: which mutex, no step tells.
    std::int64_t readers = 0;
    // What a later operation takes over.
    bool released = false;  // Of a close, unlock, done, once-done, store or timer start.
    bool reader_released = false;
  };

  bool& knows(const std::string& g);
  void acquire(bool mark) { knows_ = knows_ || mark; }
  void release(bool& into) { releases_.push_back(&into); }

  void channel(const Step& step, ObjectState& object);
  void mutex(const Step& step, ObjectState& object);
  void rwmutex(const Step& step, ObjectState& object);
  void other(const Step& step, ObjectState& object);
  void wake(const Step& step);

  std::map<std::string, bool> goroutines_;  // And timers.
  std::map<std::string, ObjectState> objects_;
  bool any_fired_ = false;  // Some firing has the mark: no step tells which channel it filled.
  // Of the step that is being taken.
  bool knows_ = false;
  std::vector<bool*> releases_;
};

/// A callback of a timer is started by the firing, which is no step of its own.
bool& Propagation::knows(const std::string& g) {
  const auto known = goroutines_.find(g);
  if (known != goroutines_.end()) return known->second;
  const std::size_t slash = g.rfind('/');
  const auto parent = goroutines_.find(slash == std::string::npos ? "" : g.substr(0, slash));
  const bool from_timer = slash != std::string::npos && parent != goroutines_.end() &&
                          parent->first.find("/t") != std::string::npos;
  return goroutines_[g] = from_timer && parent->second;
}

bool Propagation::take(const Step& step, bool is_marked) {
  knows_ = knows(step.g);
  releases_.clear();
  ObjectState& object = objects_[step.obj];
  const std::string kind =
      step.obj.substr(std::min(step.obj.find(':') + 1, step.obj.size()));  // "mutex1"
  if (step.op == "go") {
    release(knows(step.obj));
  } else if (step.op == "signal" || step.op == "broadcast") {
    wake(step);
  } else if (step.op == "cond-wait") {
    for (auto& [id, one] : objects_)
      if (one.is_held) {
        release(one.released);
        one.may_be_free = true;
      }
  } else if (step.op == "fire") {
    acquire(object.released);
    release(any_fired_);
  } else if (kind.starts_with("chan")) {
    channel(step, object);
  } else if (kind.starts_with("mutex")) {
    mutex(step, object);
  } else if (kind.starts_with("rwmutex")) {
    rwmutex(step, object);
  } else {
    other(step, object);
  }
  const bool reached = knows_;
  const bool mark = reached || is_marked;
  for (bool* const into : releases_) *into = *into || mark;
  knows(step.g) = mark;
  return reached;
}

void Propagation::wake(const Step& step) {
  if (step.peer.empty()) return;
  for (const std::string& g : split(step.peer, ',')) release(knows(g));
}

/// A send before the receive it meets; with capacity C the k-th receive before the (k+C)-th send;
/// a close before a receive that finds the channel closed. Panics order nothing.
void Propagation::channel(const Step& step, ObjectState& object) {
  const auto mark_of = [](const std::deque<bool>& marks, std::size_t at) {
    return at < marks.size() && marks[at];
  };
  if (step.op == "send" && !step.peer.empty()) {  // Each before the completion of the other.
    acquire(knows(step.peer));
    release(knows(step.peer));
  } else if (step.op == "send" && !object.is_closed) {
    if (object.sent.size() >= object.capacity)
      acquire(mark_of(object.received, object.sent.size() - object.capacity));
    release(object.sent.emplace_back(false));
  } else if (step.op == "recv" && object.is_closed &&
             object.received.size() >= object.sent.size()) {
    acquire(object.released);
  } else if (step.op == "recv") {
    const std::size_t k = object.received.size();
    acquire(k < object.sent.size() ? object.sent[k] : any_fired_);
    release(object.received.emplace_back(false));
  } else if (step.op == "observe" && object.is_closed) {
    acquire(object.released);
  } else if ((step.op == "close" || step.op == "cancel") && !object.is_closed) {
    object.is_closed = true;
    release(object.released);
  }
}

void Propagation::mutex(const Step& step, ObjectState& object) {
  if (step.op == "unlock") {
    object.is_held = false;
    release(object.released);
    return;
  }
  const bool succeeds = step.op == "lock" || !object.is_held || object.may_be_free;
  if (!succeeds) return;
  acquire(object.released);
  object.is_held = true;
  object.may_be_free = step.op != "lock" && object.may_be_free;
}

void Propagation::rwmutex(const Step& step, ObjectState& object) {
  if (step.op == "wunlock") {
    object.is_held = false;
    release(object.released);
  } else if (step.op == "runlock") {
    --object.readers;
    release(object.reader_released);
  } else if (step.op == "announce") {
    object.is_held = true;
  } else if (step.op == "acquire" ||
             (step.op == "try-wlock" && !object.is_held && object.readers == 0)) {
    object.is_held = true;
    acquire(object.released);
    acquire(object.reader_released);
  } else if (step.op == "rlock" || (step.op == "try-rlock" && !object.is_held)) {
    ++object.readers;
    acquire(object.released);
  }
}

void Propagation::other(const Step& step, ObjectState& object) {
  static const std::vector<std::string> kAcquire = {"wait", "once-pass", "load", "rmw", "cas"};
  static const std::vector<std::string> kRelease = {"add", "done",        "once-done",  "rmw",
                                                    "cas", "timer-start", "timer-reset"};
  const auto is_one_of = [&](const std::vector<std::string>& ops) {
    return std::find(ops.begin(), ops.end(), step.op) != ops.end();
  };
  if (is_one_of(kAcquire)) acquire(object.released);
  if (step.op == "store") object.released = false;  // A load sees the last write only.
  if (step.op == "store" || is_one_of(kRelease)) release(object.released);
}

}  // namespace

std::vector<bool> ordered_after(const Counterexample& counterexample, unsigned step) {
  Propagation propagation(counterexample);
  std::vector<bool> after;
  for (const Step& one : counterexample.schedule)
    after.push_back(propagation.take(one, after.size() + 1 == step));
  return after;
}

bool are_unordered(const Counterexample& counterexample, unsigned a, unsigned b) {
  const auto [first, second] = std::minmax(a, b);  // Nothing happens before what came earlier.
  return first > 0 && second <= counterexample.schedule.size() &&
         !ordered_after(counterexample, first)[second - 1];
}

}  // namespace gocheck::frontend
