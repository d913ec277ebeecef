// Whatever an execution changes in its process is as new in the next one: every program looks first, then
// changes. Each is explored over several interleavings, twice the first one.
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <csetjmp>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <iomanip>
#include <iostream>
#include <list>
#include <locale>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "program.hpp"

namespace {

const std::string long_text(100, 'x');

int number = 7;
std::string text = "before main, and too long for the small buffer";
std::vector<int> numbers{1, 2, 3};
std::map<std::string, int> ordered{{"one", 1}};
std::unordered_map<int, std::string> hashed{{1, long_text}};
std::list<std::string> list{long_text};
std::shared_ptr<int> shared = std::make_shared<int>(1);
std::unique_ptr<std::string> owned;
std::once_flag once;
std::size_t large[1 << 20];   // 8 MiB, of which an execution writes a few pages.
char never_written[1 << 20];

thread_local int local = 1;
thread_local std::string local_text = "of this thread, and too long for the small buffer";

struct Counted {
  static inline int alive = 0;
  Counted() { ++alive; }
  ~Counted() { --alive; }
};

Counted& counted() {
  static Counted one;
  return one;
}

}  // namespace

PROGRAM(globals) {
  require(number == 7 && text.starts_with("before") && numbers.size() == 3);
  in_turns([](int i) {
    number += i + 1;
    text += long_text;
    for (int n = 0; n < 100; ++n) numbers.push_back(n);
  });
}
PROGRAM(containers) {
  require(ordered.size() == 1 && hashed.size() == 1 && list.size() == 1 && hashed[1] == long_text);
  in_turns([](int i) {
    ordered["key " + std::to_string(i)] = i;
    hashed[i + 2] = long_text;
    list.push_back(long_text);
    ordered.erase("one");
    list.pop_front();
  });
}
PROGRAM(owners) {
  require(shared.use_count() == 1 && *shared == 1 && owned == nullptr);
  in_turns([](int i) {
    const auto copy = shared;
    *copy += 1;
    owned = std::make_unique<std::string>(long_text);
    if (i == 1) shared = std::make_shared<int>(2);
  });
}
PROGRAM(function_statics) {
  require(Counted::alive == 0);
  in_turns([](int) {
    counted();
    static std::vector<std::string> lines{long_text};
    lines.push_back(long_text);
  });
  require(Counted::alive == 1);
}
PROGRAM(thread_locals) {
  require(local == 1 && local_text.starts_with("of this"));
  in_turns([](int) {
    ++local;
    local_text += long_text;
  });
}
PROGRAM(thread_keys) {
  pthread_key_t key;
  require(pthread_key_create(&key, nullptr) == 0);
  require(pthread_getspecific(key) == nullptr);
  in_turns([=](int i) { pthread_setspecific(key, new int(i)); });
}
PROGRAM(iostream_state) {
  require(std::cout.width() == 0 && std::cout.fill() == ' ' && std::cout.good());
  require((std::cout.flags() & std::ios::hex) == 0);
  in_turns([](int) {
    std::cout << std::hex << std::setfill('*') << std::setw(9) << 255 << '\n';
    std::cout.setstate(std::ios::failbit);
    std::cout.width(3);
  });
}
PROGRAM(stdio_state) {
  require(std::ferror(stdout) == 0);
  in_turns([](int i) { std::printf("no newline %d", i); });
  std::setvbuf(stderr, nullptr, _IOFBF, 4096);
  std::fputs("kept", stderr);
}
PROGRAM(locales) {
  require(std::locale() == std::locale::classic());
  require(std::string(std::setlocale(LC_ALL, nullptr)) == "C");
  in_turns([](int) {
    std::locale::global(std::locale("C.UTF-8"));
    require(std::setlocale(LC_ALL, "C.UTF-8") != nullptr);
  });
}
PROGRAM(random_numbers) {
  require(std::rand() == 1804289383);   // The first of the C library's default sequence.
  in_turns([](int) { std::srand(static_cast<unsigned>(std::rand())); });
}
PROGRAM(environment) {
  require(std::getenv("GOCHECK_TEST_VARIABLE") == nullptr);
  in_turns([](int i) {
    setenv("GOCHECK_TEST_VARIABLE", std::to_string(i).c_str(), 1);
    setenv("TZ", "Asia/Tokyo", 1);
    tzset();
    const std::time_t zero = 0;
    require(std::localtime(&zero)->tm_hour == 9);
  });
}
PROGRAM(library_buffers) {
  char words[] = "one two three";
  require(std::string(std::strtok(words, " ")) == "one");
  in_turns([](int i) {
    char others[] = "four five";
    std::strtok(others, " ");
    std::strerror(9000 + i);
    errno = 5;
  });
}
PROGRAM(handlers) {
  require(std::get_new_handler() == nullptr);
  in_turns([](int) { std::set_new_handler([] { throw std::bad_alloc(); }); });
}
PROGRAM(call_once) {
  int calls = 0;
  in_turns([&](int) { std::call_once(once, [&] { ++calls; }); });
  require(calls == 1);
}
PROGRAM(regular_expressions) {
  in_turns([](int i) {
    const std::regex pattern("([a-z]+) ([0-9]+)");
    require(std::regex_match("word " + std::to_string(i), pattern));
  });
}
PROGRAM(large_globals) {
  for (std::size_t i = 0; i < std::size(large); i += 4096) require(large[i] == 0);
  in_turns([](int i) { large[static_cast<std::size_t>(i) * 300'000] = 1; });
}
PROGRAM(kernel_writes_into_a_new_page) {
  const int zero = open("/dev/zero", O_RDONLY);
  in_turns([=](int i) {
    require(read(zero, never_written + 200'000 * (i + 1), 5000) == 5000);
  });
}
PROGRAM(freed_by_another) {
  auto texts = make_chan<std::string*>(2);
  go([=] { texts.send(new std::string(long_text)); });
  go([=] { texts.send(new std::string(long_text)); });
  for (int i = 0; i < 2; ++i) delete texts.recv();
}
PROGRAM(large_blocks) {
  in_turns([](int i) {
    const std::vector<char> block(18'000'000, static_cast<char>(i));   // Its pages are given back.
    require(block.back() == i);
  });
}
PROGRAM(leaked_goroutines) {
  auto never = make_chan<int>();
  go([=] {
    const std::string mine = long_text;
    never.recv();
  });
  in_turns([](int) {});
  std::exit(0);
}

// ---- Exceptions

PROGRAM(switch_in_handler) {
  in_turns([](int i) {
    try {
      throw std::runtime_error(std::to_string(i));
    } catch (const std::runtime_error& error) {
      auto c = make_chan<int>(1);
      c.send(i);
      require(error.what() == std::to_string(i));
      try {
        throw i;
      } catch (int inner) {
        c.recv();
        require(inner == i);
      }
      try {
        throw;
      } catch (const std::runtime_error& again) {
        require(again.what() == std::to_string(i));
      }
    }
    require(std::current_exception() == nullptr);
  });
}
PROGRAM(switch_while_unwinding) {
  in_turns([](int i) {
    struct Switch {
      ~Switch() {
        require(std::uncaught_exceptions() == 1);
        auto c = make_chan<int>(1);
        c.send(1);
        require(std::uncaught_exceptions() == 1);
      }
    };
    require(std::uncaught_exceptions() == 0);
    try {
      const Switch on_the_way;
      throw i;
    } catch (int caught) {
      require(caught == i);
    }
  });
}
PROGRAM(ended_in_handler) {
  require(std::uncaught_exceptions() == 0 && std::current_exception() == nullptr);
  in_turns([](int) {});
  try {
    throw std::runtime_error(long_text);
  } catch (const std::runtime_error&) {
    std::exit(0);
  }
}
PROGRAM(kept_exception) {
  static std::exception_ptr kept;
  require(kept == nullptr);
  in_turns([](int) {
    try {
      throw std::runtime_error(long_text);
    } catch (...) {
      kept = std::current_exception();
    }
  });
  try {
    std::rethrow_exception(kept);
  } catch (const std::runtime_error& error) {
    require(error.what() == long_text);
  }
}

// ---- Statics whose initialisation waits

PROGRAM(static_that_communicates) {
  auto value = make_chan<int>(1);
  int initialisations = 0;
  auto get = [&, value] {
    static const int once_only = [&] {
      ++initialisations;
      return value.recv();
    }();
    return once_only;
  };
  WaitGroup wg;
  wg.add(2);
  for (int i = 0; i < 2; ++i) {
    go([&] {
      require(get() == 42);
      wg.done();
    });
  }
  go([=] { value.send(42); });
  wg.wait();
  require(initialisations == 1);
  in_turns([](int) {});
}
PROGRAM(static_that_throws) {
  int attempts = 0;
  auto get = [&] {
    static const int value = [&] {
      auto c = make_chan<int>(1);
      c.send(1);
      if (++attempts == 1) throw std::runtime_error("not yet");
      return c.recv();
    }();
    return value;
  };
  in_turns([](int) {});
  try {
    get();
    require(false);
  } catch (const std::runtime_error&) {
  }
  require(get() == 1 && attempts == 2);
}
PROGRAM(static_that_waits_for_itself) {
  in_turns([](int) {});
  struct Self {
    static int get() {
      static const int value = get() + 1;  //! static_that_waits_for_itself deadlock
      return value;
    }
  };
  require(Self::get() == 1);
}

PROGRAM(errno_is_nothing_of_the_checkers) {
  require(errno != EBADF);   // As of a look at what is open.
  in_turns([](int) {});
}
