/* mutex_counter.cc. Counting is no step of its own there, so it is one with the unlock here. */
bit locked;
byte count;
byte running = N;

proctype counter() {
  byte k;
  for (k : 1 .. SECTIONS) {
    d_step { locked == 0 -> locked = 1 };
    d_step { count++; locked = 0 }
  }
  running--
}

init {
  byte i;
  atomic { for (i : 1 .. N) { run counter() } };
  running == 0;
  assert(count == N * SECTIONS)
}
