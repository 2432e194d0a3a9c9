import type { Arm } from "../../bench/index.ts";

/** Returns an arm's provider, model and buffer, as in `simulator · fixed · count-or-time (chunks 5)`. */
export function armDescription({ provider, model, buffer }: Arm): string {
  const options = Object.entries(buffer.options).map(([name, value]) => `${name} ${value}`);
  const strategy =
    options.length === 0 ? buffer.strategy : `${buffer.strategy} (${options.join(", ")})`;
  const endpoint =
    provider.baseUrl === undefined ? provider.kind : `${provider.kind} at ${provider.baseUrl}`;
  return [endpoint, model, strategy].join(" · ");
}
