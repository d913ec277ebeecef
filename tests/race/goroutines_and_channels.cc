#include "program.hpp"

// ---- go

PROGRAM(go_before_start) {
  int x = 0;
  auto done = make_chan<int>();
  x = 1;
  go([&] { require(x == 1); done.send(1); });
  done.recv();
}

PROGRAM(go_then_write) {
  int x = 0;
  auto done = make_chan<int>();
  go([&] {
    x = 1;                                                   //! go_then_write
    done.send(1);
  });
  x = 2;                                                     //! go_then_write
  done.recv();
}

PROGRAM(end_orders_nothing) {
  static int& x = shared;
  go([] {
    x = 1;                                                   //! end_orders_nothing
  });
  static_cast<void>(choose(2));
  x = 2;                                                     //! end_orders_nothing
}

PROGRAM(siblings) {
  int x = 0;
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      ++x;                                                   //! siblings
    });
  }
  wg.wait();
}

PROGRAM(two_readers) {
  int x = 5;
  WaitGroup wg;
  for (int i = 0; i < 3; ++i) wg.go([&] { require(x == 5); });
  wg.wait();
}

PROGRAM(grandchild) {
  int x = 0;
  auto done = make_chan<int>();
  x = 1;
  go([&] { go([&] { require(x == 1); done.send(1); }); });
  done.recv();
}

PROGRAM(grandchild_and_parent) {
  int x = 0;
  auto done = make_chan<int>();
  go([&] {
    go([&] {
      x = 1;                                                 //! grandchild_and_parent
      done.send(1);
    });
    require(x == 0);                                         //! grandchild_and_parent
  });
  done.recv();
}

// ---- unbuffered

PROGRAM(send_before_receive) {
  int x = 0;
  auto c = make_chan<int>();
  go([&] { x = 1; c.send(1); });
  c.recv();
  require(x == 1);
}

PROGRAM(receive_before_send_ends) {
  int x = 0;
  auto c = make_chan<int>();
  go([&] { x = 1; c.recv(); });
  c.send(1);
  require(x == 1);
}

PROGRAM(after_the_send) {
  int x = 0;
  auto c = make_chan<int>();
  auto done = make_chan<int>();
  go([&] {
    c.send(1);
    x = 1;                                                   //! after_the_send
    done.send(1);
  });
  c.recv();
  x = 2;                                                     //! after_the_send
  done.recv();
}

PROGRAM(rendezvous_of_others) {
  int x = 0;
  auto c = make_chan<int>();
  auto d = make_chan<int>();
  WaitGroup wg;
  wg.go([&] { c.recv(); });
  wg.go([&] {
    x = 1;                                                   //! rendezvous_of_others
    d.send(1);
  });
  wg.go([&] { d.recv(); });
  c.send(1);
  x = 2;                                                     //! rendezvous_of_others
  wg.wait();
}

PROGRAM(relay) {
  int x = 0;
  auto a = make_chan<int>();
  auto b = make_chan<int>();
  go([&] { x = 1; a.send(1); });
  go([&] { b.send(a.recv()); });
  b.recv();
  require(x == 1);
}

PROGRAM(one_of_two_senders) {
  int x = 0;
  auto c = make_chan<int>();
  for (int i = 0; i < 2; ++i) {
    go([&, i] {
      x = i;                                                 //! one_of_two_senders
      c.send(1);
    });
  }
  c.recv();
  c.recv();
}

// ---- buffered

PROGRAM(buffered_send_before_receive) {
  int x = 0;
  auto c = make_chan<int>(1);
  go([&] { x = 1; c.send(1); });
  c.recv();
  require(x == 1);
}

PROGRAM(buffered_receive_orders_no_send) {
  int x = 0;
  auto c = make_chan<int>(1);
  auto done = make_chan<int>();
  go([&] {
    x = 1;                                                   //! buffered_receive_orders_no_send
    c.recv();
    done.send(1);
  });
  c.send(1);
  x = 2;                                                     //! buffered_receive_orders_no_send
  done.recv();
}

PROGRAM(kth_receive_before_send_k_plus_c) {
  int x = 0;
  auto c = make_chan<int>(2);
  c.send(1);
  c.send(2);
  auto done = make_chan<int>();
  go([&] { x = 1; c.recv(); done.send(1); });
  c.send(3);   // Ends after the first receive.
  require(x == 1);
  done.recv();
}

PROGRAM(kth_receive_not_before_send_k_plus_c_minus_1) {
  int x = 0;
  auto c = make_chan<int>(2);
  c.send(1);
  auto done = make_chan<int>();
  go([&] {
    x = 1;                                                   //! kth_receive_not_before_send_k_plus_c_minus_1
    c.recv();
    done.send(1);
  });
  c.send(2);
  x = 2;                                                     //! kth_receive_not_before_send_k_plus_c_minus_1
  done.recv();
}

PROGRAM(semaphore_of_capacity_one) {
  int x = 0;
  auto lock = make_chan<int>(1);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([&] { lock.send(1); ++x; lock.recv(); });
  wg.wait();
}

PROGRAM(semaphore_of_capacity_two) {
  int x = 0;
  auto lock = make_chan<int>(2);
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) {
    wg.go([&] {
      lock.send(1);
      ++x;                                                   //! semaphore_of_capacity_two
      lock.recv();
    });
  }
  wg.wait();
}

PROGRAM(second_value_orders_its_own_send) {
  int x = 0;
  auto c = make_chan<int>(2);
  go([&] { c.send(1); x = 1; c.send(2); });
  c.recv();
  c.recv();
  require(x == 1);
}

PROGRAM(first_value_orders_not_what_follows) {
  static int& x = shared;
  auto c = make_chan<int>(2);
  auto done = make_chan<int>();
  go([=] {
    c.send(1);
    x = 1;                                                   //! first_value_orders_not_what_follows
    c.send(2);
    done.send(1);
  });
  c.recv();
  require(x < 2);                                            //! first_value_orders_not_what_follows
  done.recv();
}

PROGRAM(length_orders_nothing) {
  int x = 0;
  auto c = make_chan<int>(1);
  auto done = make_chan<int>();
  go([&] {
    x = 1;                                                   //! length_orders_nothing
    c.send(1);
    done.send(1);
  });
  if (c.len() == 1) {
    require(x == 1);                                         //! length_orders_nothing
  }
  done.recv();
}

// ---- close

PROGRAM(close_before_zero) {
  int x = 0;
  auto c = make_chan<int>();
  go([&] { x = 1; c.close(); });
  c.recv();
  require(x == 1);
}

PROGRAM(close_before_end_of_range) {
  int x = 0;
  auto c = make_chan<int>(1);
  go([&] { c.send(1); x = 1; c.close(); });
  for (int v : c) require(v == 1);
  require(x == 1);
}

PROGRAM(value_is_not_the_close) {
  static int& x = shared;
  auto c = make_chan<int>(1);
  auto done = make_chan<int>();
  go([=] {
    c.send(1);
    x = 1;                                                   //! value_is_not_the_close
    c.close();
    done.send(1);
  });
  c.recv();
  x = 2;                                                     //! value_is_not_the_close
  done.recv();
}

PROGRAM(close_wakes_all) {
  int x = 0;
  auto c = make_chan<int>();
  WaitGroup wg;
  for (int i = 0; i < 2; ++i) wg.go([&] { c.recv(); require(x == 1); });
  x = 1;
  c.close();
  wg.wait();
}

PROGRAM(failed_close_orders_nothing) {
  int x = 0;
  auto c = make_chan<int>();
  auto done = make_chan<int>();
  c.close();
  go([&] {
    x = 1;                                                   //! failed_close_orders_nothing
    try {
      c.close();
    } catch (const Panic&) {
    }
    done.send(1);
  });
  c.recv();
  x = 2;                                                     //! failed_close_orders_nothing
  done.recv();
}

// ---- select

PROGRAM(select_receives) {
  int x = 0;
  auto c = make_chan<int>();
  auto d = make_chan<int>();
  go([&] { x = 1; c.send(1); });
  select(recv(c), recv(d));
  require(x == 1);
}

PROGRAM(select_default_orders_nothing) {
  int x = 0;
  auto c = make_chan<int>();
  auto done = make_chan<int>();
  go([&] {
    x = 1;                                                   //! select_default_orders_nothing
    select(send(c, 1), otherwise());
    done.send(1);
  });
  select(recv(c), otherwise());
  x = 2;                                                     //! select_default_orders_nothing
  done.recv();
}

PROGRAM(select_other_case) {
  static int& x = shared;
  auto c = make_chan<int>(1);
  auto d = make_chan<int>(1);
  auto done = make_chan<int>();
  go([=] {
    x = 1;                                                   //! select_other_case
    c.send(1);
    done.send(1);
  });
  d.send(1);
  if (select(recv(c), recv(d)) == 1) {
    x = 2;                                                   //! select_other_case
  }
  done.recv();
}

PROGRAM(select_assigns) {
  int value = 0;
  auto c = make_chan<int>();
  auto done = make_chan<int>();
  go([&] {
    select(recv(c, value));                                  //! select_assigns
    done.send(1);
  });
  c.send(7);
  require(value != 8);                                       //! select_assigns
  done.recv();
}

PROGRAM(callback_writes_before_next_send) {
  int value = 0;
  auto c = make_chan<int>();
  auto done = make_chan<int>();
  go([&] {
    select(recv(c, [&](int v) { value = v; }));
    done.send(1);
  });
  c.send(7);
  done.recv();
  require(value == 7);
}
