import type { Capabilities } from "../request/capabilities.ts";
import { type CustomSource, streamCustomSource } from "./custom-source.ts";
import { type CustomHttp, streamCustomHttp } from "./custom-http.ts";
import type { Attempt, Provider } from "../provider.ts";

/** What a provider of one's own is made of: a source, or a wire. */
export type CustomSettings = CustomBasics & (CustomSource | CustomHttp);

/** What both have. */
export interface CustomBasics {
  /** A name for results and logs; not empty. */
  readonly id: string;
  /** What it can do. Where nothing is said, it can do nothing special. */
  readonly capabilities?: Partial<Capabilities>;
  /** As {@link Provider.listModels}. */
  readonly listModels?: (attempt: Attempt) => Promise<readonly string[]>;
}

/**
 * A provider of one's own, out of anything that can be iterated, or out of an HTTP answer and a function
 * that says what its messages mean. Blocks, ends, stopping and failures are seen to.
 *
 * What `source` throws before it answers is `connection-failed`, what its iterator throws is
 * `connection-lost`, and what `decode` throws is `unexpected`; a {@link StreamError} stays what it is.
 *
 * Cost: about 3 µs a piece of a source; for HTTP, what `decode` costs beside parsing.
 *
 * @throws {TypeError} When the id is empty.
 *
 * @example
 * ```ts
 * const parrot = customProvider({
 *   id: "parrot",
 *   async *source({ messages }) {
 *     for (const { content } of messages) yield `${content}!`;
 *   },
 * });
 * const request = { model: "grey", messages: [{ role: "user", content: "Hello" }] } as const;
 * const random = seededRandom(1);
 * const { text, end } = await collect(startStream(parrot, request, { clock: systemClock(), random }));
 * text; // "Hello!"
 * end; // { "kind": "stop", "raw": undefined }
 * ```
 */
export function customProvider(settings: CustomSettings): Provider {
  const { id, capabilities, listModels } = settings;
  if (id === "") {
    throw new TypeError(`Cannot make a provider as id must not be empty: current value is "${id}"`);
  }
  return {
    id,
    capabilities: {
      resume: "continuation",
      usage: "never",
      tools: "none",
      reasoning: "none",
      images: false,
      seed: false,
      ...capabilities,
    },
    stream: (request, attempt) =>
      "source" in settings
        ? streamCustomSource(settings, request, attempt)
        : streamCustomHttp(settings, request, attempt),
    ...(listModels === undefined ? {} : { listModels }),
  };
}
