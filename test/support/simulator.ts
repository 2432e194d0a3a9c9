import { onTestFinished } from "vitest";

import { parseJson } from "../../src/wire/index.ts";
import {
  type SimulatorOptions,
  startSimulator,
  type TruthRecord,
} from "../../src/simulator/index.ts";

/** A simulator until the test has finished, and its own account of what it did. */
export async function simulator(options: SimulatorOptions = {}) {
  const running = await startSimulator(options);
  onTestFinished(() => running.close());
  return {
    url: running.url,
    async truth(): Promise<TruthRecord[]> {
      const response = await fetch(new URL("/_sim/requests", running.url));
      return JSON.parse(await response.text());
    },
    async ask(body: object): Promise<Response> {
      return fetch(`${running.url}/chat/completions`, {
        method: "POST",
        body: JSON.stringify(body),
      });
    },
    json: async (response: Response): Promise<unknown> => parseJson(await response.text()),
  };
}

/** A fast request for an echo of `text`. */
export const echo = (text: string, rest: object = {}) => ({
  model: "fixed:ttftMs=1,itlMs=0",
  messages: [{ role: "user", content: `echo: ${text}` }],
  ...rest,
});
