#include "model/wait_cycle.hpp"

#include <algorithm>

namespace gocheck::frontend {
namespace {

std::vector<WaitEdge> edges_of(const Counterexample& counterexample) {
  const auto is_blocked = [&](const std::string& g) {
    return std::any_of(counterexample.blocked.begin(), counterexample.blocked.end(),
                       [&](const Blocked& blocked) { return blocked.g == g; });
  };
  std::vector<WaitEdge> edges;
  for (const Blocked& blocked : counterexample.blocked) {
    if (blocked.op == "acquire") {  // Announced; the readers have to leave.
      for (const Reader& reader : readers_of(counterexample, blocked.obj))
        if (is_blocked(reader.g)) edges.push_back({blocked.g, blocked.obj, reader.g});
      continue;
    }
    if (!blocked.holder.empty()) {
      if (is_blocked(blocked.holder)) edges.push_back({blocked.g, blocked.obj, blocked.holder});
      continue;
    }
    std::vector<std::string> objects = {blocked.obj};
    for (const SelectCase& one : blocked.cases) objects.push_back(one.obj);
    for (const User& user : counterexample.users)
      if (!user.obj.empty() && user.g != blocked.g && is_blocked(user.g) &&
          std::find(objects.begin(), objects.end(), user.obj) != objects.end())
        edges.push_back({blocked.g, user.obj, user.g});
  }
  return edges;
}

/// Depth-first from `path.back()` to `start`; at most one visit each.
bool close_cycle(const std::vector<WaitEdge>& edges, const std::string& start,
                 const std::string& at, std::vector<std::string>& seen,
                 std::vector<WaitEdge>& path) {
  for (const WaitEdge& edge : edges) {
    if (edge.from != at) continue;
    path.push_back(edge);
    if (edge.to == start) return true;
    if (std::find(seen.begin(), seen.end(), edge.to) == seen.end()) {
      seen.push_back(edge.to);
      if (close_cycle(edges, start, edge.to, seen, path)) return true;
    }
    path.pop_back();
  }
  return false;
}

}  // namespace

std::vector<Reader> readers_of(const Counterexample& counterexample, const std::string& object) {
  std::vector<Reader> readers;
  unsigned number = 0;
  for (const Step& step : counterexample.schedule) {
    ++number;
    if (step.obj != object) continue;
    if (step.op == "rlock" || (step.op == "try-rlock" && step.detail != "failed"))
      readers.push_back({step.g, number});
    if (step.op != "runlock") continue;
    auto last = std::find_if(readers.rbegin(), readers.rend(),
                             [&](const Reader& reader) { return reader.g == step.g; });
    if (last == readers.rend()) last = readers.rbegin();  // Any goroutine may unlock.
    if (last != readers.rend()) readers.erase(std::next(last).base());
  }
  return readers;
}

std::vector<WaitEdge> wait_cycle(const Counterexample& counterexample) {
  const std::vector<WaitEdge> edges = edges_of(counterexample);
  for (const Blocked& blocked : counterexample.blocked) {
    std::vector<std::string> seen = {blocked.g};
    std::vector<WaitEdge> path;
    if (close_cycle(edges, blocked.g, blocked.g, seen, path)) return path;
  }
  return {};
}

}  // namespace gocheck::frontend
