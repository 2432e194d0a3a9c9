import fc from "fast-check";
import { expect, it } from "vitest";

import { elapsedMs, type Instant, instantAfter, VirtualClock } from "../../src/clock/index.ts";
import { type EndReason, failureOf, type StreamEventBody } from "../../src/events/index.ts";
import type { Provider } from "../../src/providers/index.ts";

/** Contains characters that JSON and URLs escape. */
export const ECHOED_KEY = "sk/secret+1234567890";

/** The messages of one provider's API that determine the end of an answer. */
export interface EndingWire {
  /** Creates the provider with {@link ECHOED_KEY} as its key. It makes no real request. */
  create(): Provider;
  readonly contentType: string;
  /** The bytes of messages with these payloads, without the end of the body. */
  frames(...payloads: readonly unknown[]): Uint8Array;
  /** The payloads that start an answer with "Hel". */
  readonly beginning: readonly unknown[];
  /** The payloads of a finish reason; `undefined` if the API has no field for one. */
  readonly finish: ((reason: string) => readonly unknown[]) | undefined;
  /** The payloads that complete an answer: a finish reason, or more. */
  readonly completion: readonly unknown[];
  /** The bytes after the completion. */
  readonly terminator: Uint8Array;
  /** An error of this API, if it is not a normal payload. */
  readonly error?: (words: string) => Uint8Array;
  /** Whether this package decodes it from server-sent events. */
  readonly isOwnSse: boolean;
  /**
   * Whether an SDK decodes it and drops unknown messages: then an answer whose error is lost may be `truncated`, but
   * never complete.
   */
  readonly isBySdk: boolean;
}

/** What happens to the body after its last read. */
type After = "close" | "reset" | "silence" | "heartbeats";

interface Circumstances {
  readonly after?: After;
  readonly contentType?: string;
  readonly stream?: boolean;
}

interface Outcome {
  readonly events: readonly StreamEventBody[];
  readonly failure: ReturnType<typeof failureOf> | undefined;
  readonly end: EndReason | undefined;
  readonly text: string;
  readonly tookMs: number;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The outcome of a body in these reads. */
async function outcomeOf(
  wire: EndingWire,
  reads: readonly Uint8Array[],
  { after = "close", contentType = wire.contentType, stream = true }: Circumstances = {},
): Promise<Outcome> {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const events: StreamEventBody[] = [];
  const fetch: typeof globalThis.fetch = async (_input, init) =>
    new Response(bodyOf(reads, { clock, after, signal: init?.signal ?? undefined }), {
      headers: {
        "content-type": contentType,
        "request-id": ECHOED_KEY,
        "x-amzn-requestid": ECHOED_KEY,
        "x-request-id": ECHOED_KEY,
      },
    });

  async function read(): Promise<Outcome["failure"]> {
    try {
      const answer = wire.create().stream(
        { model: "m", messages: [{ role: "user", content: "Hi" }], stream },
        {
          number: 1,
          clock,
          signal: new AbortController().signal,
          onStage: () => undefined,
          fetch,
        },
      );
      for await (const { events: added } of answer) events.push(...added);
      return undefined;
    } catch (error) {
      return failureOf(error);
    }
  }

  const failure = await driven(clock, read());
  const last = events.at(-1);
  return {
    events,
    failure: failure ?? failureIn(last),
    end: last?.type === "stream-end" ? last.reason : undefined,
    text: events.map((event) => (event.type === "text-delta" ? event.text : "")).join(""),
    tookMs: elapsedMs(startedAt, clock.now()),
  };
}

function failureIn(last: StreamEventBody | undefined): Outcome["failure"] {
  return last?.type === "stream-end" && last.reason.kind === "failed"
    ? last.reason.failure
    : undefined;
}

/** Advances the clock once nothing is pending in the event loop; an SDK needs several turns of it. */
async function driven<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  const state = { settled: false };
  const settle = () => {
    state.settled = true;
  };
  promise.then(settle, settle);
  while (!state.settled) {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => void setImmediate(resolve));
    const next: Instant | undefined = clock.nextCallAt;
    if (next !== undefined) await clock.advanceTo(next);
  }
  return promise;
}

function bodyOf(
  reads: readonly Uint8Array[],
  outside: { clock: VirtualClock; after: After; signal: AbortSignal | undefined },
): ReadableStream<Uint8Array> {
  const { clock, after, signal } = outside;
  const left = [...reads];
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        signal?.addEventListener("abort", () => controller.error(signal.reason), { once: true });
      },
      async pull(controller) {
        const next = left.shift();
        if (next !== undefined && next.length > 0) controller.enqueue(next.slice());
        else if (next !== undefined) await this.pull?.(controller);
        else if (after === "close") controller.close();
        else if (after === "reset") controller.error(new TypeError("terminated"));
        else if (after === "silence") await new Promise(() => undefined);
        else {
          await new Promise<void>((resolve) => {
            clock.callAt(instantAfter(clock.now(), 300), resolve);
          });
          controller.enqueue(utf8(": ping\n\n"));
        }
      },
    },
    { highWaterMark: 0 },
  );
}

/** The bytes in reads that are cut at these positions. */
function cut(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const at = [0, ...positions.map((position) => position % (bytes.length + 1)), bytes.length];
  const sorted = at.toSorted((a, b) => a - b);
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** The shapes of errors that servers report as payloads. */
const SHAPES: readonly ((words: string) => unknown)[] = [
  (words) => ({ error: { message: words, type: "server_error" } }),
  (words) => ({ error: { code: 503, message: words, status: "UNAVAILABLE" } }),
  (words) => ({ error: words }),
  (words) => ({ error: { error: { message: words } } }),
  (words) => ({ error: true, message: words }),
  (words) => ({ type: "error", error: { type: "overloaded_error", message: words } }),
  (words) => ({ type: "error", message: words, code: "server_error", param: null }),
  (words) => ({ type: "server_error", message: words }),
  (words) => ({ code: 400, message: words }),
  (words) => ({ code: "Throttling.AllocationQuota", message: words, request_id: "r" }),
  (words) => ({ object: "error", message: words, code: 400 }),
  (words) => ({ message: words }),
  (words) => ({ detail: words }),
  (words) => ({ detail: [{ loc: ["body"], msg: words }] }),
  (words) => ({ detail: { message: words } }),
  (words) => ({ detail: { error: words, code: 3 } }),
  (words) => ({ error_message: words }),
  (words) => ({ error_code: 110, error_msg: words }),
  (words) => ({ errorCode: "E1", errorMessage: words }),
  (words) => ({ errors: [{ message: words, code: 10_000 }], success: false, result: {} }),
  (words) => ({ errors: [words] }),
  (words) => ({ code: 401, msg: words }),
  (words) => ({ code: -1, message: words }),
  (words) => ({ Message: words, Code: "AccessDenied" }),
  (words) => ({ title: words, status: 500 }),
  (words) => ({ base_resp: { status_code: 1008, status_msg: words } }),
  (words) => ({ choices: null, base_resp: { status_code: 1008, status_msg: words } }),
];

/** Further shapes in event streams. */
const SSE_SHAPES: readonly ((words: string) => string)[] = [
  (words) => `event: error\ndata: ${JSON.stringify({ message: words })}\n\n`,
  (words) => `event: error\ndata: ${JSON.stringify({ code: "x", message: words })}\n\n`,
  (words) => `event: error\ndata: ${words}\n\n`,
  (words) => `error: ${JSON.stringify({ code: 400, message: words })}\n\n`,
  (words) => `error: ${words}\n\n`,
  (words) => `${JSON.stringify({ error: { message: words } })}\n`,
  (words) => `${JSON.stringify({ error: { message: words } }, undefined, 2)}\n`,
  (words) => `{\n  "error": {\n    "message": ${JSON.stringify(words)} } }\n`,
  (words) => `data: error: ${words}\n\n`,
];

const key = fc.constantFrom(
  ECHOED_KEY,
  ECHOED_KEY.replaceAll("/", String.raw`\/`),
  encodeURIComponent(ECHOED_KEY),
);

/** An error message with a key in it, and the word that must be shown. */
const complaint = fc.record({ word: fc.stringMatching(/^[a-z]{3,12}$/u), key, end: fc.nat(250) });

const NATURAL =
  /^(?:stop|eos|eos_token|end_turn|stop_sequence|completed?|normal|tool_calls?|function_call|tool_use)$/u;

/** The rules of `PayloadDecoder.finished`, for the end of every provider's answers. */
export function itEndsAnswersByTheRules(wire: EndingWire): void {
  const { frames, beginning, completion, terminator } = wire;
  const begun = frames(...beginning);
  const answered = frames(...beginning, ...completion);
  const whole = joined(answered, terminator);

  function expectClean(outcome: Outcome): void {
    const shown = JSON.stringify([outcome.events, outcome.failure]);
    expect(shown).not.toContain(ECHOED_KEY);
    expect(shown).not.toContain(encodeURIComponent(ECHOED_KEY));
    expect(shown).not.toContain("1234567890");
  }

  async function expectFailure(bytes: Uint8Array, word: string): Promise<void> {
    const outcome = await outcomeOf(wire, [bytes]);
    expectClean(outcome);
    if (wire.isBySdk) {
      expect(outcome.failure?.code ?? outcome.end?.kind).toMatch(/^(?:provider-error|truncated)$/u);
    } else {
      expect(JSON.stringify(outcome.failure)).toContain(word);
    }
  }

  it("fails with the provider's message for an error in any shape, without the key", async () => {
    const shapes =
      wire.error === undefined
        ? SHAPES.map((shape) => (words: string) => frames(...beginning, shape(words)))
        : [(words: string) => joined(begun, wire.error?.(words) ?? new Uint8Array())];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...shapes),
        complaint,
        async (shape, { word, key: echoed, end }) => {
          await expectFailure(shape(`${word}: ${echoed} ${"x".repeat(end)}`), word);
        },
      ),
      { numRuns: 60 },
    );
  });

  if (wire.isOwnSse) {
    it("fails with the message of an error outside of events, or in a named event", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...SSE_SHAPES),
          fc.boolean(),
          complaint,
          async (shape, isFirst, { word, key: echoed, end }) => {
            const error = utf8(shape(`${word}: ${"x".repeat(end)} ${echoed}`));
            await expectFailure(isFirst ? error : joined(begun, error), word);
          },
        ),
        { numRuns: 60 },
      );
    });

    it.each([
      "data: \n\n",
      ": ping\n\n",
      "event: ping\ndata: 10:00\n\n",
      "event: ping\ndata: {}\n\n",
    ])("ignores the heartbeat %j", async (heartbeat) => {
      const alone = await outcomeOf(wire, [whole]);
      const beside = await outcomeOf(wire, [joined(begun, utf8(heartbeat), whole)]);

      expect(beside.end).toEqual(alone.end);
      expect(beside.failure).toBeUndefined();
    });
  }

  it("fails with the message of JSON that is sent instead of the stream", async () => {
    const body = utf8(JSON.stringify({ error: { message: `boom ${ECHOED_KEY}` } }));
    const outcome = await outcomeOf(wire, [body], { contentType: "application/json" });

    expect(outcome.failure?.code).toBe("provider-error");
    if (!wire.isBySdk) expect(JSON.stringify(outcome.failure)).toContain("boom");
    expectClean(outcome);
  });

  it("fails with the message of an error that is sent instead of an answer without a stream", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SHAPES),
        complaint,
        async (shape, { word, key: echoed }) => {
          const body = utf8(JSON.stringify(shape(`${word} ${echoed}`)));
          const options = { contentType: "application/json", stream: false };
          const outcome = await outcomeOf(wire, [body], options);

          expect(JSON.stringify(outcome.failure)).toContain(word);
          expectClean(outcome);
        },
      ),
      { numRuns: 30 },
    );
  });

  // An SDK has its own rules for errors.
  const emptyErrors = wire.isBySdk ? [] : ["", false, null];
  it.each(emptyErrors)("ignores an error of %j", async (error) => {
    const payloads = beginning.map((payload) => ({ ...Object(payload), error }));
    const { text, failure } = await outcomeOf(wire, [frames(...payloads)]);

    expect(text).toBe("Hel");
    expect(failure).toBeUndefined();
  });

  if (wire.finish !== undefined) {
    const { finish } = wire;
    it("never treats an unknown finish reason as a natural end", async () => {
      const reasons = fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z]+(_[A-Za-z]+)?$/u));
      await fc.assert(
        fc.asyncProperty(
          reasons.filter((reason) => reason.trim() !== ""),
          async (reason) => {
            fc.pre(!NATURAL.test(reason.toLowerCase().replaceAll("-", "_")));
            const bytes = joined(frames(...beginning, ...finish(reason)), terminator);
            const { end } = await outcomeOf(wire, [bytes]);

            expect(["stop", "tool-calls"]).not.toContain(end?.kind);
            expect(end?.raw === undefined || end.raw === reason).toBe(true);
          },
        ),
        { numRuns: 60 },
      );
    });

    it("keeps the key out of a finish reason", async () => {
      const bytes = joined(frames(...beginning, ...finish(`error: ${ECHOED_KEY}`)), terminator);
      expectClean(await outcomeOf(wire, [bytes]));
    });
  }

  it("keeps the key out of the request id", async () => {
    const outcome = await outcomeOf(wire, [whole]);

    expect(outcome.events[0]?.type).toBe("stream-start");
    expectClean(outcome);
  });

  it("ends the same whatever follows the end, and however the bytes are cut", async () => {
    const alone = await outcomeOf(wire, [whole]);
    expect(alone.failure).toBeUndefined();
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(...SHAPES).map((shape) => frames(shape("late"))),
      fc
        .constantFrom("data: not-json\n\n", "event: error\ndata: late\n\n", "}\n", "x".repeat(40))
        .map(utf8),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything), fc.array(fc.nat()), async (rest, positions) => {
        const outcome = await outcomeOf(wire, cut(joined(whole, ...rest), positions));

        expect(outcome.events).toEqual(alone.events);
        expect(outcome.failure).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    "close",
    "reset",
    "silence",
    ...(wire.isOwnSse ? (["heartbeats"] as const) : []),
  ] as const)("is complete when its completion is followed by: %s", async (after) => {
    const complete = await outcomeOf(wire, [whole]);
    const { end, text, tookMs } = await outcomeOf(wire, [answered], { after });

    expect({ end, text }).toEqual({ end: complete.end, text: complete.text });
    expect(tookMs).toBeLessThanOrEqual(1_500);
  });

  it.each(["text/plain; charset=utf-8", "application/octet-stream"])(
    "reads an answer with the content type %s",
    async (contentType) => {
      const labelled = await outcomeOf(wire, [whole], { contentType });

      expect(labelled.events).toEqual((await outcomeOf(wire, [whole])).events);
    },
  );
}
