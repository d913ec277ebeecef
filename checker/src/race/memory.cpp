// The C library's functions on memory, as the linker's --wrap gives them to us: they are compiled
// without instrumentation, and what they read and write is their caller's doing. Likewise the guards of
// static variables, whose initialisation happens before every use, and operator delete.
//
// This file is in a program only when it is linked with --wrap.

#include <cstring>

#include "race/detector.hpp"

using gocheck::checker::race::Cleaning;
using gocheck::checker::race::Clocks;
using gocheck::checker::race::detector;
using gocheck::checker::race::kRead;
using gocheck::checker::race::kWrite;
using gocheck::checker::race::on;
using gocheck::checker::race::Tid;

namespace {

struct Caller {
  void* pc;
  void reads(const void* address, std::size_t size) const { access(address, size, kRead); }
  void writes(const void* address, std::size_t size) const { access(address, size, kWrite); }

 private:
  void access(const void* address, std::size_t size, std::uint8_t kind) const {
    const Cleaning cleaning;
    detector->access(reinterpret_cast<std::uintptr_t>(address), size, kind,
                     reinterpret_cast<std::uintptr_t>(pc));
  }
};

void acquire(const void* thing) {
  if (!on) return;
  const Cleaning cleaning;
  detector->order([&](Clocks& clocks, Tid self) {
    clocks.acquire(self, reinterpret_cast<std::uintptr_t>(thing));
  });
}

void release(const void* thing) {
  if (!on) return;
  const Cleaning cleaning;
  detector->order([&](Clocks& clocks, Tid self) {
    clocks.release(self, reinterpret_cast<std::uintptr_t>(thing));
  });
}

/// The C++ library frees for whoever deletes.
class Deletion {
 public:
  explicit Deletion(void* caller) {
    if (on) detector->set_caller_of_free(reinterpret_cast<std::uintptr_t>(caller));
  }
  ~Deletion() {
    if (on) detector->set_caller_of_free(0);
  }
  Deletion(const Deletion&) = delete;
  Deletion& operator=(const Deletion&) = delete;
};

/// How far a comparison of two texts looks, with the terminator or the first difference.
std::size_t compared(const char* a, const char* b, std::size_t max) {
  std::size_t n = 0;
  while (n < max && a[n] == b[n] && a[n] != '\0') ++n;
  return n < max ? n + 1 : n;
}

}  // namespace

#define GOCHECK_CALLER Caller{__builtin_return_address(0)}

#define GOCHECK_DELETE(name, parameters, arguments)       \
  void __real_##name parameters;                          \
  void __wrap_##name parameters {                         \
    const Deletion deletion(__builtin_return_address(0)); \
    __real_##name arguments;                              \
  }

extern "C" {

void* __real_memcpy(void*, const void*, std::size_t);
void* __real_memmove(void*, const void*, std::size_t);
void* __real_memset(void*, int, std::size_t);
int __real_memcmp(const void*, const void*, std::size_t);
std::size_t __real_strlen(const char*);
char* __real_strcpy(char*, const char*);
char* __real_strncpy(char*, const char*, std::size_t);
char* __real_strcat(char*, const char*);
int __real_strcmp(const char*, const char*);
int __real_strncmp(const char*, const char*, std::size_t);
char* __real_strchr(const char*, int);
int __real___cxa_guard_acquire(void*);
void __real___cxa_guard_release(void*);
void __real___cxa_guard_abort(void*);

void* __wrap_memcpy(void* to, const void* from, std::size_t size) {
  if (on) {
    GOCHECK_CALLER.reads(from, size);
    GOCHECK_CALLER.writes(to, size);
  }
  return __real_memcpy(to, from, size);
}

void* __wrap_memmove(void* to, const void* from, std::size_t size) {
  if (on) {
    GOCHECK_CALLER.reads(from, size);
    GOCHECK_CALLER.writes(to, size);
  }
  return __real_memmove(to, from, size);
}

void* __wrap_memset(void* to, int value, std::size_t size) {
  if (on) GOCHECK_CALLER.writes(to, size);
  return __real_memset(to, value, size);
}

// The names by which Clang calls them from version 15 on.
void* __tsan_memcpy(void*, const void*, std::size_t) __attribute__((alias("__wrap_memcpy")));
void* __tsan_memmove(void*, const void*, std::size_t) __attribute__((alias("__wrap_memmove")));
void* __tsan_memset(void*, int, std::size_t) __attribute__((alias("__wrap_memset")));

int __wrap_memcmp(const void* a, const void* b, std::size_t size) {
  if (on) {
    GOCHECK_CALLER.reads(a, size);
    GOCHECK_CALLER.reads(b, size);
  }
  return __real_memcmp(a, b, size);
}

std::size_t __wrap_strlen(const char* text) {
  const std::size_t size = __real_strlen(text);
  if (on) GOCHECK_CALLER.reads(text, size + 1);
  return size;
}

char* __wrap_strcpy(char* to, const char* from) {
  if (on) {
    const std::size_t size = __real_strlen(from) + 1;
    GOCHECK_CALLER.reads(from, size);
    GOCHECK_CALLER.writes(to, size);
  }
  return __real_strcpy(to, from);
}

char* __wrap_strncpy(char* to, const char* from, std::size_t size) {
  if (on) {
    const std::size_t length = strnlen(from, size);
    GOCHECK_CALLER.reads(from, length < size ? length + 1 : size);
    GOCHECK_CALLER.writes(to, size);
  }
  return __real_strncpy(to, from, size);
}

char* __wrap_strcat(char* to, const char* from) {
  if (on) {
    const std::size_t at = __real_strlen(to);
    const std::size_t size = __real_strlen(from) + 1;
    GOCHECK_CALLER.reads(to, at + 1);
    GOCHECK_CALLER.reads(from, size);
    GOCHECK_CALLER.writes(to + at, size);
  }
  return __real_strcat(to, from);
}

int __wrap_strcmp(const char* a, const char* b) {
  if (on) {
    const std::size_t size = compared(a, b, static_cast<std::size_t>(-1));
    GOCHECK_CALLER.reads(a, size);
    GOCHECK_CALLER.reads(b, size);
  }
  return __real_strcmp(a, b);
}

int __wrap_strncmp(const char* a, const char* b, std::size_t max) {
  if (on) {
    const std::size_t size = compared(a, b, max);
    GOCHECK_CALLER.reads(a, size);
    GOCHECK_CALLER.reads(b, size);
  }
  return __real_strncmp(a, b, max);
}

char* __wrap_strchr(const char* text, int c) {
  char* found = __real_strchr(text, c);
  if (on) {
    const std::size_t size =
        found != nullptr ? static_cast<std::size_t>(found - text) : __real_strlen(text);
    GOCHECK_CALLER.reads(text, size + 1);
  }
  return found;
}

// operator delete and operator delete[].
GOCHECK_DELETE(_ZdlPv, (void* block), (block))
GOCHECK_DELETE(_ZdaPv, (void* block), (block))
GOCHECK_DELETE(_ZdlPvm, (void* block, std::size_t size), (block, size))
GOCHECK_DELETE(_ZdaPvm, (void* block, std::size_t size), (block, size))
GOCHECK_DELETE(_ZdlPvSt11align_val_t, (void* block, std::size_t align), (block, align))
GOCHECK_DELETE(_ZdaPvSt11align_val_t, (void* block, std::size_t align), (block, align))
GOCHECK_DELETE(_ZdlPvmSt11align_val_t, (void* block, std::size_t size, std::size_t align),
               (block, size, align))
GOCHECK_DELETE(_ZdaPvmSt11align_val_t, (void* block, std::size_t size, std::size_t align),
               (block, size, align))

/// Initialised before every use, and what an initialiser that threw has done before the next one.
int __wrap___cxa_guard_acquire(void* guard) {
  const int is_mine = __real___cxa_guard_acquire(guard);
  acquire(guard);
  return is_mine;
}

void __wrap___cxa_guard_release(void* guard) {
  release(guard);
  __real___cxa_guard_release(guard);
}

void __wrap___cxa_guard_abort(void* guard) {
  release(guard);
  __real___cxa_guard_abort(guard);
}

}  // extern "C"
