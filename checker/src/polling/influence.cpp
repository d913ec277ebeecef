#include "polling/influence.hpp"

#include <algorithm>

namespace gocheck::checker {
namespace {

bool is_same(const Access& a, const Access& b) {
  return a.object == b.object && a.kind == b.kind && a.index == b.index && a.capacity == b.capacity;
}

}  // namespace

void Influence::begin() {
  own_steps_ = 0;
  touches_.clear();
  knowledge_.clear();
}

std::size_t Influence::own_step(std::span<const Access> accesses) {
  const std::size_t latest = after(accesses, false);
  touch(accesses, ++own_steps_, true);
  return latest;
}

std::size_t Influence::step(const Transition& t, std::span<const Access> accesses) {
  std::size_t latest = after(accesses, true);
  participants(t, accesses, [&](GoroutineId id) { latest = std::max(latest, known_to(id)); });
  if (latest == 0) return 0;
  participants(t, accesses, [&](GoroutineId id) { learn(id, latest); });
  touch(accesses, latest, false);
  return latest;
}

void Influence::started(GoroutineId child, GoroutineId parent) {
  if (const std::size_t known = known_to(parent); known > 0) learn(child, known);
}

std::size_t Influence::after(std::span<const Access> accesses, bool also_own) const {
  std::size_t latest = 0;
  for (const Touch& touch : touches_) {
    if (touch.after <= latest || (touch.is_own && !also_own)) continue;
    for (const Access& access : accesses) {
      if (depends_on(access, touch.access)) latest = touch.after;
    }
  }
  return latest;
}

std::size_t Influence::known_to(GoroutineId id) const {
  for (const Knowledge& one : knowledge_) {
    if (one.goroutine == id) return one.after;
  }
  return 0;
}

void Influence::touch(std::span<const Access> accesses, std::size_t after, bool is_own) {
  for (const Access& access : accesses) {
    const auto known = std::find_if(touches_.begin(), touches_.end(), [&](const Touch& one) {
      return one.is_own == is_own && is_same(one.access, access);
    });
    if (known == touches_.end()) {
      touches_.push_back({access, after, is_own});
    } else {
      known->after = std::max(known->after, after);
    }
  }
}

void Influence::learn(GoroutineId id, std::size_t number) {
  for (Knowledge& one : knowledge_) {
    if (one.goroutine != id) continue;
    one.after = std::max(one.after, number);
    return;
  }
  knowledge_.push_back({id, number});
}

}  // namespace gocheck::checker
