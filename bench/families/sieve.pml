/* sieve.cc. A channel has one receiver, so that it is closed is a flag beside it. */
bit closed[N];

proctype stage(chan in; byte number; byte previous) {
  byte prime, value;
  chan out = [0] of { byte };
  if
  :: in ? prime
  :: closed[number] -> goto end_of_input
  fi;
  assert(prime > previous);
  run stage(out, number + 1, prime);
  do
  :: in ? value ->
     if
     :: value % prime != 0 -> out ! value
     :: else
     fi
  :: closed[number] -> break
  od;
  closed[number + 1] = 1;
end_of_input:
  skip
}

init {
  byte i;
  chan numbers = [0] of { byte };
  run stage(numbers, 0, 1);
  for (i : 2 .. N) { numbers ! i }
  closed[0] = 1
}
