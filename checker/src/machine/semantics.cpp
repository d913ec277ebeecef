#include "machine/semantics.hpp"

#include <algorithm>

#include "machine/rules.hpp"

namespace gocheck::checker {
namespace {

class Enumerator {
 public:
  Enumerator(const Configuration& configuration, std::vector<Transition>& out)
      : configuration_(configuration), out_(out) {}

  void run() {
    for (const GoroutineId id : configuration_.live) goroutine(configuration_.at(id));
    timer();
  }

  /// What g can do by itself or as the sender of a rendezvous.
  void goroutine(const Goroutine& g) {
    if (g.stand != Stand::kPending || g.is_gone || g.phase == Phase::kSpins) return;
    if (g.has_outlived) {
      add(g, StepKind::kOutlived);
    } else if (rules::is_channel_op(*g.pending)) {
      channel(g);
    } else {
      other(g);
    }
  }

  /// The earliest timer. A ticker whose channel is full would change nothing and has no transition.
  void timer() {
    if (configuration_.clock_stands) return;
    const Configuration::ArmedTimer* first = nullptr;
    for (const auto& armed : configuration_.timers) {
      const auto& state = armed.timer->timer;
      const ChanCore* chan = armed.timer->chan;
      if (state.period_ns > 0 && chan != nullptr && chan->chan.length == chan->chan.capacity) {
        continue;
      }
      if (first == nullptr || rules::is_due_before(state, first->timer->timer)) first = &armed;
    }
    if (first != nullptr) out_.push_back({.goroutine = first->id, .kind = StepKind::kFire});
  }

 private:
  void add(const Goroutine& g, StepKind kind, std::uint16_t select_case = 0) {
    Transition& t = out_.emplace_back();
    t.goroutine = g.id;
    t.select_case = select_case;
    t.kind = kind;
  }

  void channel(const Goroutine& g) {
    const Operation& op = *g.pending;
    bool is_ready = false;
    for (std::uint16_t i = 0; i < rules::case_count(op); ++i) {
      const Object* chan = rules::chan_at(op, i);
      const StepKind solo = rules::solo_step(chan, rules::sends_at(op, i));
      if (solo != StepKind::kRendezvous) {
        is_ready = true;
        add(g, solo, i);
      } else if (rules::sends_at(op, i) && rules::is_meeting_place(chan)) {
        partners(g, i, chan);
      }
    }
    if (rules::is_non_blocking(op) && !is_ready) {
      add(g, StepKind::kDefault, rules::case_count(op));
    }
  }

  /// Every pending receive on `chan`. Two polls never meet: one of them would have to wait.
  void partners(const Goroutine& sender, std::uint16_t send_case, const Object* chan) {
    for (const GoroutineId id : configuration_.live) {
      const Goroutine& receiver = configuration_.at(id);
      if (id == sender.id || receiver.stand != Stand::kPending) continue;
      if (receiver.phase == Phase::kSpins) continue;
      const Operation& op = *receiver.pending;
      if (rules::is_non_blocking(*sender.pending) && rules::is_non_blocking(op)) continue;
      for (std::uint16_t i = 0; i < rules::case_count(op); ++i) {
        if (rules::sends_at(op, i) || rules::chan_at(op, i) != chan) continue;
        Transition& t = out_.emplace_back();
        t.goroutine = sender.id;
        t.peer = id;
        t.select_case = send_case;
        t.peer_case = i;
        t.kind = StepKind::kRendezvous;
      }
    }
  }

  void other(const Goroutine& g) {
    const Operation& op = *g.pending;
    if (configuration_.clock_stands && rules::is_clock_op(op.kind)) return;
    if (op.kind == OpKind::kChoose) {
      for (std::int32_t value = 0; value < op.argument; ++value) {
        out_.push_back({.goroutine = g.id, .value = value, .kind = StepKind::kChoose});
      }
    } else if (const auto kind = rules::sync_step(op, g.phase, g.read_locks > 0)) {
      add(g, *kind);
    }
  }

  const Configuration& configuration_;
  std::vector<Transition>& out_;
};

}  // namespace

ChannelSide side_of(const Operation& operation, std::uint16_t select_case) {
  if (operation.kind == OpKind::kSelect) {
    const auto& selected = operation.cases[select_case];
    return {selected.chan, selected.slot, selected.is_send};
  }
  return {static_cast<ChanCore*>(operation.object), operation.slot,
          operation.kind == OpKind::kSend};
}

Object* object_of(const Configuration& configuration, const Transition& transition) {
  if (transition.kind == StepKind::kFire) {
    for (const auto& armed : configuration.timers) {
      if (armed.id == transition.goroutine) return armed.timer;
    }
    return nullptr;
  }
  const Operation& op = *configuration.at(transition.goroutine).pending;
  if (op.kind == OpKind::kCondWait && transition.kind == StepKind::kLock) {
    return static_cast<Object*>(op.slot);
  }
  if (op.kind != OpKind::kSelect) return op.object;
  return transition.kind == StepKind::kDefault ? nullptr : op.cases[transition.select_case].chan;
}

void enabled_transitions(const Configuration& configuration, std::vector<Transition>& out) {
  Enumerator(configuration, out).run();
}

bool is_enabled(const Configuration& configuration, const Transition& transition,
                std::vector<Transition>& scratch) {
  scratch.clear();
  Enumerator enumerator(configuration, scratch);
  if (transition.kind == StepKind::kFire) {
    enumerator.timer();
  } else if (transition.goroutine < configuration.goroutines.size()) {
    enumerator.goroutine(configuration.at(transition.goroutine));
  }
  return std::find(scratch.begin(), scratch.end(), transition) != scratch.end();
}

void accesses_of(const Configuration& configuration, const Transition& t,
                 std::vector<Access>& out) {
  out.clear();
  const Operation* op = t.kind == StepKind::kFire ? nullptr : configuration.at(t.goroutine).pending;
  for_each_touch(configuration, t, [&](const Object* object, AccessKind kind, StepKind) {
    if (kind == AccessKind::kClock) {
      out.push_back({clock_id(), 0, 0, kind});
    } else {
      rules::note_access(kind, object, op == nullptr ? 0 : op->argument, out.emplace_back());
    }
  });
  for_each_woken(configuration, t, [&](GoroutineId id) {
    out.push_back({goroutine_id(id), 0, 0, AccessKind::kWoken});
  });
}

}  // namespace gocheck::checker
