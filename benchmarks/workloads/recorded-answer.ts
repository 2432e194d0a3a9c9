import { systemClock } from "../../src/clock/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";
import { simulatedFetch } from "../../src/simulator/index.ts";

/** The bytes of one answer on one provider's wire. */
export interface RecordedAnswer {
  /** One piece for each token. */
  readonly reads: readonly Uint8Array[];
  readonly contentType: string;
}

/** An answer of so many tokens, as the simulator writes it for this provider. */
export async function recordedAnswer(provider: Provider, tokens: number): Promise<RecordedAnswer> {
  const simulated = simulatedFetch({ settings: { ttftMs: 0, itlMs: 0 } });
  const reads: Uint8Array[] = [];
  let contentType = "";
  const words = Array.from({ length: tokens }, (_, place) => `w${place % 977}`).join(" ");
  const request: ChatRequest = {
    model: "fixed",
    messages: [{ role: "user", content: `echo: ${words}` }],
    maxOutputTokens: tokens * 2,
  };
  const answer = provider.stream(request, {
    ...attempt(),
    async fetch(...asked) {
      const response = await simulated(...asked);
      contentType = response.headers.get("content-type") ?? "";
      const counted = new TransformStream<Uint8Array, Uint8Array>({
        transform(bytes, controller) {
          reads.push(bytes.slice());
          controller.enqueue(bytes);
        },
      });
      const { status, headers } = response;
      return new Response(response.body?.pipeThrough(counted), { status, headers });
    },
  });
  for await (const { at } of answer) if (at < 0) break;
  return { reads, contentType };
}

/** What an attempt needs, with nobody who watches it. */
export function attempt() {
  return {
    number: 1,
    clock: systemClock(),
    signal: new AbortController().signal,
    onStage: () => undefined,
  };
}

/** The same bytes in reads of at most so many. */
export function coalesced(reads: readonly Uint8Array[], sizeBytes: number): Uint8Array[] {
  const whole = new Uint8Array(Buffer.concat([...reads]));
  const count = Math.ceil(whole.length / sizeBytes);
  return Array.from({ length: count }, (_, place) =>
    whole.subarray(place * sizeBytes, (place + 1) * sizeBytes),
  );
}

/** A `fetch` that answers with these reads, all of which are there at once. */
export function fetchOf(reads: readonly Uint8Array[], contentType: string): typeof fetch {
  const whole = Buffer.concat([...reads]);
  return async () => {
    // A copy, since a reader may keep what it is given; one for all, since memory costs as much as decoding.
    const bytes = new Uint8Array(whole);
    let next = 0;
    let from = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const read = reads[next++];
        if (read === undefined) controller.close();
        else controller.enqueue(bytes.subarray(from, (from += read.length)));
      },
    });
    return new Response(body, { headers: { "content-type": contentType } });
  };
}
