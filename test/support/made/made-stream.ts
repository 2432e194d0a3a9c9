import { emptyDocument, type ReceivedStream } from "../../../src/protocols/index.ts";

/** A stream as a viewer has it, empty but for the given fields. */
export function madeStream(fields: Partial<ReceivedStream> = {}): ReceivedStream {
  return emptyDocument({ session: "k1", id: "s1", ...fields });
}
