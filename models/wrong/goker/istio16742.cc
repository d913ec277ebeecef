// gocheck: expect race
// istio #16742: a connection is put into the map of clients, under its lock, and is filled in
// afterwards; an update that finds it there already reads the labels that are being written.
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
    server.add(connection);
    connection->labels.push_back(1);
  });
  wg.go([&] { server.update(); });
  wg.wait();
}
