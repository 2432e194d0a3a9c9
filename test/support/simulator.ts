import { onTestFinished } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import { parseJson } from "../../src/wire/index.ts";
import {
  simulatedFetch,
  type SimulatorOptions,
  startSimulator,
  type TruthRecord,
} from "../../src/simulator/index.ts";

/** A simulator that runs until the test has finished, and its log. */
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

/**
 * A simulator in this process on a virtual clock, which determines all of its times. Requests advance the clock until
 * they are answered.
 */
export function simulatorInVirtualTime() {
  const clock = new VirtualClock();
  const send = simulatedFetch({ clock });
  const textOf = (path: string, method: string, body?: object): Promise<string> =>
    clock.runUntil(
      send(`http://simulated${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).then((response) => response.text()),
    );
  return {
    /** The bodies of the answers to simultaneous requests. */
    ask: (...bodies: readonly object[]): Promise<string[]> =>
      Promise.all(bodies.map((body) => textOf("/v1/chat/completions", "POST", body))),
    put: (rules: object) => textOf("/_sim/config", "PUT", rules),
    post: (path: string, body: object) => textOf(path, "POST", body),
    get: (path: string) => textOf(path, "GET"),
    truth: async (): Promise<TruthRecord[]> => JSON.parse(await textOf("/_sim/requests", "GET")),
  };
}

/** A fast request for an echo of `text`. */
export const echo = (text: string, rest: object = {}) => ({
  model: "fixed:ttftMs=1,itlMs=0",
  messages: [{ role: "user", content: `echo: ${text}` }],
  ...rest,
});
