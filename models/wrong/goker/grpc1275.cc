// gocheck: expect leak
// grpc #1275: closing a stream does not reach the reader that is blocked on the stream's buffer;
// the caller's patience ends with a timer.
#include <gocheck/go.hpp>
#include <memory>
#include <string>

using namespace gocheck;
using namespace std::chrono_literals;

struct Message {
  std::string data;
  bool is_end = false;
};

struct Stream {
  Chan<Message> buffer = make_chan<Message>(1, "buffer");

  bool read(std::string& out) {
    Message message;
    select(recv(buffer, message));
    out = message.data;
    return !message.is_end;
  }
};

struct Client {
  std::shared_ptr<Stream> new_stream() { return std::make_shared<Stream>(); }
  void close_stream(Stream& stream) { static_cast<void>(stream); }
};

void close_while_in_flight() {
  Client client;
  auto stream = client.new_stream();
  auto done = make_chan<Unit>(0, "done");
  go("reader", [=] {
    std::string data;
    while (stream->read(data)) {
    }
    done.close();
  });
  client.close_stream(*stream);
  Timer timeout(300ns);
  if (select(recv(done), recv(timeout.chan())) == 0 && !timeout.stop()) timeout.chan().recv();
}

int main() { go("test", close_while_in_flight); }
