import type {
  AudioDelta,
  EndReason,
  InputTokens,
  OutputTokens,
  ToolCallDelta,
  ToolCallStart,
  Usage,
} from "../../events/index.ts";
import type { AnswerWriter } from "../decode/answer-writer.ts";

/**
 * A part of an answer: text, or an event without what the stream adds itself. Blocks are opened and closed, and open
 * calls are ended automatically.
 */
export type AnswerPart =
  | string
  | { readonly type: "text-delta" | "reasoning-delta"; readonly text: string }
  | ToolCallStart
  | ToolCallDelta
  | { readonly type: "tool-call-end"; readonly id: string }
  | AudioDelta
  | UsagePart
  /** The origin of the answer. Ignored unless it is the first part. */
  | {
      readonly type: "stream-start";
      readonly model?: string | undefined;
      readonly requestId?: string | undefined;
    }
  | { readonly type: "stream-end"; readonly reason: EndReason };

/** Usage in tokens. Unknown counts are left out. */
interface UsagePart {
  readonly type: "usage";
  readonly inputTokens?: Partial<InputTokens> | undefined;
  readonly outputTokens?: Partial<OutputTokens> | undefined;
  /** @defaultValue `"provider"` */
  readonly source?: Usage["source"] | undefined;
}

const encoder = new TextEncoder();

/** The size of a part: of its text in UTF-8, or of its audio. */
export function sizeBytesOf(part: AnswerPart): number {
  if (typeof part === "string") return encoder.encode(part).byteLength;
  if ("text" in part) return encoder.encode(part.text).byteLength;
  return "bytes" in part ? part.bytes.byteLength : 0;
}

export function partWriter(writer: AnswerWriter) {
  let ended = false;
  let calledTools = false;

  return {
    write(part: AnswerPart): void {
      if (ended) return;
      if (typeof part === "string") {
        writer.show("text", part);
        return;
      }
      switch (part.type) {
        case "text-delta":
          writer.show("text", part.text);
          break;
        case "reasoning-delta":
          writer.show("reasoning", part.text);
          break;
        case "tool-call-start":
          calledTools = true;
          writer.startTool(part.id, part);
          break;
        case "tool-call-delta":
          writer.addArguments(part.id, part.text);
          break;
        case "tool-call-end":
          writer.endTool(part.id);
          break;
        case "audio-delta":
          writer.audio(part.format, part.bytes);
          break;
        case "usage":
          writer.usage(usageOf(part));
          break;
        case "stream-start":
          writer.start(part.model, part.requestId);
          break;
        case "stream-end":
          ended = true;
          writer.finish(part.reason);
      }
    },
    /** Whether a part has ended the answer: later parts are ignored. */
    get ended() {
      return ended;
    },
    get calledTools() {
      return calledTools;
    },
  };
}

function usageOf({ inputTokens, outputTokens, source }: UsagePart): Omit<Usage, "type"> {
  return {
    inputTokens: { total: inputTokens?.total, cached: inputTokens?.cached },
    outputTokens: { total: outputTokens?.total, reasoning: outputTokens?.reasoning },
    source: source ?? "provider",
  };
}
