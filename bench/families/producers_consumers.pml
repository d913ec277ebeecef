/* producers_consumers.cc. What a consumer received is forgotten at once, which makes fewer states. */
chan values = [CAPACITY] of { byte };

proctype producer(byte i) {
  values ! i;
  values ! i
}

inline consume() { atomic { values ? value; assert(value < N); value = 0 } }

proctype consumer() {
  byte value;
  consume();
  consume()
}

init {
  byte i;
  atomic { for (i : 0 .. N - 1) { run producer(i); run consumer() } }
}
