import { gammaln } from "simple-statistics";

/** Keeps the continued fraction from dividing by 0. */
const TINY = 1e-300;

/**
 * The regularised incomplete beta function I_x(a, b): the distribution function of Beta(a, b) at `x`.
 *
 * @param x In [0, 1].
 * @see W. H. Press et al., "Numerical Recipes", 3rd edition, section 6.4: the continued fraction by Lentz's method.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  // The fraction converges fast only on this side of the mean; the other side follows by symmetry.
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFrom0(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 / awayFrom0(1 + term * d);
      c = awayFrom0(1 + term / c);
      step *= c * d;
    }
    value *= step;
    if (Math.abs(step - 1) < 1e-14) break;
  }
  return value;
}

function awayFrom0(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
