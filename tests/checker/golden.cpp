// The families of golden.tsv: `golden NAME [NUMBER...]` is one of its programs. All goroutines start at
// once, from main, which does nothing else; objects live as long as the process.
#include <gocheck/go.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

using namespace gocheck;

namespace {

std::vector<int> numbers;
int n(std::size_t i) { return numbers.at(i); }

template <typename T>
T& make() {
  return *new T;
}
template <typename T>
std::vector<T*> make_many(int count) {
  std::vector<T*> all;
  for (int i = 0; i < count; ++i) all.push_back(new T);
  return all;
}
using Ch = Chan<int>;
std::vector<Ch> channels(int count, std::size_t capacity = 0) {
  std::vector<Ch> all;
  for (int i = 0; i < count; ++i) all.push_back(make_chan<int>(capacity));
  return all;
}
void times(int count, const std::function<void()>& f) {
  for (int i = 0; i < count; ++i) f();
}
/// `count` goroutines that get their number.
void gos(int count, const std::function<void(int)>& f) {
  for (int i = 0; i < count; ++i) go([=] { f(i); });
}
void noop(int) {}

void send1recv(int senders, std::size_t capacity) {
  auto c = make_chan<int>(capacity);
  go([=] { times(senders, [&] { c.recv(); }); });
  gos(senders, [=](int i) { c.send(i); });
}

void philosophers(bool ordered) {
  const int count = n(0);
  auto forks = make_many<Mutex>(count);
  gos(count, [=](int i) {
    int first = i;
    int second = (i + 1) % count;
    if (ordered && first > second) std::swap(first, second);
    forks[first]->lock();
    forks[second]->lock();
    forks[second]->unlock();
    forks[first]->unlock();
  });
}

void fan_in(std::size_t capacity) {
  const int count = n(0);
  auto all = channels(count, capacity);
  go([=] {
    times(count, [&] {
      if (count == 2) select(recv(all[0], noop), recv(all[1], noop));
      if (count == 3) select(recv(all[0], noop), recv(all[1], noop), recv(all[2], noop));
      if (count == 4) {
        select(recv(all[0], noop), recv(all[1], noop), recv(all[2], noop), recv(all[3], noop));
      }
    });
  });
  gos(count, [=](int i) { all[i].send(i); });
}

void sieve() {
  const int last = n(0);
  int stages = 0;
  for (int i = 2; i <= last; ++i) {
    bool is_prime = true;
    for (int d = 2; d < i; ++d) is_prime = is_prime && i % d != 0;
    stages += is_prime ? 1 : 0;
  }
  auto c = channels(stages + 1);
  go([=] {
    for (int i = 2; i <= last; ++i) c[0].send(i);
    c[0].close();
  });
  gos(stages, [=](int j) {
    const auto [p, ok] = c[j].recv_ok();
    while (ok) {
      const auto [value, more] = c[j].recv_ok();
      if (!more) break;
      if (value % p != 0) c[j + 1].send(value);
    }
    c[j + 1].close();
  });
}

const std::map<std::string, std::function<void()>> families = {
    {"send1recv_unbuf", [] { send1recv(n(0), 0); }},
    {"send1recv_buf", [] { send1recv(n(0), n(1)); }},
    {"prodcons",
     [] {
       auto c = make_chan<int>(n(3));
       const int each = n(2);
       const int taken = n(0) * n(2) / n(1);
       gos(n(0), [=](int i) { times(each, [&] { c.send(i); }); });
       gos(n(1), [=](int) { times(taken, [&] { c.recv(); }); });
     }},
    {"phil_dead", [] { philosophers(false); }},
    {"phil_ord", [] { philosophers(true); }},
    {"sieve", sieve},
    {"pingpong",
     [] {
       auto c = channels(2);
       const int k = n(0);
       go([=] { times(k, [&] { c[0].send(1); c[1].recv(); }); });
       go([=] { times(k, [&] { c[0].recv(); c[1].send(1); }); });
     }},
    {"fanin_sel", [] { fan_in(0); }},
    {"fanin_sel_buf1", [] { fan_in(1); }},
    {"wg",
     [] {
       auto& wg = make<WaitGroup>();
       const int count = n(0);
       go([=, &wg] {
         wg.add(count);
         gos(count, [&wg](int) { wg.done(); });
         wg.wait();
       });
     }},
    {"wg_late_add",
     [] {
       auto& wg = make<WaitGroup>();
       const int count = n(0);
       go([=, &wg] {
         gos(count, [&wg](int) { wg.add(1); wg.done(); });
         wg.wait();
       });
     }},
    {"lockcounter",
     [] {
       auto& m = make<Mutex>();
       auto& x = make<Atomic<int>>();
       const int k = n(1);
       gos(n(0), [=, &m, &x](int) {
         times(k, [&] { m.lock(); x.load(); x.fetch_add(1); m.unlock(); });
       });
     }},
    {"rwlock",
     [] {
       auto& m = make<RWMutex>();
       auto& x = make<Atomic<int>>();
       gos(n(0), [&](int) { m.lock_shared(); x.load(); m.unlock_shared(); });
       gos(n(1), [&](int i) { m.lock(); x.store(i); m.unlock(); });
     }},
    {"rw_recursive",
     [] {
       auto& m = make<RWMutex>();
       go([&] { m.lock_shared(); m.lock_shared(); m.unlock_shared(); m.unlock_shared(); });
       go([&] { m.lock(); m.unlock(); });
     }},
    {"rw_cross",
     [] {
       auto& m = make<RWMutex>();
       auto c = make_chan<int>();
       go([&m, c] { m.lock_shared(); c.send(1); m.unlock_shared(); });
       go([&m, c] { m.lock_shared(); c.recv(); m.unlock_shared(); });
       go([&m] { m.lock(); m.unlock(); });
     }},
    {"close_send_race",
     [] {
       auto c = make_chan<int>(n(0));
       go([=] { c.close(); });
       go([=] { c.send(1); });
       go([=] { c.recv(); });
     }},
    {"multi_close",
     [] {
       auto c = make_chan<int>();
       gos(n(0), [=](int) { c.close(); });
     }},
    {"poll_default",
     [] {
       auto c = make_chan<int>(n(1));
       const int k = n(0);
       go([=] { times(k, [&] { select(recv(c, noop), otherwise([] {})); }); });
       go([=] { c.send(1); });
     }},
    {"sel2_default",
     [] {
       auto c = make_chan<int>(n(0));
       auto d = make_chan<int>(n(1));
       go([=] { select(recv(c, noop), recv(d, noop), otherwise([] {})); });
       go([=] { c.send(1); });
       go([=] { d.send(1); });
     }},
    {"indep_pairs",
     [] {
       for (const Ch& c : channels(n(0))) {
         go([=] { c.send(1); c.send(1); });
         go([=] { c.recv(); c.recv(); });
       }
     }},
    {"pipeline",
     [] {
       const int count = n(0);
       const int k = n(1);
       auto c = channels(count - 1, n(2));
       gos(count, [=](int i) {
         times(k, [&] {
           if (i > 0) c[i - 1].recv();
           if (i < count - 1) c[i].send(1);
         });
       });
     }},
    {"neg_wg",
     [] {
       auto& wg = make<WaitGroup>();
       go([&] { wg.add(1); });
       gos(2, [&](int) { wg.done(); });
     }},
    {"first_result_leak",
     [] {
       auto c = make_chan<int>();
       go([=] { c.recv(); });
       gos(n(0), [=](int i) { c.send(i); });
     }},
    {"first_result_cancel",
     [] {
       auto c = channels(2);
       go([=] { c[0].recv(); c[1].close(); });
       gos(n(0), [=](int i) { select(send(c[0], i), recv(c[1], noop)); });
     }},
    {"semaphore",
     [] {
       auto s = make_chan<int>(n(1));
       gos(n(0), [=](int i) { s.send(i); s.recv(); });
     }},
    {"once",
     [] {
       auto& once = make<Once>();
       auto& x = make<Atomic<int>>();
       gos(n(0), [&](int) { once.call([&] { x.fetch_add(1); }); });
     }},
    {"cond_lost",
     [] {
       auto& m = make<Mutex>();
       auto& cv = *new Cond(m);
       go([&] { m.lock(); cv.wait(); m.unlock(); });
       go([&] { cv.signal(); });
     }},
    {"cond_2wait_bcast",
     [] {
       auto& m = make<Mutex>();
       auto& cv = *new Cond(m);
       gos(2, [&](int) { m.lock(); cv.wait(); m.unlock(); });
       go([&] { m.lock(); cv.broadcast(); m.unlock(); });
     }},
    {"readers_writer",
     [] {
       auto& x = make<Atomic<int>>();
       go([&] { x.store(1); });
       gos(n(0), [&](int) { x.load(); });
     }},
    {"store_load",
     [] {
       auto& x = make<Atomic<int>>();
       gos(n(0), [&](int i) { x.store(i); x.load(); });
     }},
    {"two_selects",
     [] {
       auto a = make_chan<int>();
       auto b = make_chan<int>();
       go([=] { select(send(a, 1), recv(b, noop)); });
       go([=] { select(recv(a, noop), send(b, 1)); });
       go([=] { select(recv(a, noop), recv(b, noop)); });
     }},
    {"busy_selects_close",
     [] {
       auto c = make_chan<int>();
       auto d = make_chan<int>();
       auto f = make_chan<int>();
       go([=] { select(send(c, 1), recv(d, noop)); });
       go([=] { select(recv(c, noop), recv(f, noop)); });
       go([=] { d.send(1); });
       go([=] { f.send(1); });
       go([=] { c.close(); });
     }},
    {"sel_send_closed",
     [] {
       auto c = make_chan<int>();
       auto d = make_chan<int>(1);
       go([=] { c.close(); });
       go([=] { select(send(c, 1), send(d, 1)); });
     }},
    {"nonblock_pair",
     [] {
       auto c = make_chan<int>();
       go([=] { select(send(c, 1), otherwise([] {})); });
       go([=] { select(recv(c, noop), otherwise([] {})); });
     }},
    {"worker_pool",
     [] {
       auto c = make_chan<int>();
       const int jobs = n(0);
       go([=] { times(jobs, [&] { c.send(1); }); c.close(); });
       gos(n(1), [=](int) { for (const int job : c) static_cast<void>(job); });
     }},
};

}  // namespace

int main(int argc, char** argv) {
  const auto family = argc > 1 ? families.find(argv[1]) : families.end();
  if (family == families.end()) {
    std::fprintf(stderr, "usage: golden FAMILY [NUMBER...]\n");
    return 2;
  }
  for (int i = 2; i < argc; ++i) numbers.push_back(std::atoi(argv[i]));
  family->second();
}
