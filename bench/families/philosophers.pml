/* philosophers.cc; a fork is a mutex. */
bit locked[N];

inline lock(m) { d_step { locked[m] == 0 -> locked[m] = 1 } }
inline unlock(m) { locked[m] = 0 }

proctype philosopher(byte i) {
  lock(i);
  lock((i + 1) % N);
  unlock((i + 1) % N);
  unlock(i)
}

init {
  byte i;
  atomic { for (i : 0 .. N - 1) { run philosopher(i) } }
}
