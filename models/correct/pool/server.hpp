#pragma once

// A server that exists in memory: connections to it can be opened, used, and break.

#include <gocheck/go.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace pool {

struct ConnectionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Counts what is open, so that a test sees what a pool has forgotten.
class Server {
 public:
  class Connection {
   public:
    explicit Connection(Server& server) : server_(server), id_(server.opened_.fetch_add(1) + 1) {
      server_.open_.fetch_add(1);
    }
    ~Connection() { server_.open_.fetch_sub(1); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Throws ConnectionError once the connection is broken.
    std::string query(const std::string& text) {
      if (broken_) throw ConnectionError("connection " + std::to_string(id_) + " is broken");
      return text + "!";
    }
    [[nodiscard]] bool ping() const { return !broken_; }
    void break_down() { broken_ = true; }
    [[nodiscard]] int id() const { return id_; }

   private:
    Server& server_;
    int id_;
    bool broken_ = false;   // The connection belongs to one goroutine at a time.
  };

  /// Throws ConnectionError while the server is down.
  std::unique_ptr<Connection> connect() {
    if (down_.load()) throw ConnectionError("connection refused");
    return std::make_unique<Connection>(*this);
  }
  void set_down(bool down) { down_.store(down); }

  [[nodiscard]] int open() const { return open_.load(); }
  [[nodiscard]] int opened() const { return opened_.load(); }

 private:
  gocheck::Atomic<bool> down_{false, "down"};
  gocheck::Atomic<int> open_{0, "open"};
  gocheck::Atomic<int> opened_{0, "opened"};
};

}  // namespace pool
