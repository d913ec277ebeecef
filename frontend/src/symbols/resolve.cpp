#include "symbols/resolve.hpp"

#include <algorithm>
#include <map>

#include "base/files.hpp"
#include "symbols/data_symbol.hpp"
#include "symbols/symbolizer.hpp"
#include "symbols/variable_name.hpp"

namespace gocheck::frontend {
namespace {

namespace fs = std::filesystem;

class Resolver {
 public:
  Resolver(const CodeMap& code, SourceFiles& sources) : code_(code), sources_(sources) {}

  void load(const Replay& replay);
  void load(const std::vector<UnrepeatableCall>& calls, std::uint64_t base);
  /// Makes `at` and `function` the user's; returns the user's frames, innermost first.
  std::vector<Frame> settle(Place& at, std::string& function, const ReturnAddresses& pcs) const;

 private:
  [[nodiscard]] bool is_users_file(const std::string& file) const;
  [[nodiscard]] std::vector<Frame> users_frames(const ReturnAddresses& pcs) const;

  const CodeMap& code_;
  SourceFiles& sources_;
  FrameTable table_;
};

void Resolver::load(const Replay& replay) {
  ReturnAddresses all;
  const auto take = [&](const ReturnAddresses& pcs) {
    all.insert(all.end(), pcs.begin(), pcs.end());
  };
  for (const Goroutine& goroutine : replay.goroutines) take(goroutine.pcs);
  for (const Object& object : replay.objects) take(object.pcs);
  for (const Blocked& blocked : replay.blocked) take(blocked.pcs);
  for (const PanicInfo& panic : replay.panics) take(panic.pcs);
  for (const Race& race : replay.races)
    for (const MemoryAccess& access : race.accesses) take(access.pcs);
  for (const Step& step : replay.steps) {
    take(step.pcs);
    take(step.peer_pcs);
  }
  table_ = symbolize(code_.executable, replay.base, all);
}

void Resolver::load(const std::vector<UnrepeatableCall>& calls, std::uint64_t base) {
  ReturnAddresses all;
  for (const UnrepeatableCall& call : calls) all.insert(all.end(), call.pcs.begin(), call.pcs.end());
  table_ = symbolize(code_.executable, base, all);
}

bool Resolver::is_users_file(const std::string& file) const {
  if (file.empty() || file.starts_with("/usr/")) return false;
  if (!code_.include.empty() && file.starts_with(code_.include.string() + "/")) return false;
  if (!code_.sources.empty())
    for (const char* part : {"/runtime/", "/checker/"})
      if (file.starts_with(code_.sources.string() + part)) return false;
  return file.find("/include/gocheck/") == std::string::npos;
}

bool is_librarys(const Frame& frame) {
  return frame.function.starts_with("gocheck::") || frame.function.starts_with("std::") ||
         frame.function.starts_with("void gocheck::") ||
         frame.function.starts_with("operator new") || frame.function == "__libc_start_main";
}

std::vector<Frame> Resolver::users_frames(const ReturnAddresses& pcs) const {
  std::vector<Frame> frames;
  for (const std::uint64_t pc : pcs) {
    const auto found = table_.find(pc);
    if (found == table_.end()) continue;
    for (const Frame& frame : found->second) {
      if (!frame.at.known() || !is_users_file(frame.at.file)) continue;
      // A lambda that is inlined into the library may go by the name of where it went.
      frames.push_back({is_librarys(frame) ? "<lambda>" : readable_function(frame.function),
                        {relative_to(frame.at.file, code_.source_root), frame.at.line}});
    }
  }
  return frames;
}

std::vector<Frame> Resolver::settle(Place& at, std::string& function,
                                    const ReturnAddresses& pcs) const {
  std::vector<Frame> frames = users_frames(pcs);
  const bool is_users = at.known() && is_users_file(at.file);
  if (at.known()) at.file = relative_to(at.file, code_.source_root);
  const bool readable = is_users && sources_.exists(at.file);
  if (!frames.empty()) {
    // The program's own line is the line of the call's arguments; that of a frame, of its end.
    if (readable && frames.front().at.file == at.file) frames.front().at.line = at.line;
    if (!readable) at = frames.front().at;
    function = frames.front().function;
  } else {
    function = function.empty() ? "" : readable_function(function);
  }
  if (frames.empty() && at.known()) frames.push_back({function, at});
  return frames;
}

/// How the object is called where it is used, when every use agrees.
std::string name_from_uses(const Object& object, const Replay& replay, SourceFiles& sources) {
  std::string name;
  const auto look = [&](const std::string& op, const Place& at) {
    const std::string* const line = at.known() ? sources.line(at) : nullptr;
    if (line == nullptr || !name.empty()) return;
    name = used_name(*line, op);
  };
  for (const Step& step : replay.steps)
    if (step.obj == object.id) look(step.op, step.at);
  for (const Blocked& blocked : replay.blocked)
    if (blocked.obj == object.id) look(blocked.op, blocked.at);
  return name;
}

void name_objects(Replay& replay, SourceFiles& sources) {
  std::map<std::pair<Place, std::string>, std::vector<Object*>> groups;
  for (Object& object : replay.objects)
    if (object.name.empty()) groups[{object.at, object.kind}].push_back(&object);
  for (auto& [made, objects] : groups) {
    const std::string* const line = made.first.known() ? sources.line(made.first) : nullptr;
    const auto names =
        line == nullptr ? std::vector<std::string>() : declared_names(*line, made.second);
    for (std::size_t i = 0; i < objects.size(); ++i) {
      std::string& name = objects[i]->name;
      if (names.size() == 1)
        name = names.front();
      else if (names.size() == objects.size())
        name = names[i];
      else
        name = name_from_uses(*objects[i], replay, sources);
      if (const std::size_t index = name.find("[i]"); index != std::string::npos)
        name.replace(index, 3, "[" + std::to_string(i) + "]");
    }
  }
}

/// The outermost function of a goroutine is what was given to go(): debug information has lost
/// where an inlined lambda belongs, the goroutine's creation has not.
void qualify_entry(std::vector<Frame>& frames, std::string& function, const std::string& g,
                   const Replay& replay) {
  const auto found = std::find_if(replay.goroutines.begin(), replay.goroutines.end(),
                                  [&](const Goroutine& goroutine) { return goroutine.id == g; });
  if (found == replay.goroutines.end() || frames.empty() || found->function.empty()) return;
  Frame& entry = frames.back();
  if (entry.function != "<lambda>" || entry.at.file != found->at.file) return;
  entry.function = found->function + "::<lambda>";
  if (frames.size() == 1) function = entry.function;
}

void name_variable(Race& race, const Replay& replay, const CodeMap& code, SourceFiles& sources) {
  race.variable = data_symbol(code.executable, replay.base, race.address);
  race.is_global = !race.variable.empty();
  if (race.is_global || race.accesses.size() != 2) return;
  const std::string* const first = sources.line(race.accesses[0].at);
  const std::string* const second = sources.line(race.accesses[1].at);
  if (first != nullptr && second != nullptr) race.variable = shared_variable(*first, *second);
}

}  // namespace

void resolve(Replay& replay, const CodeMap& code, SourceFiles& sources) {
  Resolver resolver(code, sources);
  resolver.load(replay);
  for (Goroutine& goroutine : replay.goroutines)
    resolver.settle(goroutine.at, goroutine.function, goroutine.pcs);
  for (Object& object : replay.objects) resolver.settle(object.at, object.function, object.pcs);
  for (Step& step : replay.steps) {
    resolver.settle(step.at, step.function, step.pcs);
    resolver.settle(step.peer_at, step.peer_function, step.peer_pcs);
  }
  for (Blocked& blocked : replay.blocked) {
    blocked.frames = resolver.settle(blocked.at, blocked.function, blocked.pcs);
    qualify_entry(blocked.frames, blocked.function, blocked.g, replay);
  }
  for (PanicInfo& panic : replay.panics) {
    panic.frames = resolver.settle(panic.at, panic.function, panic.pcs);
    qualify_entry(panic.frames, panic.function, panic.g, replay);
  }
  for (Race& race : replay.races) {
    for (MemoryAccess& access : race.accesses) {
      access.frames = resolver.settle(access.at, access.function, access.pcs);
      qualify_entry(access.frames, access.function, access.g, replay);
    }
    name_variable(race, replay, code, sources);
  }
  name_objects(replay, sources);
}

void resolve(std::vector<UnrepeatableCall>& calls, std::uint64_t base, const CodeMap& code,
             SourceFiles& sources) {
  Resolver resolver(code, sources);
  resolver.load(calls, base);
  for (UnrepeatableCall& call : calls) resolver.settle(call.at, call.function, call.pcs);
}

}  // namespace gocheck::frontend
