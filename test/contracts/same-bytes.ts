import { expect, it } from "vitest";

import { preciseClock } from "../../src/clock/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";
import { sendAgain, sentBy, type SentCall } from "../support/sent-call.ts";
import { simulator } from "../support/simulator.ts";

/** Times by chance, and an answer by chance. */
const REQUEST: ChatRequest = {
  model: "hosted-large:ttftMs=3,promptTokenMs=0,itlMs=0.1,stallMs=1,reasoningTokens=5",
  messages: [{ role: "user", content: "Hello" }],
};

/** What holds of what a dialect writes to its adapter: another server writes the same bytes, at the same times. */
export function itWritesTheSameBytes(
  create: (origin: string) => Provider,
  always: Partial<ChatRequest>,
): void {
  it.each([true, false])("writes the same for the same seed (stream: %s)", async (stream) => {
    const call = await sentBy(create, { ...REQUEST, ...always, stream });
    const first = await answerOf(call, 1);
    const again = await answerOf(call, 1);
    const other = await answerOf(call, 2);

    expect(first.dueUs.length).toBeGreaterThan(5);
    expect(again).toEqual(first);
    expect(other.dueUs.slice(0, 5)).not.toEqual(first.dueUs.slice(0, 5));
  });
}

const WALL_MS = 1_767_225_600_000;

/** What a server of its own writes, and when: all but what the calendar says. */
async function answerOf(call: SentCall, seed: number) {
  const clock = { ...preciseClock(), wallMs: () => WALL_MS };
  const { url, truth } = await simulator({ seed, clock });
  const response = await sendAgain(call, new URL(url).origin);
  const body = Buffer.from(await response.arrayBuffer()).toString("latin1");
  const headers = [...response.headers].filter(([name]) => name !== "date");
  const [record] = await truth();
  return { headers, body, dueUs: record?.tokens.map(({ dueUs }) => dueUs) ?? [] };
}
