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
 * One thing that an answer brings: text, or something in the words of {@link StreamEventBody}, without what
 * a stream knows by itself (blocks are opened and closed, and a call that is not ended is ended).
 */
export type AnswerPiece =
  | string
  | { readonly type: "text-delta" | "reasoning-delta"; readonly text: string }
  | ToolCallStart
  | ToolCallDelta
  | { readonly type: "tool-call-end"; readonly id: string }
  | AudioDelta
  | UsagePiece
  | OriginPiece
  | { readonly type: "stream-end"; readonly reason: EndReason };

/** What the request cost, in tokens; what is not known is left out. */
export interface UsagePiece {
  readonly type: "usage";
  readonly inputTokens?: Partial<InputTokens>;
  readonly outputTokens?: Partial<OutputTokens>;
  /** @defaultValue `"provider"` */
  readonly source?: Usage["source"];
}

/** Who answers. Only the first piece can say it. */
export interface OriginPiece {
  readonly type: "stream-start";
  readonly model?: string;
  readonly requestId?: string;
}

const encoder = new TextEncoder();

/** How large a piece is: its text in UTF-8, or its sound. */
export function sizeBytesOf(piece: AnswerPiece): number {
  if (typeof piece === "string") return encoder.encode(piece).byteLength;
  if ("text" in piece) return encoder.encode(piece.text).byteLength;
  return "bytes" in piece ? piece.bytes.byteLength : 0;
}

/** Writes pieces down, and knows what they came to. */
export interface PieceWriter {
  write(piece: AnswerPiece): void;
  /** Whether a piece has said the end: nothing after it counts. */
  readonly ended: boolean;
  readonly calledTools: boolean;
}

/** Writes pieces with `writer`. */
export function pieceWriter(writer: AnswerWriter): PieceWriter {
  let ended = false;
  let calledTools = false;

  return {
    write(piece) {
      if (ended) return;
      if (typeof piece === "string") {
        writer.show("text", piece);
        return;
      }
      switch (piece.type) {
        case "text-delta":
          writer.show("text", piece.text);
          break;
        case "reasoning-delta":
          writer.show("reasoning", piece.text);
          break;
        case "tool-call-start":
          calledTools = true;
          writer.startTool(piece.id, piece);
          break;
        case "tool-call-delta":
          writer.addArguments(piece.id, piece.text);
          break;
        case "tool-call-end":
          writer.endTool(piece.id);
          break;
        case "audio-delta":
          writer.audio(piece.format, piece.bytes);
          break;
        case "usage":
          writer.usage(usageOf(piece));
          break;
        case "stream-start":
          writer.start(piece.model, piece.requestId);
          break;
        case "stream-end":
          ended = true;
          writer.finish(piece.reason);
      }
    },
    get ended() {
      return ended;
    },
    get calledTools() {
      return calledTools;
    },
  };
}

function usageOf({ inputTokens, outputTokens, source }: UsagePiece): Omit<Usage, "type"> {
  return {
    inputTokens: { total: inputTokens?.total, cached: inputTokens?.cached },
    outputTokens: { total: outputTokens?.total, reasoning: outputTokens?.reasoning },
    source: source ?? "provider",
  };
}
