// Functions of the C++ library that come to operations (interpose/threads.cpp, interpose/futex.cpp), as the linker's
// --wrap gives them to us. The library's code keeps no frame pointers: where the program called it is noted before.
//
// This file is in a program only when it is linked with --wrap.

#include "race/detector.hpp"
#include "stack/backtrace.hpp"

using gocheck::checker::race::Note;

#define GOCHECK_NOTE_CALLER(type, name, parameters, arguments) \
  type __real_##name parameters;                               \
  type __wrap_##name parameters {                              \
    const Note note(gocheck::checker::caller_state());         \
    return __real_##name arguments;                            \
  }

extern "C" {

// std::thread::_M_start_thread(_State_ptr, void (*)()) and join().
GOCHECK_NOTE_CALLER(void, _ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE,
                    (void* thread, void* state, void (*depends)()), (thread, state, depends))
GOCHECK_NOTE_CALLER(void, _ZNSt6thread4joinEv, (void* thread), (thread))
// std::condition_variable::wait(unique_lock<mutex>&), notify_one() and notify_all().
GOCHECK_NOTE_CALLER(void, _ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE, (void* cond, void* lock),
                    (cond, lock))
GOCHECK_NOTE_CALLER(void, _ZNSt18condition_variable10notify_oneEv, (void* cond), (cond))
GOCHECK_NOTE_CALLER(void, _ZNSt18condition_variable10notify_allEv, (void* cond), (cond))
// What std::future waits in: std::__atomic_futex_unsigned_base::_M_futex_wait_until(unsigned*, unsigned, bool, seconds,
// nanoseconds) and _M_futex_notify_all(unsigned*).
GOCHECK_NOTE_CALLER(
    bool,
    _ZNSt28__atomic_futex_unsigned_base19_M_futex_wait_untilEPjjbNSt6chrono8durationIlSt5ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE,
    (void* base, unsigned* word, unsigned expected, bool has_timeout, long seconds, long nanoseconds),
    (base, word, expected, has_timeout, seconds, nanoseconds))
GOCHECK_NOTE_CALLER(void, _ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj, (void* base, unsigned* word),
                    (base, word))

}  // extern "C"
