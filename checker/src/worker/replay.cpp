#include "worker/replay.hpp"

#include <algorithm>
#include <map>

#include "stack/frames.hpp"
#include "worker/vocabulary.hpp"

namespace gocheck::checker {
namespace {

/// Of the operation that the goroutine has come to.
std::string return_addresses(const Goroutine& g) {
  return hex_list(frames_from(frame_of(g.stack), stack_of(g)));
}

/// Follows a recorded schedule as long as the program offers it.
class RecordedSchedule final : public Strategy {
 public:
  RecordedSchedule(World& world, const std::vector<Message>& schedule)
      : world_(world), schedule_(schedule) {}

  [[nodiscard]] bool begin_execution() override { return true; }
  [[nodiscard]] const Transition* prescribed(const Configuration&) override { return nullptr; }
  void end_execution() override {}
  [[nodiscard]] bool lets_polls_go_on() const override { return true; }
  /// What a search takes for a loop that does not get anywhere can depend on what it saw in other executions.
  [[nodiscard]] bool wants(GoroutineId goroutine) const override {
    if (world_.steps().size() >= schedule_.size()) return false;
    const Message& next = schedule_[world_.steps().size()];
    const std::string path = world_.registry().path(goroutine);
    return next.text("g") == path || next.text("peer") == path;
  }

  [[nodiscard]] bool lets_time_pass(bool /*has_been_here*/) const override {
    return world_.steps().size() < schedule_.size();
  }

  [[nodiscard]] std::optional<Transition> choose(const Configuration& configuration,
                                                 std::span<const Transition> enabled) override {
    if (!goroutines_agree()) return std::nullopt;
    const std::size_t next = world_.steps().size();
    if (next >= schedule_.size()) return enabled.front();
    for (const Transition& t : enabled) {
      if (fits(schedule_[next], offer(configuration, t))) return t;
    }
    // What the goroutine offers instead, or anything when it offers nothing.
    const Transition* other = &enabled.front();
    for (const Transition& t : enabled) {
      if (world_.registry().path(t.goroutine) == schedule_[next].text("g")) other = &t;
    }
    diverge(next, describe(offer(configuration, *other)));
    return std::nullopt;
  }

  /// The execution has ended: whether the schedule ends here too.
  void ended() {
    if (!diverged_ && goroutines_agree() && world_.steps().size() < schedule_.size()) {
      diverge(world_.steps().size(), "nothing");
    }
  }

  [[nodiscard]] const std::optional<Message>& diverged() const { return diverged_; }

 private:
  [[nodiscard]] Message offer(const Configuration& configuration, const Transition& t) const {
    return message_of(world_.registry(), step_of(configuration, t));
  }

  static bool fits(const Message& recorded, const Message& offered) {
    for (const char* key : {"g", "op", "obj", "peer"}) {
      if (recorded.text(key) != offered.text(key)) return false;
    }
    for (const char* key : {"case", "peer-case", "value"}) {
      if (recorded.number(key) != offered.number(key)) return false;
    }
    return true;
  }

  /// `go` is no decision: it is compared where the next decision is made.
  bool goroutines_agree() {
    const auto& steps = world_.steps();
    for (; compared_ < std::min(steps.size(), schedule_.size()); ++compared_) {
      const bool is_go = steps[compared_].transition.kind == StepKind::kGo;
      if (!is_go && schedule_[compared_].text("op") != "go") continue;
      const Message offered = message_of(world_.registry(), steps[compared_]);
      if (fits(schedule_[compared_], offered)) continue;
      diverge(compared_, describe(offered));
      return false;
    }
    return true;
  }

  void diverge(std::size_t step, const std::string& offered) {
    diverged_ = Message("diverged");
    diverged_->add("step", step + 1)
        .add("expected", describe(schedule_[step]))
        .add("offered", offered)
        .add("at", schedule_[step].text("at"))
        .add("expected-g", schedule_[step].text("g"));
  }

  World& world_;
  const std::vector<Message>& schedule_;
  std::size_t compared_ = 0;
  std::optional<Message> diverged_;
};

/// Tells the parent what happens, in its words.
class Reporter final : public Observer {
 public:
  Reporter(World& world, const Channel& reports) : world_(world), reports_(reports) {}

  void goroutine(GoroutineId id, GoroutineId parent, const Operation& go) override {
    reports_.send(Message("goroutine")
                      .add("id", path(id))
                      .add("name", go.name)
                      .add("at", at(go.where))
                      .add("func", go.where.function)
                      .add("parent", path(parent))
                      .add("pcs", pcs()));
  }

  void object(const Object& object) override {
    Message message("object");
    message.add("id", object_name(world_.registry(), object_id(&object)))
        .add("kind", object_word(object.kind))
        .add("name", object.name);
    if (object.kind == ObjectKind::kChan) message.add("cap", object.chan.capacity);
    if (const std::uintptr_t address = world_.address_of(object); address != 0) {
      message.add_hex("address", address);
    }
    const GoroutineId maker = world_.running();
    const StackBounds stack = maker == 0 ? StackBounds{} : stack_of(world_.configuration().at(maker));
    reports_.send(message.add("at", at(object.made))
                      .add("func", object.made.function)
                      .add("pcs", hex_list(frames_of_caller(stack))));
  }

  void arrived(GoroutineId id) override { pcs_[id] = pcs(); }

  void step(const Step& step, const Configuration& before,
            std::span<const Transition> enabled) override {
    const Transition& t = step.transition;
    line_ = message_of(world_.registry(), step);
    line_.add("n", world_.steps().size() + 1).add("func", step.where.function);
    if (t.kind == StepKind::kGo) {
      line_.add("pcs", pcs());
      return;
    }
    if (t.kind == StepKind::kFire) return;
    const Operation& op = *before.at(t.goroutine).pending;
    line_.add("pcs", pcs_[t.goroutine]);
    if (op.kind == OpKind::kSelect) {
      line_.add("cases", op.case_count).add("ready", ready_cases(t.goroutine, enabled));
    }
    if (t.peer != 0) {
      line_.add("peer-func", step.peer_where.function).add("peer-pcs", pcs_[t.peer]);
      line_.add("peer-op", "recv");
    }
    if (t.kind == StepKind::kSignal || t.kind == StepKind::kBroadcast) {
      line_.add("peer", woken(before, op.object, t.kind == StepKind::kBroadcast));
    }
    line_.add("shown", shown(op, t));
    counter_ = counter_of(object_of(before, t));
    if (counter_ != nullptr) line_.add("before", read(counter_));
    if (t.kind == StepKind::kNegative && counter_ != nullptr) {
      line_.add("after", read(counter_) + step.argument);   // What it would be: it is left alone.
      counter_ = nullptr;
    }
    if (t.kind == StepKind::kZeroRecv) line_.add("detail", "closed");
  }

  void after_step(const Step&) override {
    if (counter_ != nullptr) line_.add("after", read(counter_));
    counter_ = nullptr;
    reports_.send(line_);
  }

  void found(const FindingFact& finding) override {
    if (finding.goroutine == 0 || finding.kind == FindingKind::kRace) return;
    reports_.send(Message("panic")
                      .add("g", path(finding.goroutine))
                      .add("step", finding.step)
                      .add("message", finding.message)
                      .add("at", at(finding.where))
                      .add("func", finding.where.function)
                      .add("pcs", finding.backtrace.size > 0 ? hex_list(finding.backtrace.frames())
                                                             : pcs_[finding.goroutine]));
  }

  /// What a race is between; its accesses are told in the order in which they were executed.
  void race(const race::Race& race) {
    reports_.send(Message("race")
                      .add("id", race_id(race))
                      .add_hex("address", race.address)
                      .add("known-step", race.known_step));
    access(race.first);
    access(race.second);
  }

  void blocked() {
    for (const GoroutineId id : world_.configuration().live) {
      const Goroutine& g = world_.configuration().at(id);
      if (g.stand == Stand::kPending) blocked(g);
    }
  }

 private:
  [[nodiscard]] std::string path(GoroutineId id) const { return world_.registry().path(id); }

  [[nodiscard]] std::string pcs() const {
    const GoroutineId running = world_.running();
    return running == 0 ? std::string() : return_addresses(world_.configuration().at(running));
  }

  static const char* object_word(ObjectKind kind) {
    constexpr const char* kWords[] = {"chan", "mutex", "rwmutex", "wg",
                                      "once", "cond",  "atomic",  "timer"};
    return kWords[static_cast<std::size_t>(kind)];
  }

  static std::string ready_cases(GoroutineId id, std::span<const Transition> enabled) {
    std::string cases;
    std::vector<std::uint16_t> seen;
    for (const Transition& t : enabled) {
      if (t.goroutine != id && t.peer != id) continue;
      const std::uint16_t taken = t.goroutine == id ? t.select_case : t.peer_case;
      if (std::find(seen.begin(), seen.end(), taken) != seen.end()) continue;
      seen.push_back(taken);
      cases += (cases.empty() ? "" : ",") + std::to_string(taken);
    }
    return cases;
  }

  [[nodiscard]] std::string woken(const Configuration& before, const Object* cond, bool all) const {
    std::string ids;
    for (const auto& parked : before.parked) {
      if (parked.cond != cond) continue;
      ids += (ids.empty() ? "" : ",") + path(parked.goroutine);
      if (!all) break;
    }
    return ids;
  }

  static std::string shown(const Operation& op, const Transition& t) {
    const void* value = nullptr;
    if (t.kind != StepKind::kRendezvous && t.kind != StepKind::kBufferedSend &&
        t.kind != StepKind::kBufferedRecv) {
      return {};
    }
    const ChannelSide side = side_of(op, t.select_case);
    if (side.chan->element.show == nullptr) return {};
    const auto& state = side.chan->chan;
    value = side.is_send ? side.slot
                         : side.chan->ring + state.received % state.capacity *
                                                 side.chan->element.size;
    char text[128] = {};
    side.chan->element.show(value, text, sizeof text);
    return text;
  }

  static const Object* counter_of(const Object* object) {
    if (object == nullptr) return nullptr;
    if (object->kind == ObjectKind::kWaitGroup) return object;
    return object->kind == ObjectKind::kChan && object->chan.capacity > 0 ? object : nullptr;
  }
  static std::int64_t read(const Object* object) {
    return object->kind == ObjectKind::kWaitGroup ? object->wait_group.counter
                                                  : object->chan.length;
  }

  void access(const race::Party& party) {
    std::string locks;
    for (const std::uint64_t lock : party.locks) {
      locks += (locks.empty() ? "" : ",") + object_name(world_.registry(), lock);
    }
    const bool is_atomic = (party.kind & race::kAtomic) != 0;
    const bool writes = (party.kind & race::kWrite) != 0;
    reports_.send(Message("access")
                      .add("g", path(party.goroutine))
                      .add("op", (party.kind & race::kFree) != 0 ? "free"
                                 : is_atomic ? (writes ? "atomic-write" : "atomic-read")
                                             : (writes ? "write" : "read"))
                      .add("step", party.step)
                      .add("size", party.size)
                      .add("locks", locks)
                      .add("pcs", hex_list(party.pcs)));
  }

  void blocked(const Goroutine& g) {
    const Operation& op = *g.pending;
    const Object* object = op.kind == OpKind::kCondWait && g.phase == Phase::kRelock
                               ? static_cast<const Object*>(op.slot)
                               : op.object;
    Message line("blocked");
    line.add("g", path(g.id))
        .add("op", op_word(op, g.phase))
        .add("obj", g.is_gone ? std::string()
                              : object_name(world_.registry(), object_id(object)))
        .add("state", g.phase == Phase::kSpins ? "polling" : wait_state(op))
        .add("since", g.blocked_since)
        .add("at", at(op.where))
        .add("func", op.where.function)
        .add("pcs", pcs_[g.id]);
    if (object != nullptr && !g.is_gone) {
      const GoroutineId holder = object->kind == ObjectKind::kMutex     ? object->mutex.owner
                                 : object->kind == ObjectKind::kRWMutex ? object->rwmutex.writer
                                 : object->kind == ObjectKind::kOnce    ? object->once.runner
                                                                        : 0;
      if (holder != 0) {
        line.add("holder", path(holder)).add("holder-since", taken_at(object, holder));
      }
    }
    reports_.send(line);
    for (std::uint32_t i = 0; i < op.case_count; ++i) {
      reports_.send(Message("case")
                        .add("g", path(g.id))
                        .add("n", i)
                        .add("op", op.cases[i].is_send ? "send" : "recv")
                        .add("obj", object_name(world_.registry(), object_id(op.cases[i].chan))));
    }
  }

  /// The last step in which `holder` took the object, from 1; 0 when there is none.
  [[nodiscard]] std::size_t taken_at(const Object* object, GoroutineId holder) const {
    const auto& steps = world_.steps();
    for (std::size_t n = steps.size(); n > 0; --n) {
      const Transition& t = steps[n - 1].transition;
      const bool takes = t.kind == StepKind::kLock || t.kind == StepKind::kTryLock ||
                         t.kind == StepKind::kAnnounce || t.kind == StepKind::kTryWriteLock ||
                         t.kind == StepKind::kOnceEnter;
      if (takes && t.goroutine == holder && steps[n - 1].object == object_id(object)) return n;
    }
    return 0;
  }

  World& world_;
  const Channel& reports_;
  Message line_{"step"};
  const Object* counter_ = nullptr;
  std::map<GoroutineId, std::string> pcs_;
};

}  // namespace

int replay(World& world, const Session& session) {
  RecordedSchedule schedule(world, session.schedule);
  Reporter reporter(world, session.reports);
  world.set_observer(&reporter);
  world.stop_at_finding_from(session.schedule.size());
  reset_process();
  session.reports.send(Message("goroutine").add("id", "main").add("name", "main"));
  const Ending ending = world.execute(schedule, [] {});
  schedule.ended();
  if (schedule.diverged()) {
    session.reports.send(*schedule.diverged());
  } else {
    if (ending == Ending::kMaximal && !world.has_exited()) reporter.blocked();
    for (const race::Race& race : world.races()) reporter.race(race);
    for (const FindingFact& finding : world.findings()) {
      Message outcome("outcome");
      outcome.add("kind", word(finding.kind))
          .add("g", finding.goroutine == 0 ? "" : world.registry().path(finding.goroutine))
          .add("step", finding.step)
          .add("message", finding.message);
      if (finding.kind == FindingKind::kRace) {
        outcome.add("race", race_id(world.races()[finding.race]));
      }
      session.reports.send(outcome);
    }
    if (world.findings().empty()) session.reports.send(Message("outcome").add("kind", "none"));
  }
  const Goroutine& main = world.configuration().at(Registry::kMain);
  session.reports.send_lines(unrepeatable_calls());
  session.reports.send(
      Message("done")
          .add("steps", world.steps().size())
          .add("main", world.has_exited()                ? "exited"
                       : world.main_returned()           ? "returned"
                       : main.stand == Stand::kStopped   ? "panicked"
                                                         : "blocked")
          .add("exit", world.exit_status())
          .add("goroutines", world.goroutine_count())
          .add("now-ns", world.configuration().now_ns));
  return 0;
}

}  // namespace gocheck::checker
