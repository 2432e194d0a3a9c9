import { expect, it } from "vitest";

import { preciseClock } from "../../src/clock/index.ts";
import { sendAgain, type SentCall } from "../support/sent-call.ts";
import { simulator } from "../support/simulator.ts";

/** A model with random but short delays. */
export const RANDOM_MODEL =
  "hosted-large:ttftMs=3,promptTokenMs=0,itlMs=0.1,stallMs=1,reasoningTokens=5";

/**
 * Law for every dialect: another server with the same seed writes the same bytes at the same times.
 *
 * @param name Name of the call, as in "whole".
 * @param call A call of {@link RANDOM_MODEL} for more than 5 tokens.
 */
export function itWritesTheSameBytes(name: string, call: () => SentCall | Promise<SentCall>): void {
  it(`writes the same bytes at the same times for the same seed, ${name}`, async () => {
    const sent = await call();
    const first = await answerOf(sent, 1);
    const again = await answerOf(sent, 1);
    const other = await answerOf(sent, 2);

    expect(first.dueUs.length).toBeGreaterThan(5);
    expect(again).toEqual(first);
    expect(other.dueUs.slice(0, 5)).not.toEqual(first.dueUs.slice(0, 5));
  });
}

const WALL_MS = 1_767_225_600_000;

/** Returns what a new server writes, and when, without the date. */
async function answerOf(call: SentCall, seed: number) {
  const clock = { ...preciseClock(), wallMs: () => WALL_MS };
  const { url, truth } = await simulator({ seed, clock });
  const response = await sendAgain(call, new URL(url).origin);
  const body = Buffer.from(await response.arrayBuffer()).toString("latin1");
  const headers = [...response.headers].filter(([name]) => name !== "date");
  const [record] = await truth();
  return { headers, body, dueUs: record?.tokens.map(({ dueUs }) => dueUs) ?? [] };
}
