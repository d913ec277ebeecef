#include <gocheck/err_group.hpp>

#include <gocheck/panic.hpp>

namespace gocheck {

ErrGroup::ErrGroup(const char* name, Location where) : ErrGroup(background(), name, where) {}

ErrGroup::ErrGroup(const Context& parent, const char* name, Location where)
    : group_(name, where), first_(name, where), context_(with_cancel(parent, where)) {}

void ErrGroup::set_limit(std::ptrdiff_t n, Location where) {
  if (n == 0) panic("errgroup: a limit of 0 would block for ever", where);
  limit_ = n < 0 ? Chan<Unit>() : make_chan<Unit>(n, "errgroup limit", where);
}

void ErrGroup::wait(Location where) {
  group_.wait(where);
  context_.cancel(where);
  if (failure_ != nullptr) std::rethrow_exception(failure_);
}

void ErrGroup::fail(std::exception_ptr failure, Location where) {
  first_.call(
      [&] {
        failure_ = std::move(failure);
        context_.cancel(where);
      },
      where);
}

void ErrGroup::leave(Location where) {
  if (limit_ != nullptr) limit_.recv(where);
  group_.done(where);
}

}  // namespace gocheck
