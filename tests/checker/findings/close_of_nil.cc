// gocheck: expect double-close
#include <gocheck/go.hpp>

using namespace gocheck;

int main() { Chan<int>{}.close(); }
