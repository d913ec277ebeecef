#include "program.hpp"

#include <cerrno>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

PROGRAM(neighbouring_bytes) {
  char bytes[8] = {};
  WaitGroup wg;
  for (int i = 0; i < 8; ++i) wg.go([&, i] { bytes[i] = 1; });
  wg.wait();
}

PROGRAM(byte_of_a_word) {
  union {
    int word;
    char bytes[4];
  } u = {};
  WaitGroup wg;
  wg.go([&] {
    u.word = 1;                                              //! byte_of_a_word
  });
  wg.go([&] {
    u.bytes[3] = 2;                                          //! byte_of_a_word
  });
  wg.wait();
}

PROGRAM(value_in_a_channel) {
  auto c = make_chan<std::string>();
  WaitGroup wg;
  wg.go([&] {
    std::string text(100, 'a');
    c.send(std::move(text));
  });
  std::string got = c.recv();
  got += "b";
  wg.wait();
}

PROGRAM(values_in_a_buffer) {
  auto c = make_chan<std::vector<int>>(2);
  go([=] {
    for (int i = 0; i < 3; ++i) c.send(std::vector<int>(10, i));
    c.close();
  });
  int sum = 0;
  for (std::vector<int> v : c) sum += v[0];
  require(sum == 3);
}

PROGRAM(pointer_in_a_channel) {
  static int& x = shared;
  auto c = make_chan<int*>(1);
  auto end = make_chan<int>();
  go([=] {
    *c.recv() = 1;                                           //! pointer_in_a_channel
    end.send(1);
  });
  c.send(&x);
  x = 2;                                                     //! pointer_in_a_channel
  end.recv();
}

PROGRAM(push_back) {
  std::vector<int> v;
  v.reserve(10);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&, i] {
      v.push_back(i);                                        //! push_back
    });
  }
  wg.wait();
}

PROGRAM(elements_of_a_vector) {
  std::vector<int> v(2);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([&, i] { v[static_cast<std::size_t>(i)] = i; });
  wg.wait();
}

PROGRAM(map_under_lock) {
  std::map<std::string, int> m;
  Mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&, i] {
      const std::scoped_lock lock(mu);
      m[i == 0 ? "a" : "b"] = i;
    });
  }
  wg.wait();
}

PROGRAM(text_and_length) {
  std::string text = "hello";
  WaitGroup wg;
  wg.go([&] {
    text[0] = 'j';                                           //! text_and_length
  });
  wg.go([&] {
    require(std::strlen(text.data()) == 5);                  //! text_and_length
  });
  wg.wait();
}

PROGRAM(copy_of_a_block) {
  struct Block {
    char bytes[256];
  };
  auto from = std::make_unique<Block>();
  auto to = std::make_unique<Block>();
  WaitGroup wg;
  wg.go([&] {
    std::memcpy(to.get(), from.get(), sizeof(Block));        //! copy_of_a_block
  });
  wg.go([&] {
    from->bytes[200] = 1;                                    //! copy_of_a_block
  });
  wg.wait();
}

PROGRAM(fill_of_a_block) {
  auto bytes = std::make_unique<char[]>(300);
  WaitGroup wg;
  wg.go([&] {
    std::memset(bytes.get(), 1, 300);                        //! fill_of_a_block
  });
  wg.go([&] {
    require(bytes[299] < 2);                                 //! fill_of_a_block
  });
  wg.wait();
}

PROGRAM(reused_heap) {
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      for (int k = 0; k < 3; ++k) {
        auto p = std::make_unique<int>(k);
        *p += 1;
      }
    });
  }
  wg.wait();
}

PROGRAM(handed_over_and_freed) {
  auto c = make_chan<std::unique_ptr<int>>();
  go([&] {
    for (int i = 0; i < 2; ++i) {
      auto p = std::make_unique<int>(i);
      c.send(std::move(p));
    }
  });
  for (int i = 0; i < 2; ++i) require(*c.recv() == i);
}

PROGRAM(use_while_freed) {
  int* p = new int(1);
  WaitGroup wg;
  wg.go([=] {
    volatile int seen = *p;                                  //! use_while_freed
    static_cast<void>(seen);
  });
  delete p;                                                  //! use_while_freed
  wg.wait();
}

PROGRAM(reused_stack) {
  WaitGroup wg;
  const auto call = [&](int n) {
    int local = n;
    auto c = make_chan<int>();
    go([&] { local += 1; c.send(1); });
    c.recv();
    require(local == n + 1);
  };
  call(1);
  call(2);
}

PROGRAM(stack_after_the_goroutine) {
  for (int i = 0; i < 3; ++i) {
    auto c = make_chan<int>();
    go([=] {
      int local[16];
      for (int& one : local) one = 1;
      c.send(local[3]);
    });
    c.recv();
  }
}

PROGRAM(static_in_a_function) {
  const auto table = [](int i) -> int& {
    static std::vector<int> values(4, 7);
    return values[static_cast<std::size_t>(i)];
  };
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([&, i] { require(table(i) == 7); });
  wg.wait();
}

PROGRAM(shared_pointer) {
  auto p = std::make_shared<std::string>("text");
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([p] { require(p->size() == 4); });
  p.reset();
  wg.wait();
}

PROGRAM(what_a_shared_pointer_points_to) {
  auto p = std::make_shared<int>(0);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([p] {
      *p += 1;                                               //! what_a_shared_pointer_points_to
    });
  }
  wg.wait();
}

PROGRAM(last_owner_frees) {
  auto p = std::make_shared<int>(0);
  Mutex mu;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([p, &mu] {
      const std::scoped_lock lock(mu);
      *p += 1;
    });
  }
  p.reset();
  wg.wait();
}

PROGRAM(bitfields) {
  struct {
    unsigned a : 4;
    unsigned b : 4;
  } bits = {};
  WaitGroup wg;
  wg.go([&] {
    bits.a = 1;                                              //! bitfields
  });
  wg.go([&] {
    bits.b = 1;                                              //! bitfields
  });
  wg.wait();
}

PROGRAM(unordered_double_checked_locking) {
  static int*& p = shared_pointer_to;
  static Mutex mu;
  const auto get = [] {
    if (p == nullptr) {                                      //! unordered_double_checked_locking
      const std::scoped_lock lock(mu);
      if (p == nullptr) {
        p = new int(1);                                      //! unordered_double_checked_locking
      }
    }
  };
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go(get);
  wg.wait();
}

// A goroutine's thread_local is its thread's: another goroutine has its own, or has its turn later.
thread_local int of_this_thread = 0;
PROGRAM(thread_local_variable) {
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([] { ++of_this_thread; });
  wg.wait();
}

PROGRAM(errno_of_the_library) {
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([] { errno = 5; });
  wg.wait();
}

PROGRAM(std_call_once) {
  static std::once_flag once;
  int local = 0;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      std::call_once(once, [&] { local = 1; });
      require(local == 1);
    });
  }
  wg.wait();
}

PROGRAM(initialiser_that_throws) {
  int attempts = 0;
  const auto get = [&] {
    static const int value = [&] {
      if (++attempts == 1) throw std::runtime_error("not yet");
      return attempts;
    }();
    return value;
  };
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      try {
        require(get() == 2);
      } catch (const std::runtime_error&) {
      }
    });
  }
  wg.wait();
}

PROGRAM(range_of_many_cells) {
  static char bytes[101];
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&, i] {
      std::memset(bytes + 50 * i, i, 51);                    //! range_of_many_cells
    });
  }
  wg.wait();
}

// What memcpy, memmove and memset are to newer versions of Clang.
extern "C" void* __tsan_memcpy(void*, const void*, std::size_t);
extern "C" void* __tsan_memmove(void*, const void*, std::size_t);
extern "C" void* __tsan_memset(void*, int, std::size_t);

PROGRAM(blocks_by_other_names) {
  static char from[64], to[64];
  WaitGroup wg;
  wg.go([&] {
    __tsan_memcpy(to, from, 16);                             //! blocks_by_other_names
    __tsan_memmove(to + 16, from + 16, 16);                  //! blocks_by_other_names
    __tsan_memset(to + 32, 1, 16);                           //! blocks_by_other_names
  });
  wg.go([&] {
    to[15] = 1;                                              //! blocks_by_other_names
    from[16] = 1;                                            //! blocks_by_other_names
    to[47] = 1;                                              //! blocks_by_other_names
  });
  wg.wait();
}
