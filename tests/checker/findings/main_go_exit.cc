// gocheck: expect deadlock
#include <gocheck/go.hpp>

using namespace gocheck;

int main() { go_exit(); }
