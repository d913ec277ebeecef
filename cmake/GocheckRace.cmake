# gocheck_enable_race(TARGET): builds the target so that `gocheck run` sees its data races. Every source
# is instrumented; nothing of ThreadSanitizer is linked. In production the hooks cost a load and a branch
# for each memory access, so keep a build without for that.
function(gocheck_enable_race target)
  set(wrapped memcpy memmove memset memcmp strlen strcpy strncpy strcat strcmp strncmp strchr)
  target_compile_options(${target} PRIVATE -fsanitize=thread $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  foreach(name IN LISTS wrapped)
    target_compile_options(${target} PRIVATE -fno-builtin-${name})
  endforeach()
  set(library __cxa_guard_acquire __cxa_guard_release __cxa_guard_abort pthread_once)
  foreach(kind IN ITEMS lock trylock timedlock clocklock unlock)
    list(APPEND library pthread_mutex_${kind})
  endforeach()
  foreach(kind IN ITEMS rdlock tryrdlock timedrdlock clockrdlock wrlock trywrlock timedwrlock clockwrlock unlock)
    list(APPEND library pthread_rwlock_${kind})
  endforeach()
  list(APPEND library _ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE
    _ZNSt6thread4joinEv _ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE
    _ZNSt18condition_variable10notify_oneEv _ZNSt18condition_variable10notify_allEv
    _ZNSt28__atomic_futex_unsigned_base19_M_futex_wait_untilEPjjbNSt6chrono8durationIlSt5ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE
    _ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj)
  foreach(kind IN ITEMS _ZdlPv _ZdaPv)
    list(APPEND library ${kind} ${kind}m ${kind}St11align_val_t ${kind}mSt11align_val_t)
  endforeach()
  foreach(name IN LISTS wrapped library)
    target_link_options(${target} PRIVATE -Wl,--wrap=${name})
  endforeach()
endfunction()
