#include "model/counterexample_file.hpp"

#include <filesystem>
#include <limits>

#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/text.hpp"
#include "model/rule.hpp"

namespace gocheck::frontend {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "gocheck-counterexample";
constexpr int kFormatVersion = 1;
constexpr std::size_t kFileBytesMax = 1U << 30U;

// ---- writing -------------------------------------------------------------------------------

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}
template <std::unsigned_integral Number>
void put(Json& json, const char* key, Number number) {
  if (number != 0) json[key] = number;
}
void put(Json& json, const char* key, const Place& place) { put(json, key, place.text()); }
void put(Json& json, const char* key, const std::vector<Frame>& frames) {
  for (const Frame& frame : frames) {
    Json entry = Json::object();
    put(entry, "func", frame.function);
    put(entry, "at", frame.at);
    json[key].push_back(std::move(entry));
  }
}

Json to_value(const Goroutine& goroutine) {
  Json json = {{"id", goroutine.id}};
  put(json, "name", goroutine.name);
  put(json, "parent", goroutine.parent);
  put(json, "at", goroutine.at);
  put(json, "func", goroutine.function);
  return json;
}

Json to_value(const Object& object) {
  Json json = {{"id", object.id}, {"kind", object.kind}};
  put(json, "name", object.name);
  if (object.kind == "chan") json["cap"] = object.capacity;
  put(json, "at", object.at);
  put(json, "func", object.function);
  return json;
}

Json to_value(const Step& step) {
  Json json = {{"g", step.g}, {"op", step.op}};
  put(json, "obj", step.obj);
  if (step.cases > 0 || step.select_case > 0) json["case"] = step.select_case;
  put(json, "cases", step.cases);
  put(json, "peer", step.peer);
  put(json, "peer-op", step.peer_op);
  put(json, "peer-case", step.peer_case);
  put(json, "value", step.value);
  put(json, "shown", step.shown);
  if (!step.ready.empty()) json["ready"] = step.ready;
  put(json, "at", step.at);
  put(json, "func", step.function);
  put(json, "peer-at", step.peer_at);
  put(json, "peer-func", step.peer_function);
  put(json, "detail", step.detail);
  if (step.before) json["before"] = *step.before;
  if (step.after) json["after"] = *step.after;
  return json;
}

Json to_value(const Blocked& blocked) {
  Json json = {{"g", blocked.g}, {"op", blocked.op}};
  put(json, "obj", blocked.obj);
  put(json, "state", blocked.state);
  put(json, "since", blocked.since);
  put(json, "holder", blocked.holder);
  put(json, "holder-since", blocked.holder_since);
  for (const SelectCase& one : blocked.cases) {
    Json entry = {{"n", one.n}, {"op", one.op}};
    put(entry, "obj", one.obj);
    json["cases"].push_back(std::move(entry));
  }
  put(json, "at", blocked.at);
  put(json, "func", blocked.function);
  put(json, "frames", blocked.frames);
  return json;
}

Json to_value(const PanicInfo& panic) {
  Json json = {{"g", panic.g}, {"step", panic.step}, {"message", panic.message}};
  put(json, "at", panic.at);
  put(json, "func", panic.function);
  put(json, "frames", panic.frames);
  return json;
}

Json to_value(const Race& race) {
  Json json = Json::object();
  put(json, "variable", race.variable);
  if (race.is_global) json["global"] = true;
  put(json, "known-step", race.known_step);
  for (const MemoryAccess& access : race.accesses) {
    Json entry = {{"g", access.g}, {"op", access.op}, {"step", access.step}, {"size", access.size}};
    if (!access.locks.empty()) entry["locks"] = access.locks;
    put(entry, "at", access.at);
    put(entry, "func", access.function);
    put(entry, "frames", access.frames);
    json["accesses"].push_back(std::move(entry));
  }
  return json;
}

Json to_value(const User& user) {
  Json json = {{"obj", user.obj}, {"op", user.op}, {"g", user.g}};
  put(json, "at", user.at);
  put(json, "func", user.function);
  put(json, "execution", user.execution);
  return json;
}

Json to_value(const PassedOperation& passed) {
  Json json = {{"step", passed.step}, {"g", passed.g}, {"op", passed.op}};
  put(json, "at", passed.at);
  return json;
}

void field(std::string& out, std::string_view key, const Json& value) {
  out += ",\n  \"" + std::string(key) + "\": " + dump(value);
}

template <typename Item>
void list(std::string& out, std::string_view key, const std::vector<Item>& items,
          std::size_t marked = 0) {
  out += ",\n  \"" + std::string(key) + "\": [";
  for (std::size_t i = 0; i < items.size(); ++i) {
    Json value = to_value(items[i]);
    if (i + 1 == marked) value["turning"] = true;
    out += (i == 0 ? "\n    " : ",\n    ") + dump(value);
  }
  out += items.empty() ? "]" : "\n  ]";
}

// ---- reading -------------------------------------------------------------------------------

/// What is wrong, and where in the document.
struct Malformed {
  std::string where;
  std::string what;
};

/// A JSON value with its place in the document, for messages.
class Reader {
 public:
  Reader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {
    if (!json_.is_object()) throw Malformed{where_, "is not an object"};
  }

  /// Without control characters: a file from elsewhere must not reach the terminal with them.
  [[nodiscard]] std::string text(const char* key) const {
    return has(key) ? required_text(key) : std::string();
  }
  [[nodiscard]] std::string required_text(const char* key) const {
    return printable(required_raw_text(key));
  }
  [[nodiscard]] std::string raw_text(const char* key) const {
    return has(key) ? required_raw_text(key) : std::string();
  }
  [[nodiscard]] std::string required_raw_text(const char* key) const {
    const Json& value = required(key);
    if (!value.is_string()) throw Malformed{name(key), "is not a string"};
    return value.get<std::string>();
  }
  template <typename Number>
  Number number(const char* key, Number absent = 0) const {
    if (!has(key)) return absent;
    const Json& value = json_.at(key);
    if (!value.is_number_unsigned() ||
        value.get<std::uint64_t>() > std::numeric_limits<Number>::max())
      throw Malformed{name(key), "is not a number in range"};
    return value.get<Number>();
  }
  [[nodiscard]] std::optional<std::int64_t> integer(const char* key) const {
    if (!has(key)) return std::nullopt;
    if (!json_.at(key).is_number_integer()) throw Malformed{name(key), "is not an integer"};
    return json_.at(key).get<std::int64_t>();
  }
  [[nodiscard]] Place place(const char* key) const { return Place::parse(text(key)); }
  [[nodiscard]] bool has(const char* key) const { return json_.contains(key); }
  [[nodiscard]] Reader object(const char* key) const { return {required(key), name(key)}; }

  /// Calls `use` with a Reader for each element.
  template <typename Use>
  void each(const char* key, Use use) const {
    if (!has(key)) return;
    const Json& items = array(key);
    for (std::size_t i = 0; i < items.size(); ++i)
      use(Reader(items[i], name(key) + "[" + std::to_string(i) + "]"));
  }
  [[nodiscard]] const Json& array(const char* key) const {
    const Json& items = required(key);
    if (!items.is_array()) throw Malformed{name(key), "is not an array"};
    return items;
  }
  [[nodiscard]] std::vector<std::string> raw_texts(const char* key) const {
    std::vector<std::string> result;
    if (!has(key)) return result;
    for (const Json& item : array(key)) {
      if (!item.is_string()) throw Malformed{name(key), "has an element that is not a string"};
      result.push_back(item.get<std::string>());
    }
    return result;
  }
  [[nodiscard]] std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> result = raw_texts(key);
    for (std::string& text : result) text = printable(text);
    return result;
  }
  [[nodiscard]] std::vector<unsigned> numbers(const char* key) const {
    std::vector<unsigned> result;
    if (!has(key)) return result;
    for (const Json& item : array(key)) {
      if (!item.is_number_unsigned() ||
          item.get<std::uint64_t>() > std::numeric_limits<unsigned>::max())
        throw Malformed{name(key), "has an element that is not a number in range"};
      result.push_back(item.get<unsigned>());
    }
    return result;
  }

 private:
  [[nodiscard]] const Json& required(const char* key) const {
    if (!has(key)) throw Malformed{name(key), "is missing"};
    return json_.at(key);
  }
  [[nodiscard]] std::string name(const char* key) const {
    return where_.empty() ? key : where_ + "." + key;
  }

  const Json& json_;
  std::string where_;
};

std::vector<Frame> read_frames(const Reader& json) {
  std::vector<Frame> frames;
  json.each("frames", [&](const Reader& frame) {
    frames.push_back({frame.text("func"), frame.place("at")});
  });
  return frames;
}

Step read_step(const Reader& json) {
  Step step;
  step.g = json.required_text("g");
  step.op = json.required_text("op");
  step.obj = json.text("obj");
  step.select_case = json.number<unsigned>("case");
  step.cases = json.number<unsigned>("cases");
  step.peer = json.text("peer");
  step.peer_op = json.text("peer-op");
  step.peer_case = json.number<unsigned>("peer-case");
  step.value = json.text("value");
  step.shown = json.text("shown");
  step.ready = json.numbers("ready");
  step.at = json.place("at");
  step.function = json.text("func");
  step.peer_at = json.place("peer-at");
  step.peer_function = json.text("peer-func");
  step.detail = json.text("detail");
  step.before = json.integer("before");
  step.after = json.integer("after");
  return step;
}

Blocked read_blocked(const Reader& json) {
  Blocked blocked;
  blocked.g = json.required_text("g");
  blocked.op = json.text("op");
  blocked.obj = json.text("obj");
  blocked.state = json.text("state");
  blocked.since = json.number<unsigned>("since");
  blocked.holder = json.text("holder");
  blocked.holder_since = json.number<unsigned>("holder-since");
  json.each("cases", [&](const Reader& one) {
    blocked.cases.push_back({one.number<unsigned>("n"), one.text("op"), one.text("obj")});
  });
  blocked.at = json.place("at");
  blocked.function = json.text("func");
  blocked.frames = read_frames(json);
  return blocked;
}

Race read_race(const Reader& json) {
  Race race;
  race.variable = json.text("variable");
  race.is_global = json.has("global");
  race.known_step = json.number<unsigned>("known-step");
  json.each("accesses", [&](const Reader& one) {
    MemoryAccess access;
    access.g = one.required_text("g");
    access.op = one.required_text("op");
    access.step = one.number<unsigned>("step");
    access.size = one.number<unsigned>("size");
    access.locks = one.texts("locks");
    access.at = one.place("at");
    access.function = one.text("func");
    access.frames = read_frames(one);
    race.accesses.push_back(std::move(access));
  });
  if (race.accesses.size() != 2) throw Malformed{"race.accesses", "are not two"};
  return race;
}

void read_program(const Reader& json, ProgramRecord& program) {
  program.name = json.required_text("name");
  program.path = json.required_raw_text("path");
  program.args = json.raw_texts("args");
  program.stdin_path = json.raw_text("stdin");
  program.build_id = json.text("build_id");
  json.each("sources", [&](const Reader& source) {
    program.sources.push_back({source.required_text("path"), source.text("sha256")});
  });
}

void read_finding(const Reader& json, FindingRecord& finding) {
  finding.rule = json.required_text("rule");
  finding.kind = json.required_text("kind");
  const Rule* const rule = rule_of_kind(finding.kind);
  if (rule == nullptr || rule->id != finding.rule)
    throw Malformed{"finding",
                    "has an unknown kind or rule (" + in_quotes(finding.kind) + ", " + in_quotes(finding.rule) + ")"};
  finding.fingerprint = json.text("fingerprint");
  finding.message = json.text("message");
  finding.g = json.text("g");
  finding.step = json.number<unsigned>("step");
  finding.execution = json.number<std::uint64_t>("execution");
  finding.preemptions = json.number<unsigned>("preemptions");
  finding.is_minimal = json.has("minimal_preemptions");
  finding.passing = json.number<std::uint64_t>("passing");
}

void read_options(const Reader& json, ScheduleOptions& options) {
  options.seed = json.number<std::uint64_t>("seed", options.seed);
  options.max_steps = json.number<std::uint64_t>("max_steps", options.max_steps);
  options.max_goroutines = json.number<std::uint64_t>("max_goroutines", options.max_goroutines);
}

Counterexample read_document(const Reader& json) {
  Counterexample result;
  result.gocheck = json.text("gocheck");
  read_program(json.object("program"), result.program);
  read_finding(json.object("finding"), result.finding);
  if (json.has("options")) read_options(json.object("options"), result.options);
  json.each("goroutines", [&](const Reader& one) {
    result.goroutines.push_back({one.required_text("id"),
                                 one.text("name"),
                                 one.text("parent"),
                                 one.place("at"),
                                 one.text("func"),
                                 {}});
  });
  json.each("objects", [&](const Reader& one) {
    result.objects.push_back({one.required_text("id"),
                              one.text("kind"),
                              one.text("name"),
                              one.number<std::uint64_t>("cap"),
                              one.place("at"),
                              one.text("func"),
                              {}});
  });
  (void)json.array("schedule");  // Required.
  json.each("schedule", [&](const Reader& one) {
    result.schedule.push_back(read_step(one));
    if (one.has("turning")) result.finding.turning = static_cast<unsigned>(result.schedule.size());
  });
  json.each("blocked", [&](const Reader& one) { result.blocked.push_back(read_blocked(one)); });
  json.each("panics", [&](const Reader& one) {
    result.panics.push_back({one.required_text("g"),
                             one.number<unsigned>("step"),
                             one.text("message"),
                             one.place("at"),
                             one.text("func"),
                             {},
                             read_frames(one)});
  });
  if (json.has("race")) result.race = read_race(json.object("race"));
  json.each("users", [&](const Reader& one) {
    result.users.push_back({one.text("obj"), one.text("op"), one.text("g"), one.place("at"),
                            one.text("func"), one.number<std::uint64_t>("execution")});
  });
  json.each("passed", [&](const Reader& one) {
    result.passed.push_back(
        {one.number<unsigned>("step"), one.text("g"), one.text("op"), one.place("at")});
  });
  result.output = json.raw_text("output");
  return result;
}

std::string line_and_column(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const std::size_t line =
      static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return std::to_string(line) + ":" + std::to_string(column);
}

Problem not_json(std::string_view text, const std::string& name, std::size_t byte) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return {ExitCode::kUsage,
            name + ": the file is empty; record the counterexample again with gocheck run"};
  const std::string where = name + ":" + line_and_column(text, byte);
  if (byte > text.size() && text[text.find_first_not_of(" \t\r\n")] == '{')
    return {ExitCode::kUsage, where +
                                  ": the file ends in the middle (truncated); record the "
                                  "counterexample again with gocheck run"};
  return {ExitCode::kUsage, where +
                                ": not JSON, so not a counterexample; those are written by "
                                "gocheck run, into .gocheck/ by default"};
}

}  // namespace

std::string to_json(const Counterexample& counterexample) {
  const auto& [program, finding] = std::tie(counterexample.program, counterexample.finding);
  std::string out = "{\n  \"format\": \"" + std::string(kFormat) +
                    "\",\n  \"version\": " + std::to_string(kFormatVersion);
  field(out, "gocheck", counterexample.gocheck);
  Json record = {{"name", program.name}, {"path", program.path}, {"args", program.args}};
  put(record, "stdin", program.stdin_path);
  put(record, "build_id", program.build_id);
  record["sources"] = Json::array();
  for (const Source& source : program.sources)
    record["sources"].push_back({{"path", source.path}, {"sha256", source.sha256}});
  field(out, "program", record);
  Json about = {{"rule", finding.rule},
                {"kind", finding.kind},
                {"fingerprint", finding.fingerprint},
                {"message", finding.message}};
  put(about, "g", finding.g);
  put(about, "step", finding.step);
  put(about, "execution", finding.execution);
  about["preemptions"] = finding.preemptions;
  if (finding.is_minimal) about["minimal_preemptions"] = finding.preemptions;
  put(about, "passing", finding.passing);
  field(out, "finding", about);
  const ScheduleOptions& options = counterexample.options;
  field(out, "options",
        Json{{"seed", options.seed},
             {"timers", options.timers},
             {"max_steps", options.max_steps},
             {"max_goroutines", options.max_goroutines}});
  list(out, "goroutines", counterexample.goroutines);
  list(out, "objects", counterexample.objects);
  list(out, "schedule", counterexample.schedule, finding.turning);
  if (!counterexample.blocked.empty()) list(out, "blocked", counterexample.blocked);
  if (!counterexample.panics.empty()) list(out, "panics", counterexample.panics);
  if (counterexample.race) field(out, "race", to_value(*counterexample.race));
  if (!counterexample.users.empty()) list(out, "users", counterexample.users);
  if (!counterexample.passed.empty()) list(out, "passed", counterexample.passed);
  if (!counterexample.output.empty()) field(out, "output", counterexample.output);
  return out + "\n}\n";
}

Expected<Counterexample> parse_counterexample(std::string_view text, const std::string& name) {
  const auto bad = [&](const std::string& what) {
    return Problem{ExitCode::kUsage, name + ": " + what};
  };
  try {
    const Json json = Json::parse(text);
    if (!json.is_object() || !json.contains("format") || json.at("format") != std::string(kFormat))
      return bad("JSON, but not a counterexample: it lacks \"format\": \"" + std::string(kFormat) +
                 "\"; give a file that gocheck run wrote");
    if (!json.contains("version") || !json.at("version").is_number_integer())
      return bad("version is missing or not a number; record the counterexample again");
    const auto version = json.at("version").get<std::int64_t>();
    if (version != kFormatVersion)
      return bad("counterexample version " + std::to_string(version) +
                 "; this gocheck reads version " + std::to_string(kFormatVersion) +
                 ". Record it again, or use the gocheck that wrote it");
    return read_document(Reader(json, ""));
  } catch (const Json::parse_error& error) {
    return not_json(text, name, error.byte);
  } catch (const Json::out_of_range&) {
    return bad("has a number that nothing can hold; the file is damaged, record the counterexample again");
  } catch (const Malformed& malformed) {
    return bad(malformed.where + " " + malformed.what +
               "; the file is damaged, record the counterexample again");
  }
}

Expected<Counterexample> load_counterexample(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return Problem{ExitCode::kUsage, path + ": a directory; give one counterexample file in it"};
  if (std::filesystem::file_size(path, error) > kFileBytesMax && !error)
    return Problem{ExitCode::kUsage, path + ": larger than 1 GiB; not a counterexample"};
  const auto text = read_file(path);
  if (!text)
    return Problem{ExitCode::kUsage, "cannot read " + path + ": " + text.problem().message};
  return parse_counterexample(*text, path);
}

}  // namespace gocheck::frontend
