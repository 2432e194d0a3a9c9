import type { EndReason, StreamEvent, Usage } from "./stream-event.ts";

/** All that a stream said, put together. */
export interface Collected {
  /** The answer's text: all text blocks, in order. */
  readonly text: string;
  readonly reasoning: string;
  /** In the order in which they began. */
  readonly toolCalls: readonly CollectedToolCall[];
  readonly usage: Usage | undefined;
  /** `undefined` while the stream has not ended. */
  readonly end: EndReason | undefined;
}

/** One tool call of a collected stream, complete or cut off. */
export interface CollectedToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as the model wrote them. */
  readonly text: string;
  /** The arguments as parsed JSON; `undefined` if they are not complete. */
  readonly input: unknown;
}

/**
 * Reads a stream to its end and puts it together. Never throws for what went wrong in the stream:
 * that is in `end`.
 *
 * Cost: O(n) in the length of the answer.
 *
 * @throws {unknown} What the iterable itself throws.
 *
 * @example
 * ```ts
 * const at = instant(0);
 * const { text } = await collect([
 *   { type: "text-start", block: "0", at, seq: 0 },
 *   { type: "text-delta", block: "0", text: "Hello", at, seq: 1 },
 * ]);
 * text; // "Hello"
 * ```
 */
export async function collect(
  events: AsyncIterable<StreamEvent> | Iterable<StreamEvent>,
): Promise<Collected> {
  const collector = collecting();
  for await (const event of events) collector.add(event);
  return collector.collected();
}

/** Puts a stream together event by event; `collected` may be asked for at any time. */
export interface Collector {
  add(event: StreamEvent): void;
  collected(): Collected;
}

/**
 * A {@link Collector} that has seen nothing yet.
 *
 * @example
 * ```ts
 * collecting().collected().text; // ""
 * ```
 */
export function collecting(): Collector {
  const blocks = new Map<
    string,
    { readonly kind: "text" | "reasoning"; readonly parts: string[] }
  >();
  /** By id; `undefined` until the call has ended. */
  const toolCalls = new Map<string, CollectedToolCall | undefined>();
  let usage: Usage | undefined;
  let end: EndReason | undefined;

  const joined = (kind: "text" | "reasoning") =>
    [...blocks.values()].flatMap((block) => (block.kind === kind ? block.parts : [])).join("");

  return {
    add(event) {
      switch (event.type) {
        case "text-start":
        case "reasoning-start":
          blocks.set(event.block, {
            kind: event.type === "text-start" ? "text" : "reasoning",
            parts: [],
          });
          break;
        case "text-delta":
        case "reasoning-delta":
          blocks.get(event.block)?.parts.push(event.text);
          break;
        case "block-reset":
          blocks.get(event.block)?.parts.splice(0);
          break;
        case "tool-call-start":
          toolCalls.set(event.id, undefined);
          break;
        case "tool-call-end": {
          const { id, name, text, input } = event;
          toolCalls.set(id, { id, name, text, input });
          break;
        }
        case "usage":
          usage = event;
          break;
        case "stream-end":
          end = event.reason;
          break;
        default:
      }
    },
    collected: () => ({
      text: joined("text"),
      reasoning: joined("reasoning"),
      toolCalls: [...toolCalls.values()].filter((call) => call !== undefined),
      usage,
      end,
    }),
  };
}
