import { expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, type StreamEventBody } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { listOf } from "../support/events.ts";
import { expectLawfulStream } from "./event-stream.ts";

/** Providers for each case. All are functions, so that each test has its own. */
export interface ProviderCases {
  /** Answers "Hello 漢字 👍!" in one write. */
  readonly whole: () => Promise<Provider>;
  /** The same in single-byte writes; `undefined` if there are no bytes to cut. */
  readonly cut: (() => Promise<Provider>) | undefined;
  /** Sends "Hel" and ends cleanly without the sign of completion. */
  readonly truncated: () => Promise<Provider>;
  /** Sends "Hel" and breaks the connection. */
  readonly broken: () => Promise<Provider>;
  /** Sends "Hel" and then nothing; `closed` settles when its connection is closed. */
  readonly stalled: () => Promise<{ readonly provider: Provider; readonly closed: Promise<void> }>;
}

export const ANSWER = "Hello 漢字 👍!";

const REQUEST: ChatRequest = { model: "m", messages: [{ role: "user", content: "Hi" }] };

/** The laws of `src/providers/provider.ts`, for the provider alone and under a session. */
export function itObeysTheProviderLaws({
  whole,
  cut,
  truncated,
  broken,
  stalled,
}: ProviderCases): void {
  const outside = () => ({ clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 } });

  async function bodiesOf(provider: Provider): Promise<StreamEventBody[]> {
    const signal = new AbortController().signal;
    const attempt = { number: 1, clock: systemClock(), signal, onStage: () => undefined };
    return (await listOf(provider.stream(REQUEST, attempt))).flatMap(({ events }) => events);
  }

  it("emits the exact answer in a lawful stream", async () => {
    const events = await listOf(startStream(await whole(), REQUEST, outside()));

    expectLawfulStream(events);
    expect(await collect(events)).toMatchObject({ text: ANSWER, end: { kind: "stop" } });
  });

  if (cut !== undefined) {
    it("emits the same events however the bytes are cut", async () => {
      const uncut = await bodiesOf(await whole());

      expect(await bodiesOf(await cut())).toEqual(uncut);
    });
  }

  it("reports truncated if the body ends without the sign of completion", async () => {
    const { text, end } = await collect(startStream(await truncated(), REQUEST, outside()));

    expect({ text, end }).toEqual({ text: "Hel", end: { kind: "truncated", raw: undefined } });
  });

  it("emits everything before a failure, and then the failure", async () => {
    const { text, end } = await collect(startStream(await broken(), REQUEST, outside()));

    expect(text).toBe("Hel");
    expect(end).toMatchObject({ kind: "failed", failure: { code: "connection-lost" } });
  });

  it("closes the connection when it is stopped, and reports the reason", async () => {
    const { provider, closed } = await stalled();
    const stream = startStream(provider, REQUEST, outside());
    const events = [];
    for await (const event of stream) {
      events.push(event);
      if (event.type === "text-delta") stream.stop("enough");
    }
    await closed;

    expectLawfulStream(events);
    expect(await collect(events)).toMatchObject({
      text: "Hel",
      end: { kind: "aborted", raw: "enough" },
    });
  });

  it("closes the connection when its consumer leaves the loop", async () => {
    const { provider, closed } = await stalled();
    for await (const event of startStream(provider, REQUEST, outside())) {
      if (event.type === "text-delta") break;
    }

    await expect(closed).resolves.toBeUndefined();
  });

  it("always reports usage and its source", async () => {
    const answered = await collect(startStream(await whole(), REQUEST, outside()));
    const cutShort = await collect(startStream(await truncated(), REQUEST, outside()));

    expect(answered.usage?.source).toBe("provider");
    expect(cutShort.usage).toMatchObject({ source: "estimated", outputTokens: { total: 1 } });
  });
}
