import type { ReceivedStream } from "../../../src/protocols/index.ts";

/** A stream as a viewer has it, empty but for the given fields. */
export function madeStream(fields: Partial<ReceivedStream> = {}): ReceivedStream {
  return {
    v: 1,
    session: "k1",
    id: "s1",
    title: undefined,
    provider: undefined,
    model: undefined,
    state: "connecting",
    seq: 0,
    text: "",
    reasoning: "",
    toolCalls: [],
    end: undefined,
    usage: undefined,
    gapsMs: [],
    startedAtWallMs: 0,
    ...fields,
  };
}
