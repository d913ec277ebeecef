/* independent_pairs.cc */
chan channels[N] = [0] of { byte };

proctype sender(byte i) {
  channels[i] ! i;
  channels[i] ! i
}

inline take() { atomic { channels[i] ? value; assert(value == i); value = 0 } }

proctype receiver(byte i) {
  byte value;
  take();
  take()
}

init {
  byte i;
  atomic { for (i : 0 .. N - 1) { run sender(i); run receiver(i) } }
}
