// gocheck: expect none
// etcd #7443, repaired: what the channel holds is the newest list of addresses, so a notification
// replaces one that nobody has read, and the balancer never waits under its lock.
#include <functional>
#include <gocheck/go.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

using namespace gocheck;

using Addresses = std::vector<std::string>;

class Balancer {
 public:
  explicit Balancer(Addresses all) : all_(std::move(all)) {}

  RecvChan<Addresses> notifications() const { return notify_; }
  void start() {
    std::scoped_lock lock(mu_);
    if (!closed_) publish(all_);
  }

  /// A connection is ready. The result is to be called when it is not any more.
  std::function<void()> up(const std::string& address) {
    std::scoped_lock lock(mu_);
    if (closed_) return [] {};
    if (up_.empty()) pin(address);
    up_.insert(address);
    return [this, address] { down(address); };
  }

  void close() {
    std::scoped_lock lock(mu_);
    if (closed_) return;
    closed_ = true;
    notify_.close();
  }

 private:
  void down(const std::string& address) {
    std::scoped_lock lock(mu_);
    up_.erase(address);
    if (closed_ || pinned_ != address) return;
    if (!up_.empty()) return pin(*up_.begin());
    pinned_.clear();
    publish(all_);
  }

  void pin(const std::string& address) {
    pinned_ = address;
    publish({address});
  }

  /// With mu_ locked: there is no other sender, so there is room after the first select.
  void publish(const Addresses& addresses) {
    select(recv(notify_), otherwise());
    select(send(notify_, addresses), otherwise());
  }

  Mutex mu_{"balancer.mu"};
  Chan<Addresses> notify_ = make_chan<Addresses>(1, "notify");
  const Addresses all_;
  std::set<std::string> up_;
  std::string pinned_;
  bool closed_ = false;
};

enum class State { kIdle, kConnecting, kReady, kShutdown };

class Connection {
 public:
  Connection(Balancer& balancer, Context parent, std::string address)
      : balancer_(balancer), address_(std::move(address)), life_(with_cancel(parent)) {}

  /// The transport breaks `failures` times and is set up again.
  void connect(int failures) {
    do {
      if (!enter(State::kConnecting) || life_.ctx.err() != ContextErr::none) return;
      if (!enter(State::kReady)) return;
    } while (failures-- > 0);
  }

  void tear_down() {
    std::scoped_lock lock(mu_);
    if (state_ == State::kShutdown) return;
    state_ = State::kShutdown;
    life_.cancel();
    leave_balancer();
  }

 private:
  bool enter(State next) {
    std::scoped_lock lock(mu_);
    if (state_ == State::kShutdown) return false;
    state_ = next;
    leave_balancer();
    if (next == State::kReady) down_ = balancer_.up(address_);
    return true;
  }

  void leave_balancer() {
    if (auto down = std::exchange(down_, nullptr)) down();
  }

  Mutex mu_{"connection.mu"};
  Balancer& balancer_;
  const std::string address_;
  CancelableContext life_;
  State state_ = State::kIdle;
  std::function<void()> down_;
};

class Client {
 public:
  explicit Client(Balancer& balancer) : balancer_(balancer), life_(with_cancel(background())) {
    wg_.go([this] { watch(); });
  }

  void close() {
    life_.cancel();
    balancer_.close();
    for (auto& [address, connection] : take_all()) connection->tear_down();
    wg_.wait();
  }

 private:
  using Connections = std::map<std::string, std::shared_ptr<Connection>>;

  void watch() {
    for (const Addresses& wanted : balancer_.notifications()) {
      for (const auto& connection : reconcile(wanted)) connection->tear_down();
    }
  }

  /// Starts what is new; returns what is no longer wanted.
  std::vector<std::shared_ptr<Connection>> reconcile(const Addresses& wanted) {
    std::scoped_lock lock(mu_);
    std::vector<std::shared_ptr<Connection>> dropped;
    if (closed_) return dropped;
    Connections kept;
    for (const std::string& address : wanted) {
      auto& connection = kept[address];
      if (auto old = connections_.extract(address)) {
        connection = old.mapped();
      } else {
        connection = std::make_shared<Connection>(balancer_, life_.ctx, address);
        wg_.go([connection, address] { connection->connect(address == "a" ? 1 : 0); });
      }
    }
    for (auto& [address, connection] : connections_) dropped.push_back(connection);
    connections_ = std::move(kept);
    return dropped;
  }

  Connections take_all() {
    std::scoped_lock lock(mu_);
    closed_ = true;
    return std::move(connections_);
  }

  Mutex mu_{"client.mu"};
  WaitGroup wg_{"client.wg"};
  Balancer& balancer_;
  CancelableContext life_;
  Connections connections_;
  bool closed_ = false;
};

int main() {
  Balancer balancer({"a", "b"});
  Client client(balancer);
  balancer.start();
  client.close();
}
