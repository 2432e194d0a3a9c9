import { type CustomSource, streamCustomSource } from "./custom-source.ts";
import { type CustomHttp, streamCustomHttp } from "./custom-http.ts";
import type { Capabilities, Provider } from "../provider.ts";

/** Settings of a custom provider: its answers come from a source or over HTTP. */
export type CustomSettings = (CustomSource | CustomHttp) & {
  /** A name for results and logs; not empty. */
  readonly id: string;
  /** @defaultValue For each capability, the weakest. */
  readonly capabilities?: Partial<Capabilities> | undefined;
  /** As {@link Provider.listModels}. */
  readonly listModels?: Provider["listModels"];
};

/**
 * A custom provider, made from any async iterable, or from an HTTP response and a function that decodes its messages.
 * It handles blocks, ends, stopping and failures.
 *
 * Errors of `source` become `connection-failed`, those of its iterator `connection-lost`, and those of `decode`
 * `unexpected`; a {@link StreamError} is passed on.
 *
 * Cost: about 3 µs per part of a source; for HTTP, the cost of `decode` and of parsing.
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
    listModels,
  };
}
