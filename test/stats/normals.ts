import type { Random } from "../../src/stats/index.ts";

/** Standard normal values, by Box and Muller. */
export function normals(count: number, draw: Random): number[] {
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()),
  );
}
