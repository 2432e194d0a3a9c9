import fc from "fast-check";
import { expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, type Collected, type StreamEventBody } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import {
  type Answer,
  byteServer,
  type Chunk,
  refuses,
  resetsAfterAs,
  sendsAs,
  sendsByteByByte,
  stallsAfterAs,
} from "../support/servers/byte-server.ts";
import { listOf } from "../support/events.ts";
import type { ProviderCases } from "./provider.ts";

/** The messages of one provider's API that every provider must decode. */
export interface Wire {
  /** Creates the provider for this server, with {@link KEY} as its key. */
  create(baseUrl: string): Provider;
  /** @defaultValue {@link REQUEST} */
  readonly request?: ChatRequest;
  readonly contentType: string;
  /** Sends `ANSWER` of `provider.ts`, including usage, and ends. */
  readonly answer: readonly Chunk[];
  /** Sends only "Hel". */
  readonly beginning: readonly Chunk[];
  /** A message with an invalid payload; `undefined` if there is none. */
  readonly malformed: Chunk | undefined;
  /** An error in the stream with `overloaded` in its message; `undefined` if the API has none. */
  readonly error: Chunk | undefined;
}

export const KEY = "sk-secret-1234567890";

export const REQUEST: ChatRequest = { model: "m", messages: [{ role: "user", content: "Hi" }] };

const attemptOptions = () => ({
  clock: systemClock(),
  random: seededRandom(1),
  retry: { attempts: 1 },
});

/** A JSON string, number or literal. */
const JSON_VALUE = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null/gu;

/** Returns the provider's answer from a server with these responses. */
export async function answerFrom(
  wire: Pick<Wire, "create" | "request">,
  ...answers: readonly Answer[]
): Promise<Collected> {
  const { url } = await byteServer(...answers);
  return collect(startStream(wire.create(url), wire.request ?? REQUEST, attemptOptions()));
}

/** The cases of `itObeysTheProviderLaws` for an API. */
export function casesOf({ create, contentType, answer, beginning }: Wire): ProviderCases {
  const at = async (...answers: readonly Answer[]) => create((await byteServer(...answers)).url);
  return {
    whole: () => at(sendsAs(contentType, ...answer)),
    cut: () => at(sendsByteByByte(contentType, ...answer)),
    truncated: () => at(sendsAs(contentType, ...beginning)),
    broken: () => at(resetsAfterAs(contentType, ...beginning)),
    async stalled() {
      const server = await byteServer(stallsAfterAs(contentType, ...beginning));
      return { provider: create(server.url), closed: server.closed(0) };
    },
  };
}

/** Laws of providers over HTTP, in addition to those of all providers. */
export function itObeysTheWireLaws(wire: Wire): void {
  const { create, contentType, answer, beginning } = wire;
  const request = wire.request ?? REQUEST;
  const bytes = Buffer.concat([...answer].map((piece) => Buffer.from(piece)));

  /** The events of a body in these reads, without a socket. */
  async function eventsOf(reads: readonly Uint8Array[]): Promise<StreamEventBody[]> {
    const signal = new AbortController().signal;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const read of reads) controller.enqueue(read);
        controller.close();
      },
    });
    const answered = await listOf(
      create("http://127.0.0.1:9").stream(request, {
        number: 1,
        clock: systemClock(),
        signal,
        onStage: () => undefined,
        fetch: async () => new Response(body, { headers: { "content-type": contentType } }),
      }),
    );
    return answered.flatMap(({ events }) => events);
  }

  it("emits the same events for any chunking of the bytes", async () => {
    const whole = await eventsOf([bytes]);

    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(bytes.length), { maxLength: 40 }),
        async (positions) => {
          const cuts = [0, ...positions.toSorted((a, b) => a - b), bytes.length];
          const reads = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
          expect(await eventsOf(reads)).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("throws nothing but StreamError for bytes that are not an answer", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1 })), async (reads) => {
        const error = await eventsOf(reads).catch((thrown: unknown) => thrown);
        if (error instanceof Error) expect(error.name).toBe("StreamError");
      }),
      { numRuns: 60 },
    );
  });

  it("throws nothing but StreamError for an answer with other values", async () => {
    const text = bytes.toString("utf8");
    const values = [...text.matchAll(JSON_VALUE)];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(values.length),
        fc.jsonValue({ maxDepth: 3 }),
        async (index, value) => {
          const [found, at] = [values[index]?.[0] ?? "", values[index]?.index ?? 0];
          const changed = text.slice(0, at) + JSON.stringify(value) + text.slice(at + found.length);
          const error = await eventsOf([Buffer.from(changed)]).catch((thrown: unknown) => thrown);
          if (error instanceof Error) expect(error.name).toBe("StreamError");
        },
      ),
      { numRuns: 200 },
    );
  });

  it("does not read or change prototypes", async () => {
    const poison = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    const text = bytes.toString("utf8");
    await eventsOf([Buffer.from(text.replaceAll("Hello", "__proto__"))]).catch(() => undefined);
    await eventsOf([Buffer.from(poison), Buffer.from(`data: ${poison}\n\n`)]).catch(
      () => undefined,
    );

    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  if (wire.malformed !== undefined) {
    const { malformed } = wire;
    it("keeps the text before a malformed message", async () => {
      const { text, end } = await answerFrom(wire, sendsAs(contentType, ...beginning, malformed));

      expect(text).toBe("Hel");
      expect(end).toMatchObject({ kind: "failed", failure: { code: "malformed-payload" } });
    });
  }

  if (wire.error !== undefined) {
    const { error } = wire;
    it("reports an error that the provider sends in the stream", async () => {
      const { text, end } = await answerFrom(wire, sendsAs(contentType, ...beginning, error));

      expect(text).toBe("Hel");
      expect(end).toMatchObject({
        failure: { code: "provider-error", detail: expect.stringContaining("overloaded") },
      });
    });
  }

  it.each([400, 401, 404, 429, 500, 503])(
    "reports a refusal with %d, without the key",
    async (status) => {
      const refusal = refuses(status, { "retry-after": "7" }, `no, and not with ${KEY}`);
      const { end } = await answerFrom(wire, refusal);

      expect(end).toMatchObject({
        kind: "failed",
        failure: { code: "http-status", status, type: "test", retryAfterMs: 7000 },
      });
      expect(JSON.stringify(end)).toContain("no, and not with [key]");
    },
  );

  it("reports a refusal with an HTML page", async () => {
    const { end } = await answerFrom(wire, (_request, response) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<h1>Bad gateway</h1>");
    });

    expect(end).toMatchObject({ failure: { status: 502, detail: "<h1>Bad gateway</h1>" } });
  });

  it("reports a body that is not a stream", async () => {
    const { end } = await answerFrom(wire, sendsAs("text/html", "<h1>Welcome</h1>"));

    expect(end).toMatchObject({
      failure: { code: "wrong-content-type", contentType: "text/html" },
    });
  });

  it("reports a server that is not running", async () => {
    const unreachable = create("http://127.0.0.1:9");
    const { end } = await collect(startStream(unreachable, request, attemptOptions()));

    expect(end).toMatchObject({ failure: { code: "connection-failed" } });
    expect(JSON.stringify(end)).not.toContain(KEY);
  });

  it("can be stopped before the headers arrive", async () => {
    const server = await byteServer(() => undefined);
    const stream = startStream(create(server.url), request, attemptOptions());
    const ended = collect(stream);
    await expect.poll(() => server.requests).toBe(1);
    stream.stop("enough");

    expect((await ended).end).toEqual({ kind: "aborted", raw: "enough" });
    await expect(server.closed(0)).resolves.toBeUndefined();
  });
}
