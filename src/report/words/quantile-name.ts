/** `p10`, `p50`, `p99.9`. */
export function quantileName(quantile: number): string {
  return `p${Number((quantile * 100).toPrecision(4))}`;
}
