// Many small programs in one file (many_programs.hpp). A line that takes part in the race of a
// program is marked `//! NAME`; a program without marks is free of races.
#pragma once

#include <mutex>
#include <shared_mutex>

#include "../many_programs.hpp"

// Known to other files, as far as the compiler knows: what is only ever written is not optimised away.
int shared;
int* shared_pointer_to;
