import type { EndReason, NextStep, StreamEventBody, Usage } from "../events/index.ts";
import { asCount, asNumber, asText, dig } from "../wire/index.ts";
import { readFailure } from "./read-failure.ts";

type EventType = StreamEventBody["type"];

/** One reader for each type: an event that is added to the vocabulary does not compile without one. */
const readers: {
  readonly [Type in EventType]: (value: unknown) => StreamEventBody | undefined;
} = {
  "stream-start": (value) => {
    const provider = asText(dig(value, "provider"));
    const model = asText(dig(value, "model"));
    const attempt = asCount(dig(value, "attempt"));
    if (provider === undefined || model === undefined || attempt === undefined) return undefined;
    const requestId = asText(dig(value, "requestId"));
    return { type: "stream-start", provider, model, attempt, requestId };
  },
  "text-start": (value) => blockEvent("text-start", value),
  "text-end": (value) => blockEvent("text-end", value),
  "reasoning-start": (value) => blockEvent("reasoning-start", value),
  "reasoning-end": (value) => blockEvent("reasoning-end", value),
  "block-reset": (value) => blockEvent("block-reset", value),
  // Answer text comes as patches, whose offsets are checked; as an event it could hide a hole.
  "text-delta": () => undefined,
  "reasoning-delta": (value) => {
    const block = asText(dig(value, "block"));
    const text = asText(dig(value, "text"));
    if (block === undefined || text === undefined) return undefined;
    return { type: "reasoning-delta", block, text };
  },
  "tool-call-start": (value) => {
    const id = asText(dig(value, "id"));
    const name = asText(dig(value, "name"));
    return id === undefined || name === undefined
      ? undefined
      : { type: "tool-call-start", id, name };
  },
  "tool-call-delta": (value) => {
    const id = asText(dig(value, "id"));
    const text = asText(dig(value, "text"));
    return id === undefined || text === undefined
      ? undefined
      : { type: "tool-call-delta", id, text };
  },
  "tool-call-end": (value) => {
    const id = asText(dig(value, "id"));
    const name = asText(dig(value, "name"));
    const text = asText(dig(value, "text"));
    if (id === undefined || name === undefined || text === undefined) return undefined;
    return { type: "tool-call-end", id, name, text, input: dig(value, "input") };
  },
  // Sound is bytes and raw frames are for debugging: neither travels as JSON between viewers.
  "audio-delta": () => undefined,
  raw: () => undefined,
  usage: readUsage,
  "attempt-failed": (value) => {
    const attempt = asCount(dig(value, "attempt"));
    const next = readNextStep(dig(value, "next"));
    if (attempt === undefined || next === undefined) return undefined;
    return { type: "attempt-failed", attempt, failure: readFailure(dig(value, "failure")), next };
  },
  "stream-end": (value) => {
    const reason = readEndReason(dig(value, "reason"));
    return reason && { type: "stream-end", reason };
  },
};

/**
 * An event that came as JSON; `undefined` when it is not one, is of a later version, or is of a kind
 * that does not travel as an event (answer text, sound, raw frames).
 */
export function readStreamEvent(value: unknown): StreamEventBody | undefined {
  const type = asText(dig(value, "type"));
  return type !== undefined && isEventType(type) ? readers[type](value) : undefined;
}

/** Why a stream ended, from JSON; `undefined` when that is not what it is. */
export function readEndReason(value: unknown): EndReason | undefined {
  const raw = asText(dig(value, "raw"));
  const word = dig(value, "kind");
  if (word === "failed")
    return { kind: "failed", raw, failure: readFailure(dig(value, "failure")) };
  if (word === "other") return raw === undefined ? undefined : { kind: "other", raw };
  const kind = endings.find((known) => known === word);
  return kind && { kind, raw };
}

const endings = ["stop", "length", "tool-calls", "content-filter", "truncated", "aborted"] as const;

/** A token count from JSON; `undefined` when that is not what it is. */
export function readUsage(value: unknown): Usage | undefined {
  const source = sources.find((known) => known === dig(value, "source"));
  if (source === undefined) return undefined;
  return {
    type: "usage",
    inputTokens: {
      total: asCount(dig(value, "inputTokens", "total")),
      cached: asCount(dig(value, "inputTokens", "cached")),
    },
    outputTokens: {
      total: asCount(dig(value, "outputTokens", "total")),
      reasoning: asCount(dig(value, "outputTokens", "reasoning")),
    },
    source,
  };
}

const sources = ["provider", "counted", "estimated"] as const;

function readNextStep(value: unknown): NextStep | undefined {
  switch (dig(value, "kind")) {
    case "retry": {
      const inMs = asNumber(dig(value, "inMs"));
      return inMs === undefined ? undefined : { kind: "retry", inMs };
    }
    case "resume":
      return { kind: "resume" };
    case "fall-back": {
      const provider = asText(dig(value, "provider"));
      return provider === undefined ? undefined : { kind: "fall-back", provider };
    }
    case "without-streaming":
      return { kind: "without-streaming" };
    default:
      return undefined;
  }
}

type BlockEventType =
  | "text-start"
  | "text-end"
  | "reasoning-start"
  | "reasoning-end"
  | "block-reset";

function blockEvent(type: BlockEventType, value: unknown): StreamEventBody | undefined {
  const block = asText(dig(value, "block"));
  return block === undefined ? undefined : { type, block };
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(readers, type);
}
