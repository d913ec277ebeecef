// Functions of the C++ library that come to operations (interpose/threads.cpp), as the linker's --wrap gives them to
// us. The library's code keeps no frame pointers: where the program called it is noted before.
//
// This file is in a program only when it is linked with --wrap.

#include "engine/backtrace.hpp"
#include "race/detector.hpp"

using gocheck::checker::race::detector;
using gocheck::checker::race::on;

#define GOCHECK_NOTE_CALLER(name, parameters, arguments)             \
  void __real_##name parameters;                                     \
  void __wrap_##name parameters {                                    \
    if (on) detector->entered(gocheck::checker::caller_state());     \
    __real_##name arguments;                                         \
    if (on) detector->entered(nullptr);                              \
  }

extern "C" {

// std::thread::_M_start_thread(_State_ptr, void (*)()) and join().
GOCHECK_NOTE_CALLER(_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE,
                    (void* thread, void* state, void (*depends)()), (thread, state, depends))
GOCHECK_NOTE_CALLER(_ZNSt6thread4joinEv, (void* thread), (thread))
// std::condition_variable::wait(unique_lock<mutex>&), notify_one() and notify_all().
GOCHECK_NOTE_CALLER(_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE, (void* cond, void* lock), (cond, lock))
GOCHECK_NOTE_CALLER(_ZNSt18condition_variable10notify_oneEv, (void* cond), (cond))
GOCHECK_NOTE_CALLER(_ZNSt18condition_variable10notify_allEv, (void* cond), (cond))

}  // extern "C"
