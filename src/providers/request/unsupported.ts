import { StreamError } from "../../events/index.ts";

/**
 * Refuses what a wire has no words for and the answer hangs on: tools, images, stop texts. What is only a
 * wish (a seed, how much to reason) is left out instead.
 */
export function unsupported(wire: string, what: string): StreamError {
  return new StreamError({
    code: "unexpected",
    detail: `Cannot ask ${wire} for ${what} as its requests have no field for it`,
  });
}
