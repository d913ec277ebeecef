# Sanitizers for gocheck itself: the preset asan-ubsan, for the whole test suite.
#
# Undefined behaviour ends whatever shows it, by a trap: what is linked into programs under check must not need a
# library. Addresses are checked in the tool and in the production runtime. In a process under check they cannot be:
# it is put back to where it was between executions, and the sanitizer's own memory with it.
option(GOCHECK_SANITIZE "Check gocheck itself with sanitizers" OFF)
if(GOCHECK_SANITIZE)
  add_compile_options(-fsanitize=undefined -fsanitize-undefined-trap-on-error)
endif()

# gocheck_check_addresses(TARGET): with GOCHECK_SANITIZE, in the target and in what links it.
function(gocheck_check_addresses target)
  if(GOCHECK_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=address -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address)
  endif()
endfunction()
