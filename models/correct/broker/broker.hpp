#pragma once

// A publish/subscribe broker: topics, subscribers with a mailbox each, a policy for those that are slow, and
// a shutdown that delivers what was accepted.
//
// The lock guards who is subscribed. It is never held while a mailbox is full: a subscriber that does not
// read must not stop anybody but its publisher, and only if it asked for that (Policy::block).

#include <gocheck/go.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

namespace broker {

struct Message {
  std::string topic;
  int number = 0;
};

/// What happens to a message for a subscriber whose mailbox is full.
enum class Policy : std::uint8_t {
  block,        // The publisher waits until there is room, the subscriber leaves or the broker stops.
  drop_newest,  // The message is lost for this subscriber.
  drop_oldest,  // The oldest message in the mailbox is lost.
};

struct SubscribeOptions {
  int mailbox = 1;
  Policy policy = Policy::block;
};

struct Statistics {
  int delivered = 0;   // Put into a mailbox.
  int dropped = 0;
};

class Broker;

namespace detail {

/// One subscriber, as the broker and the publishers see it.
struct Mailbox {
  Mailbox(std::string subscribed, const SubscribeOptions& options)
      : topic(std::move(subscribed)),
        policy(options.policy),
        messages(gocheck::make_chan<Message>(options.mailbox, "mailbox")) {}

  const std::string topic;
  const Policy policy;
  const gocheck::Chan<Message> messages;
  const gocheck::Chan<gocheck::Unit> left = gocheck::make_chan<gocheck::Unit>(0, "left");
  gocheck::Once leaving{"leaving"};
  gocheck::Mutex delivering{"delivering"};   // One publisher at a time: keeps the order, guards closed.
  bool closed = false;
  gocheck::Atomic<int> delivered{0, "delivered"};
  gocheck::Atomic<int> dropped{0, "dropped"};
};

}  // namespace detail

/// A subscriber's end. Move-only; leaves when it is destroyed.
class Subscription {
 public:
  Subscription() = default;
  Subscription(Subscription&& other) noexcept
      : broker_(std::exchange(other.broker_, nullptr)), mailbox_(std::move(other.mailbox_)) {}
  Subscription& operator=(Subscription&& other) noexcept {
    std::swap(broker_, other.broker_);
    std::swap(mailbox_, other.mailbox_);
    return *this;
  }
  ~Subscription() { leave(); }

  /// The messages, in the order of publication; closed when the broker has stopped or after leave().
  [[nodiscard]] gocheck::RecvChan<Message> messages() const { return mailbox_->messages; }
  [[nodiscard]] Statistics statistics() const {
    return {mailbox_->delivered.load(), mailbox_->dropped.load()};
  }
  /// No more messages; a publisher that waits for this subscriber goes on. Idempotent.
  void leave();

 private:
  friend class Broker;
  Subscription(Broker* broker, std::shared_ptr<detail::Mailbox> mailbox)
      : broker_(broker), mailbox_(std::move(mailbox)) {}

  Broker* broker_ = nullptr;
  std::shared_ptr<detail::Mailbox> mailbox_;
};

class Broker {
 public:
  Broker() = default;
  ~Broker() { stop(); }
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  /// A subscription that is closed from the beginning when the broker has stopped.
  [[nodiscard]] Subscription subscribe(const std::string& topic, SubscribeOptions options = {}) {
    auto mailbox = std::make_shared<detail::Mailbox>(topic, options);
    const std::unique_lock lock(registry_);
    if (stopped_) {
      close(*mailbox);
      return {nullptr, mailbox};
    }
    topics_[topic].push_back(mailbox);
    return {this, mailbox};
  }

  /// Delivers to everybody who is subscribed to the topic now. Returns false when the broker has stopped:
  /// some may have got it, some not.
  bool publish(const Message& message) {
    std::vector<std::shared_ptr<detail::Mailbox>> receivers;
    {
      const std::shared_lock lock(registry_);
      if (stopped_) return false;
      const auto topic = topics_.find(message.topic);
      if (topic != topics_.end()) receivers = topic->second;
    }
    bool all = true;
    for (const auto& receiver : receivers) all = deliver(*receiver, message) && all;
    return all;
  }

  /// Accepts no more messages and closes every mailbox; what is in them can still be read. Publishers that
  /// wait give up. Idempotent, and safe to call from several goroutines.
  void stop() {
    Topics closing;
    {
      const std::unique_lock lock(registry_);
      if (stopped_) return;
      stopped_ = true;
      closing.swap(topics_);
    }
    stopping_.close();
    for (const auto& [topic, mailboxes] : closing)
      for (const auto& mailbox : mailboxes) close(*mailbox);
  }

  [[nodiscard]] std::size_t subscribers(const std::string& topic) {
    const std::shared_lock lock(registry_);
    const auto found = topics_.find(topic);
    return found == topics_.end() ? 0 : found->second.size();
  }

 private:
  friend class Subscription;
  using Topics = std::map<std::string, std::vector<std::shared_ptr<detail::Mailbox>>>;

  /// Waits only under Policy::block, and then for the subscriber, its leaving or the end.
  bool deliver(detail::Mailbox& to, const Message& message) {
    const std::scoped_lock lock(to.delivering);
    if (to.closed) return false;
    switch (to.policy) {
      case Policy::block:
        return deliver_blocking(to, message);
      case Policy::drop_newest:
        count(to, try_send(to, message));
        return true;
      case Policy::drop_oldest:
        while (!try_send(to, message)) drop_oldest(to);
        to.delivered.fetch_add(1);
        return true;
    }
    return false;
  }

  bool deliver_blocking(detail::Mailbox& to, const Message& message) {
    switch (gocheck::select(gocheck::send(to.messages, message), gocheck::recv(to.left),
                            gocheck::recv(stopping_))) {
      case 0:
        to.delivered.fetch_add(1);
        return true;
      case 1:
        return true;   // It left: the message was not for it.
      default:
        return false;
    }
  }

  static bool try_send(detail::Mailbox& to, const Message& message) {
    return gocheck::select(gocheck::send(to.messages, message), gocheck::otherwise()) == 0;
  }

  static void count(detail::Mailbox& to, bool delivered) {
    (delivered ? to.delivered : to.dropped).fetch_add(1);
  }

  /// The subscriber may be faster and take it: then there is room as well.
  static void drop_oldest(detail::Mailbox& from) {
    if (gocheck::select(gocheck::recv(from.messages), gocheck::otherwise()) == 0)
      from.dropped.fetch_add(1);
  }

  /// Waits for the publisher that is delivering, which has been told to give up.
  static void close(detail::Mailbox& mailbox) {
    const std::scoped_lock lock(mailbox.delivering);
    if (mailbox.closed) return;
    mailbox.closed = true;
    mailbox.messages.close();
  }

  void remove(const std::shared_ptr<detail::Mailbox>& mailbox) {
    const std::unique_lock lock(registry_);
    const auto topic = topics_.find(mailbox->topic);
    if (topic == topics_.end()) return;
    std::erase(topic->second, mailbox);
    if (topic->second.empty()) topics_.erase(topic);
  }

  gocheck::RWMutex registry_{"registry"};
  Topics topics_;          // Guarded by registry_.
  bool stopped_ = false;   // Guarded by registry_.
  gocheck::Chan<gocheck::Unit> stopping_ = gocheck::make_chan<gocheck::Unit>(0, "stopping");
};

inline void Subscription::leave() {
  if (mailbox_ == nullptr || broker_ == nullptr) return;
  mailbox_->leaving.call([&] {
    broker_->remove(mailbox_);
    mailbox_->left.close();
    Broker::close(*mailbox_);
  });
}

}  // namespace broker
