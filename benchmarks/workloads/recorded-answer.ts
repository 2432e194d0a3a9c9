import { systemClock } from "../../src/clock/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";
import { simulatedFetch } from "../../src/simulator/index.ts";

/** The bytes of one answer in one provider's API. */
export interface RecordedAnswer {
  /** One chunk for each token. */
  readonly reads: readonly Uint8Array[];
  readonly contentType: string;
}

/** Returns an answer of `tokens` tokens as the simulator sends it for this provider. */
export async function recordedAnswer(provider: Provider, tokens: number): Promise<RecordedAnswer> {
  const simulated = simulatedFetch({ settings: { ttftMs: 0, itlMs: 0 } });
  const reads: Uint8Array[] = [];
  let contentType = "";
  const words = Array.from({ length: tokens }, (_, index) => `w${index % 977}`).join(" ");
  const request: ChatRequest = {
    model: "fixed",
    messages: [{ role: "user", content: `echo: ${words}` }],
    maxOutputTokens: tokens * 2,
  };
  const answer = provider.stream(request, {
    ...attempt(),
    async fetch(...input) {
      const response = await simulated(...input);
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

/** An attempt without observers. */
export function attempt() {
  return {
    number: 1,
    clock: systemClock(),
    signal: new AbortController().signal,
    onStage: () => undefined,
  };
}

/** Returns the same bytes in reads of at most `sizeBytes`. */
export function coalesced(reads: readonly Uint8Array[], sizeBytes: number): Uint8Array[] {
  const whole = new Uint8Array(Buffer.concat([...reads]));
  const count = Math.ceil(whole.length / sizeBytes);
  return Array.from({ length: count }, (_, index) =>
    whole.subarray(index * sizeBytes, (index + 1) * sizeBytes),
  );
}

/** Returns a `fetch` that responds with these reads, all available at once. */
export function fetchOf(reads: readonly Uint8Array[], contentType: string): typeof fetch {
  const whole = Buffer.concat([...reads]);
  return async () => {
    // A copy, because a reader may keep its chunks; one for all reads, because allocating costs as much as decoding.
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
