#pragma once

// A connection pool: at most so many connections, opened when they are needed and kept when they are idle; who
// finds none waits in line; a health check closes idle connections that are broken.
//
// One lock guards all of it and is never held while the server is talked to or a goroutine waits. A connection
// that becomes free goes to the first in line directly, so nobody who comes later can take it away.

#include <gocheck/go.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "server.hpp"

namespace pool {

struct Options {
  int connections_max = 1;
  /// Time between two health checks; 0: none.
  gocheck::Duration health_interval = std::chrono::milliseconds(0);
  int checks_max = -1;   // Health checks before they end; negative: as long as the pool lives.
};

struct Closed : std::runtime_error {
  Closed() : std::runtime_error("the pool is closed") {}
};

class Pool;

/// A connection on loan; goes back when it is destroyed.
class Lease {
 public:
  Lease(Lease&& other) noexcept
      : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)) {}
  Lease& operator=(Lease&&) = delete;
  ~Lease();
  Server::Connection* operator->() const { return connection_.get(); }

 private:
  friend class Pool;
  Lease(Pool* pool, std::unique_ptr<Server::Connection> connection)
      : pool_(pool), connection_(std::move(connection)) {}

  Pool* pool_;
  std::unique_ptr<Server::Connection> connection_;
};

class Pool {
 public:
  using Connection = std::unique_ptr<Server::Connection>;

  Pool(Server& server, Options options) : server_(server), options_(options) {
    if (options_.health_interval.ns() > 0) goroutines_.go([this] { check_health(); });
  }
  ~Pool() { close(); }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// An idle connection, a new one, or the first that becomes free. nullopt when `ctx` ends before.
  /// Throws ConnectionError when a new one cannot be opened, Closed when the pool is or becomes closed.
  std::optional<Lease> acquire(const gocheck::Context& ctx) {
    std::shared_ptr<Waiter> waiter;
    {
      const std::scoped_lock lock(mutex_);
      if (closed_) throw Closed();
      if (!idle_.empty()) {
        Connection connection = std::move(idle_.front());
        idle_.pop_front();
        return Lease(this, std::move(connection));
      }
      if (count_ < options_.connections_max) {
        ++count_;   // The place is ours before the lock is given up.
      } else {
        waiter = std::make_shared<Waiter>();
        line_.push_back(waiter);
      }
    }
    return waiter == nullptr ? std::optional<Lease>(open()) : wait(ctx, waiter);
  }

  /// No more leases; waits for the health check, closes what is idle, and lets those in line know. Leases that
  /// are out are closed when they come back. Idempotent.
  void close() {
    std::deque<Connection> closing;
    std::deque<std::shared_ptr<Waiter>> line;
    {
      const std::scoped_lock lock(mutex_);
      if (closed_) return;
      closed_ = true;
      closing.swap(idle_);
      line.swap(line_);
      count_ -= static_cast<int>(closing.size());
    }
    closing_.close();
    for (const auto& waiter : line) waiter->turn.close();
    goroutines_.wait();
  }

  [[nodiscard]] int idle() {
    const std::scoped_lock lock(mutex_);
    return static_cast<int>(idle_.size());
  }

 private:
  friend class Lease;

  /// One place in line. `turn` brings a connection, or null for the right to open one; it has room for it, so
  /// whoever hands over never waits for a waiter that is about to give up.
  struct Waiter {
    gocheck::Chan<Connection> turn = gocheck::make_chan<Connection>(1, "turn");
  };

  /// Requires: a place has been counted for it.
  Lease open() {
    try {
      return Lease(this, server_.connect());
    } catch (const ConnectionError&) {
      give_up_place();
      throw;
    }
  }

  std::optional<Lease> wait(const gocheck::Context& ctx, const std::shared_ptr<Waiter>& waiter) {
    Connection connection;
    bool ok = false;
    if (gocheck::select(gocheck::recv(waiter->turn, connection, ok), gocheck::recv(ctx.done())) == 1) {
      leave_line(waiter);
      return std::nullopt;
    }
    if (!ok) throw Closed();
    return connection == nullptr ? open() : Lease(this, std::move(connection));
  }

  /// Whoever is not in line any more has been given something: it must not get lost.
  void leave_line(const std::shared_ptr<Waiter>& waiter) {
    {
      const std::scoped_lock lock(mutex_);
      if (std::erase(line_, waiter) > 0) return;
    }
    auto [connection, ok] = waiter->turn.recv_ok();
    if (!ok) return;   // The pool was closed.
    if (connection == nullptr) return give_up_place();
    give_back(std::move(connection));
  }

  /// A lease comes back: to the first in line, else to the idle ones; a broken one makes room for another.
  void give_back(Connection connection) {
    if (!connection->ping()) {
      connection.reset();
      return give_up_place();
    }
    const std::scoped_lock lock(mutex_);
    if (closed_) {
      --count_;
    } else if (!line_.empty()) {
      line_.front()->turn.send(std::move(connection));
      line_.pop_front();
    } else {
      idle_.push_back(std::move(connection));
    }
  }

  /// A place for a connection is free: the first in line may open one.
  void give_up_place() {
    const std::scoped_lock lock(mutex_);
    if (closed_ || line_.empty()) {
      --count_;
      return;
    }
    line_.front()->turn.send(nullptr);
    line_.pop_front();
  }

  /// Takes the idle connections out one by one, and gives back those that answer.
  void check_health() {
    for (int checks = 0; checks != options_.checks_max; ++checks) {
      gocheck::Timer next(options_.health_interval, "health check");
      if (gocheck::select(gocheck::recv(next.chan()), gocheck::recv(closing_)) == 1) {
        next.stop();
        return;
      }
      for (int left = idle(); left > 0; --left) {
        Connection connection;
        {
          const std::scoped_lock lock(mutex_);
          if (idle_.empty()) break;
          connection = std::move(idle_.front());
          idle_.pop_front();
        }
        give_back(std::move(connection));
      }
    }
  }

  Server& server_;
  const Options options_;
  gocheck::Mutex mutex_{"pool"};
  std::deque<Connection> idle_;                   // These four are guarded by mutex_.
  std::deque<std::shared_ptr<Waiter>> line_;
  int count_ = 0;                                 // Connections that exist or are being opened.
  bool closed_ = false;
  gocheck::Chan<gocheck::Unit> closing_ = gocheck::make_chan<gocheck::Unit>(0, "closing");
  gocheck::WaitGroup goroutines_{"pool goroutines"};
};

inline Lease::~Lease() {
  if (pool_ != nullptr) pool_->give_back(std::move(connection_));
}

}  // namespace pool
