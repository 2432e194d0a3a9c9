import type { EndReason, StreamEvent, StreamEventBody, Usage } from "./stream-event.ts";

/** A stream's output, put together. */
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

/** A tool call: complete, cut off, or still open. */
export interface CollectedToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as the model wrote them. */
  readonly text: string;
  /** The arguments as parsed JSON; `undefined` if they are not complete. */
  readonly input: unknown;
}

/**
 * Reads a stream to its end and puts it together. Failures of the stream do not throw: they are in `end`. Cost: O(n) in
 * the length of the answer.
 *
 * @throws {unknown} Errors of the iterable itself.
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
  const collector = answerCollector();
  for await (const event of events) collector.add(event);
  return collector.collected();
}

/** Puts a stream together event by event; `collected` can be called at any time. */
export interface Collector {
  add(event: StreamEventBody): void;
  collected(): Collected;
}

/** The parts of each block, by the block's name. */
type Blocks = Map<string, string[]>;

/**
 * Returns a {@link Collector}.
 *
 * @param from Output to continue.
 *
 * @example
 * ```ts
 * answerCollector().collected().text; // ""
 * ```
 */
export function answerCollector(from?: Collected): Collector {
  const text: Blocks = new Map();
  const reasoning: Blocks = new Map();
  const toolCalls = new Map<string, Omit<CollectedToolCall, "text"> & { parts: string[] }>();
  let { usage, end } = from ?? {};
  if (from !== undefined) {
    text.set("", [from.text]);
    reasoning.set("", [from.reasoning]);
    for (const { text: part, ...call } of from.toolCalls) {
      toolCalls.set(call.id, { ...call, parts: [part] });
    }
  }

  return {
    add(event) {
      switch (event.type) {
        case "text-start":
          partsOf(text, event.block);
          break;
        case "text-delta":
          partsOf(text, event.block).push(event.text);
          break;
        case "reasoning-start":
          partsOf(reasoning, event.block);
          break;
        case "reasoning-delta":
          partsOf(reasoning, event.block).push(event.text);
          break;
        case "block-reset":
          text.get(event.block)?.splice(0);
          reasoning.get(event.block)?.splice(0);
          break;
        case "tool-call-start":
          toolCalls.set(event.id, { id: event.id, name: event.name, parts: [], input: undefined });
          break;
        case "tool-call-delta":
          toolCalls.get(event.id)?.parts.push(event.text);
          break;
        case "tool-call-end": {
          const { id, name, text: all, input } = event;
          toolCalls.set(id, { id, name, parts: [all], input });
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
      text: textOfBlocks(text),
      reasoning: textOfBlocks(reasoning),
      toolCalls: Array.from(toolCalls.values(), ({ id, name, parts, input }) => ({
        id,
        name,
        text: joined(parts),
        input,
      })),
      usage,
      end,
    }),
  };
}

function partsOf(blocks: Blocks, block: string): string[] {
  let parts = blocks.get(block);
  if (parts === undefined) blocks.set(block, (parts = []));
  return parts;
}

function textOfBlocks(blocks: Blocks): string {
  return Array.from(blocks.values(), joined).join("");
}

/** Keeps the joined text in place of its parts, so that a viewer can call it for every frame. */
function joined(parts: string[]): string {
  if (parts.length > 1) parts.splice(0, parts.length, parts.join(""));
  return parts[0] ?? "";
}
