#pragma once

// The whole runtime: goroutines, channels, select, sync, atomics, context and time.

#include <gocheck/atomic.hpp>
#include <gocheck/chan.hpp>
#include <gocheck/choose.hpp>
#include <gocheck/cond.hpp>
#include <gocheck/context.hpp>
#include <gocheck/defer.hpp>
#include <gocheck/err_group.hpp>
#include <gocheck/goroutine.hpp>
#include <gocheck/mutex.hpp>
#include <gocheck/once.hpp>
#include <gocheck/panic.hpp>
#include <gocheck/rwmutex.hpp>
#include <gocheck/select.hpp>
#include <gocheck/semaphore.hpp>
#include <gocheck/time.hpp>
#include <gocheck/wait_group.hpp>
