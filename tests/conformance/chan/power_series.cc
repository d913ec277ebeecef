// gocheck: expect none
// gocheck: args 2
// Power series whose terms are computed on demand by goroutines (rules of test/chan/powser1.go, after
// McIlroy, "Squinting at power series"): a reader asks for a term, which asks the series it is made of. The
// series end by a stop channel here, so that nothing leaks. Under check the first 2 terms, else 8.
#include <gocheck/go.hpp>

#include <cstdlib>
#include <functional>
#include <numeric>
#include <vector>

using namespace gocheck;

namespace {

struct Rational {
  long long num = 0;
  long long den = 1;
  friend bool operator==(const Rational&, const Rational&) = default;
};

Rational make(long long num, long long den) {
  const long long common = std::gcd(num, den) * (den < 0 ? -1 : 1);
  return common == 0 ? Rational{} : Rational{num / common, den / common};
}
Rational operator+(Rational a, Rational b) {
  return make(a.num * b.den + b.num * a.den, a.den * b.den);
}
Rational operator*(Rational a, Rational b) { return make(a.num * b.num, a.den * b.den); }

/// A demand channel: a request, then its term.
struct Series {
  Chan<Unit> request = make_chan<Unit>(0, "request");
  Chan<Rational> term = make_chan<Rational>(0, "term");
};

/// Starts and joins the goroutines of all series.
class Workshop {
 public:
  /// A series whose n-th term is next_term(n), asked for one after the other. next_term returns false
  /// when the workshop has closed meanwhile.
  Series make_series(std::function<bool(int, Rational&)> next_term) {
    const Series made;
    group_.go([made, next_term = std::move(next_term), stop = stop_] {
      for (int n = 0; select(recv(made.request), recv(stop)) == 0; ++n) {
        Rational term;
        if (!next_term(n, term)) return;
        if (select(send(made.term, term), recv(stop)) == 1) return;
      }
    });
    return made;
  }

  bool get(const Series& from, Rational& term) const {
    return select(send(from.request, Unit{}), recv(stop_)) == 0 &&
           select(recv(from.term, term), recv(stop_)) == 0;
  }

  void close() {
    stop_.close();
    group_.wait();
  }

  Series ones() {
    return make_series([](int, Rational& term) {
      term = {1, 1};
      return true;
    });
  }
  Series add(Series a, Series b) {
    return make_series([this, a, b](int, Rational& term) {
      Rational x, y;
      if (!get(a, x) || !get(b, y)) return false;
      term = x + y;
      return true;
    });
  }
  Series multiply(Series a, Series b) {
    std::vector<Rational> left, right;
    return make_series([this, a, b, left, right](int n, Rational& term) mutable {
      Rational x, y;
      if (!get(a, x) || !get(b, y)) return false;
      left.push_back(x);
      right.push_back(y);
      for (int i = 0; i <= n; ++i)
        term = term + left[static_cast<std::size_t>(i)] * right[static_cast<std::size_t>(n - i)];
      return true;
    });
  }
  Series integrate(Series a, Rational constant) {
    return make_series([this, a, constant](int n, Rational& term) {
      if (n == 0) {
        term = constant;
        return true;
      }
      Rational x;
      if (!get(a, x)) return false;
      term = x * Rational{1, n};
      return true;
    });
  }

 private:
  Chan<Unit> stop_ = make_chan<Unit>(0, "stop");
  WaitGroup group_{"series"};
};

void check(Workshop& workshop, const Series& series, int terms,
           const std::function<Rational(int)>& expected) {
  for (int n = 0; n < terms; ++n) {
    Rational term;
    require(workshop.get(series, term), "the workshop is closed");
    require(term == expected(n), "another term");
  }
  workshop.close();
}

}  // namespace

int main(int argc, char** argv) {
  const int terms = argc > 1 ? std::atoi(argv[1]) : 8;
  Workshop workshop;
  switch (choose(4)) {
    case 0:   // 1 + x + x^2 + ...
      check(workshop, workshop.ones(), terms, [](int) { return Rational{1, 1}; });
      break;
    case 1:   // Its sum with itself.
      check(workshop, workshop.add(workshop.ones(), workshop.ones()), terms,
            [](int) { return Rational{2, 1}; });
      break;
    case 2:   // Its square: 1, 2, 3, ...
      check(workshop, workshop.multiply(workshop.ones(), workshop.ones()), terms,
            [](int n) { return Rational{n + 1, 1}; });
      break;
    default:   // -log(1 - x): the integral of 1/(1 - x).
      check(workshop, workshop.integrate(workshop.ones(), {0, 1}), terms,
            [](int n) { return n == 0 ? Rational{} : Rational{1, n}; });
  }
}
