/* fan_in.cc, for N up to 9. */
chan channels[N] = [0] of { byte };

proctype sender(byte i) { channels[i] ! i }

#define CASE(i) :: channels[i] ? value

proctype collector() {
  byte k, value, sum;
  for (k : 1 .. N) {
    atomic {
      if
      CASE(0)
      CASE(1)
#if N > 2
      CASE(2)
#endif
#if N > 3
      CASE(3)
#endif
#if N > 4
      CASE(4)
#endif
#if N > 5
      CASE(5)
#endif
#if N > 6
      CASE(6)
#endif
#if N > 7
      CASE(7)
#endif
#if N > 8
      CASE(8)
#endif
      fi;
      sum = sum + value;
      value = 0
    }
  }
  assert(sum == N * (N - 1) / 2)
}

init {
  byte i;
  atomic {
    for (i : 0 .. N - 1) { run sender(i) }
    run collector()
  }
}
