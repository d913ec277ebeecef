// gocheck: expect none
// istio #16742, repaired: a connection is filled in before others can find it.
#include <cstddef>
#include <gocheck/go.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

using namespace gocheck;

struct Connection {
  std::vector<int> labels;
};

class Server {
 public:
  void add(const std::shared_ptr<Connection>& connection) {
    std::scoped_lock lock(mu_);
    clients_[1] = connection;
  }
  void update() {
    std::shared_lock lock(mu_);
    for (const auto& [id, connection] : clients_) labels_seen_ += connection->labels.size();
  }

 private:
  RWMutex mu_{"clients.mu"};
  std::map<int, std::shared_ptr<Connection>> clients_;
  std::size_t labels_seen_ = 0;
};

int main() {
  Server server;
  WaitGroup wg;
  wg.go([&] {
    auto connection = std::make_shared<Connection>();
    connection->labels.push_back(1);
    server.add(connection);
  });
  wg.go([&] { server.update(); });
  wg.wait();
}
