#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include <gocheck/chan.hpp>
#include <gocheck/detail/channel_operations.hpp>
#include <gocheck/location.hpp>

namespace gocheck {

namespace detail {

template <typename Handle>
concept Receiving = std::same_as<Handle, Chan<typename Handle::value_type>> ||
                    std::same_as<Handle, RecvChan<typename Handle::value_type>>;
template <typename Handle>
concept Sending = std::same_as<Handle, Chan<typename Handle::value_type>> ||
                  std::same_as<Handle, SendChan<typename Handle::value_type>>;

struct NoHandler {};

/// A callback of a receive case takes (), (T) or (T, bool).
template <typename F, typename T>
concept ReceiveHandler = std::invocable<F&, T, bool> || std::invocable<F&, T> || std::invocable<F&>;

/// What every case knows; the most derived class adds the value and what to do with it.
struct AnyCase {
  static constexpr bool kDefault = false;
  Location where;
};

template <typename T, typename Handler>
class ReceiveCase : public AnyCase {
 public:
  ReceiveCase(ChanReference chan, Handler handler, Location at)
      : AnyCase{at}, chan_(std::move(chan)), handler_(std::move(handler)) {}

  [[nodiscard]] Case describe() {
    return {.is_send = false, .chan = chan_.get(), .slot = slot_.raw(), .is_wanted = kWantsValue};
  }

  void finish(bool ok) {
    slot_.set_full(ok);
    if constexpr (std::same_as<Handler, NoHandler>) {
      return;
    } else if constexpr (std::invocable<Handler&, T, bool>) {
      handler_(take(), ok);
    } else if constexpr (std::invocable<Handler&, T>) {
      handler_(take());
    } else {
      handler_();
    }
  }

  /// Moves the description only: a case is moved before the select, while it holds no value.
  ReceiveCase(ReceiveCase&& other) noexcept(std::is_nothrow_move_constructible_v<Handler>)
      : AnyCase(other), chan_(std::move(other.chan_)), handler_(std::move(other.handler_)) {}

 private:
  static constexpr bool kWantsValue = std::invocable<Handler&, T, bool> || std::invocable<Handler&, T>;

  T take() {
    static_assert(std::default_initializable<T>,
                  "a closed channel yields T(): use a callback without parameters");
    return slot_.full() ? T(std::move(slot_.value())) : T();
  }

  ChanReference chan_;
  [[no_unique_address]] Handler handler_;
  Slot<T> slot_;
};

template <typename T, typename Handler>
class SendCase : public AnyCase {
 public:
  SendCase(ChanReference chan, T value, Handler handler, Location at)
      : AnyCase{at},
        chan_(std::move(chan)),
        value_(std::move(value)),
        handler_(std::move(handler)) {}

  [[nodiscard]] Case describe() { return {true, chan_.get(), &value_}; }

  void finish(bool /*ok*/) {
    if constexpr (!std::same_as<Handler, NoHandler>) handler_();
  }

 private:
  ChanReference chan_;
  T value_;
  [[no_unique_address]] Handler handler_;
};

template <typename Handler>
class DefaultCase : public AnyCase {
 public:
  static constexpr bool kDefault = true;

  DefaultCase(Handler handler, Location at) : AnyCase{at}, handler_(std::move(handler)) {}
  void finish(bool /*ok*/) {
    if constexpr (!std::same_as<Handler, NoHandler>) handler_();
  }

 private:
  [[no_unique_address]] Handler handler_;
};

template <typename C>
concept SelectPart = std::derived_from<C, AnyCase>;

/// Puts the received value into a variable, and whether there was one into another.
template <typename Variable>
struct Assign {
  Variable* variable;
  bool* ok = nullptr;
};

}  // namespace detail

/// A receive case: ignores the value.
template <detail::Receiving Handle>
[[nodiscard]] auto recv(const Handle& chan, Location where = Location::current()) {
  using T = typename Handle::value_type;
  return detail::ReceiveCase<T, detail::NoHandler>(detail::ChanAccess::reference(chan), {}, where);
}

/// A receive case that calls `handler` with (), (T) or (T, bool ok).
template <detail::Receiving Handle, typename F>
  requires detail::ReceiveHandler<std::decay_t<F>, typename Handle::value_type>
[[nodiscard]] auto recv(const Handle& chan, F&& handler, Location where = Location::current()) {
  using T = typename Handle::value_type;
  return detail::ReceiveCase<T, std::decay_t<F>>(detail::ChanAccess::reference(chan),
                                                 std::forward<F>(handler), where);
}

/// A receive case that assigns to `variable`: a value-initialised T once closed and empty.
template <detail::Receiving Handle, typename Variable>
  requires std::assignable_from<Variable&, typename Handle::value_type>
[[nodiscard]] auto recv(const Handle& chan, Variable& variable,
                        Location where = Location::current()) {
  using T = typename Handle::value_type;
  auto assign = [target = &variable](T value) { *target = std::move(value); };
  return detail::ReceiveCase<T, decltype(assign)>(detail::ChanAccess::reference(chan), assign,
                                                  where);
}

/// As above, and tells in `ok` whether the value was sent.
template <detail::Receiving Handle, typename Variable>
  requires std::assignable_from<Variable&, typename Handle::value_type>
[[nodiscard]] auto recv(const Handle& chan, Variable& variable, bool& ok,
                        Location where = Location::current()) {
  using T = typename Handle::value_type;
  auto assign = [target = &variable, flag = &ok](T value, bool sent) {
    *target = std::move(value);
    *flag = sent;
  };
  return detail::ReceiveCase<T, decltype(assign)>(detail::ChanAccess::reference(chan), assign,
                                                  where);
}

/// A send case. `value` is evaluated now and moved into the channel only if the case is chosen.
template <detail::Sending Handle>
[[nodiscard]] auto send(const Handle& chan, typename Handle::value_type value,
                        Location where = Location::current()) {
  using T = typename Handle::value_type;
  return detail::SendCase<T, detail::NoHandler>(detail::ChanAccess::reference(chan),
                                                std::move(value), {}, where);
}
template <detail::Sending Handle, typename F>
  requires std::invocable<std::decay_t<F>&>
[[nodiscard]] auto send(const Handle& chan, typename Handle::value_type value, F&& handler,
                        Location where = Location::current()) {
  using T = typename Handle::value_type;
  return detail::SendCase<T, std::decay_t<F>>(detail::ChanAccess::reference(chan),
                                              std::move(value), std::forward<F>(handler), where);
}

/// Go's default: taken when no other case can proceed.
[[nodiscard]] inline auto otherwise(Location where = Location::current()) {
  return detail::DefaultCase<detail::NoHandler>({}, where);
}
template <typename F>
  requires std::invocable<std::decay_t<F>&>
[[nodiscard]] auto otherwise(F&& handler, Location where = Location::current()) {
  return detail::DefaultCase<std::decay_t<F>>(std::forward<F>(handler), where);
}

/// Blocks for ever, as `select {}`.
inline int select(Location where = Location::current()) {
  return static_cast<int>(detail::select(nullptr, 0, false, where));
}

/// Blocks until one case can proceed, performs exactly one, runs its callback if it has one.
///
/// Returns: its position, 0-based, in source order. Several ready: production picks uniformly at
/// random, check explores each. With otherwise() it never blocks. A nil channel's case is never
/// ready; the same channel may appear in several cases; a select never meets itself.
/// Scheduling point: yes, one.  Panics: kSendOnClosed when the chosen case sends on a closed one.
/// Complexity: O(cases).
template <detail::SelectPart First, detail::SelectPart... Rest>
int select(First&& first, Rest&&... rest) {
  constexpr int kDefaults = (static_cast<int>(std::remove_cvref_t<First>::kDefault) + ... +
                             static_cast<int>(std::remove_cvref_t<Rest>::kDefault));
  static_assert(kDefaults <= 1, "a select has at most one otherwise()");
  constexpr std::size_t kCount = 1 + sizeof...(Rest);
  detail::Case cases[kCount];
  std::uint32_t count = 0;
  int default_position = kCount;
  int position = 0;
  const auto describe = [&](auto& part) {
    if constexpr (std::remove_cvref_t<decltype(part)>::kDefault) {
      default_position = position;
    } else {
      cases[count++] = part.describe();
    }
    ++position;
  };
  describe(first);
  (describe(rest), ...);

  const std::uint32_t chosen = detail::select(cases, count, kDefaults == 1, first.where);
  const bool ok = chosen < count && cases[chosen].ok;
  int taken = default_position;
  if (chosen < count) {
    taken = static_cast<int>(chosen);
    if (taken >= default_position) ++taken;  // The default stands before it.
  }
  position = 0;
  const auto finish = [&](auto& part) {
    if (position++ == taken) part.finish(ok);
  };
  finish(first);
  (finish(rest), ...);
  return taken;
}

/// One case of a select whose cases are known at run time only; made from recv(), send() or
/// otherwise(). Move-only; good for one select, since a send case gives its value away.
class SelectCase {
 public:
  template <detail::SelectPart Part>
  SelectCase(Part part)  // NOLINT(google-explicit-constructor): a case is a case.
      : part_(new Model<Part>(std::move(part))) {}
  SelectCase(SelectCase&& other) noexcept : part_(std::exchange(other.part_, nullptr)) {}
  SelectCase& operator=(SelectCase&& other) noexcept {
    std::swap(part_, other.part_);
    return *this;
  }
  ~SelectCase() { delete part_; }

 private:
  friend int select(std::span<SelectCase> cases, Location where);

  struct Part {
    virtual ~Part() = default;
    /// Returns false for the default.
    virtual bool describe(detail::Case& raw) = 0;
    virtual void finish(bool ok) = 0;
  };
  template <typename Concrete>
  struct Model final : Part {
    explicit Model(Concrete&& concrete) : part(std::move(concrete)) {}
    bool describe(detail::Case& raw) override {
      if constexpr (!Concrete::kDefault) raw = part.describe();
      return !Concrete::kDefault;
    }
    void finish(bool ok) override { part.finish(ok); }
    Concrete part;
  };

  Part* part_;
};

/// select() over cases made at run time, as reflect.Select. An empty span blocks for ever.
/// Panics: more than one otherwise().
int select(std::span<SelectCase> cases, Location where = Location::current());

}  // namespace gocheck
