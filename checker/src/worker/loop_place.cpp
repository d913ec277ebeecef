#include "worker/loop_place.hpp"

#include <map>
#include <tuple>

namespace gocheck::checker {

LoopPlace busiest_place(const std::vector<Step>& steps) {
  std::map<std::tuple<GoroutineId, const char*, unsigned>, std::uint64_t> counts;
  LoopPlace place;
  for (const Step& step : steps) {
    if (step.where.line == 0) continue;
    const std::uint64_t count = ++counts[{step.transition.goroutine, step.where.file, step.where.line}];
    if (count > place.times) place = {&step, count};
  }
  return place;
}

}  // namespace gocheck::checker
