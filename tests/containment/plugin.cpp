// A library that is loaded while main runs: its counter is in none of the modules that there were before.
extern "C" int rounds() {
  static int count = 0;
  return ++count;
}
