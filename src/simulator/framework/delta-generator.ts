import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import { type Speaker, spokenAudio } from "../answer/spoken-audio.ts";
import type { StreamDelta, StreamKind } from "./stream-chunk.ts";

/** Makes deltas of tokens, as far as a kind of stream shows them. */
export interface DeltaGenerator {
  /** What comes before the first token. */
  start(): StreamDelta | undefined;
  /** Whether the kind shows a token at all. */
  shows(token: SimulatedToken): boolean;
  /** @param tokens At least 1, all of one part; `undefined` where they are not shown. */
  delta(tokens: readonly SimulatedToken[]): StreamDelta | undefined;
  /** @param outputTokens How many there were. */
  end(outputTokens: number): StreamDelta;
}

/** Of audio, where nobody is chosen. */
const SPEAKER: Speaker = { voice: "alloy", speed: 1 };

/**
 * A generator for one answer. Chat shows all that is written; a completion shows text alone; audio and realtime
 * say the text aloud, and realtime calls tools too.
 *
 * @example
 * ```ts
 * const answer = simulateAnswer({ model: "fixed", prompt: "echo: Hi there", seed: 1 });
 * deltaGenerator("chat", answer).delta(answer.tokens); // { "type": "text", "text": "Hi there" }
 * ```
 */
export function deltaGenerator(
  kind: StreamKind,
  answer: SimulatedAnswer,
  speaker: Speaker = SPEAKER,
): DeltaGenerator {
  const isHeard = kind === "audio" || kind === "realtime";
  const begun = new Set<number>();
  const hasRole = kind === "chat" || kind === "realtime";

  function words(type: "text" | "refusal", text: string): StreamDelta {
    if (!isHeard) return { type, text };
    return { type: "audio", transcript: text, bytes: spokenAudio(text, speaker) };
  }

  function shows({ part }: SimulatedToken): boolean {
    switch (part.kind) {
      case "text":
      case "refusal":
        return true;
      case "reasoning":
        return kind === "chat";
      case "tool-call":
        return hasRole;
    }
  }

  return {
    start: () => (hasRole ? { type: "start", role: "assistant" } : undefined),
    shows,
    delta(tokens) {
      const [first] = tokens;
      if (first === undefined || !shows(first)) return undefined;
      const { part } = first;
      const text = tokens.map((token) => token.text).join("");
      switch (part.kind) {
        case "text":
        case "refusal":
          return words(part.kind, text);
        case "reasoning":
          return { type: "reasoning", text };
        case "tool-call": {
          const { id = "", name = "" } = answer.toolCalls[part.call] ?? {};
          const begins = !begun.has(part.call);
          begun.add(part.call);
          return { type: "tool-call", call: part.call, id, name, begins, text };
        }
      }
    },
    end: (outputTokens) => ({
      type: "end",
      finish: answer.finish,
      rawFinish: answer.rawFinish,
      inputTokens: answer.promptTokens,
      outputTokens,
    }),
  };
}
