import { seededRandom } from "../../stats/index.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import type { Encoder, Frame } from "../dialects/dialect.ts";
import { joined } from "../dialects/frames.ts";
import type { Fault } from "../settings/fault.ts";
import type { TruthEntry } from "../truth/truth-log.ts";
import { type ActiveRequest, identifyingHeaders } from "./active-request.ts";
import { frameSender, packetsOf } from "./frame-faults.ts";

/** Writes an answer to a request's sink while its tokens become due. */
export interface ResponseWriter {
  readonly tokens: readonly SimulatedToken[];
  /** Returns false if the sink is full. */
  send(token: SimulatedToken, index: number): boolean;
  /** Called once, after the last token. */
  done(): void;
}

/** Streams an answer token by token. Applies the faults of streams. */
export function streamWriter(
  { encoder, contentType }: { readonly encoder: Encoder; readonly contentType: string },
  answer: SimulatedAnswer,
  request: ActiveRequest,
): ResponseWriter {
  const { sink, truth, call } = request;
  const { faults, tokens } = answer;
  const hasComments =
    contentType.startsWith("text/event-stream") && call.header("x-sim-truth") === "1";
  const sender = frameSender(hasComments ? withTruthComments(encoder, truth) : encoder, answer);
  const random = seededRandom(`${truth.id} packets`);
  const ending = faults.find((fault) => fault.kind === "cut" || fault.kind === "error");
  let hasBegun = false;

  /** Sends the headers with the first token, as real servers do. */
  function begin(): readonly Frame[] {
    if (hasBegun) return [];
    hasBegun = true;
    sink.head(200, {
      "content-type": isPage(faults) ? "text/html; charset=utf-8" : contentType,
      "cache-control": "no-store",
      ...identifyingHeaders(request),
    });
    return sender.first();
  }

  /** Writes frames as one packet, so that the first token does not wait for the frames before it. */
  function write(frames: readonly Frame[]): boolean {
    const packets = packetsOf(frames, faults, random);
    if (packets === frames) return frames.length === 0 || sink.write(joined(frames));
    return packets.map(writeAlone).every(Boolean);
  }

  function writeAlone(packet: Frame): boolean {
    const isWritable = sink.write(packet);
    // Flushes the packet: later writes of the same turn may otherwise share it.
    sink.isBacklogged();
    return isWritable;
  }

  if (faults.some(({ kind }) => kind === "early-headers")) {
    write(begin());
    sink.flush();
  }
  freezeAfter(0, faults, request);
  return {
    tokens: ending === undefined ? tokens : tokens.slice(0, ending.after),
    send(token, index) {
      const before = begin();
      const frames = sender.token(token, index);
      const isWritable = write(before.length === 0 ? frames : [...before, ...frames]);
      freezeAfter(index + 1, faults, request);
      return isWritable;
    },
    done() {
      write(ending === undefined ? [...begin(), ...sender.last()] : begin());
      if (ending?.kind === "error") write([encoder.error("The server is overloaded, on request")]);
      if (ending?.kind === "cut") sink.cut(ending.how);
      else sink.end();
      truth.end(ending === undefined ? "complete" : "cut");
    },
  };
}

/** Writes the whole answer after its last token. */
export function wholeWriter(
  encoder: Encoder,
  { faults, tokens }: SimulatedAnswer,
  request: ActiveRequest,
): ResponseWriter {
  const { sink, truth } = request;
  return {
    tokens,
    send: () => true,
    done() {
      sink.head(200, {
        "content-type": isPage(faults) ? "text/html" : "application/json",
        ...identifyingHeaders(request),
      });
      sink.write(JSON.stringify(encoder.whole()));
      sink.end();
      truth.end("complete");
    },
  };
}

/**
 * Adds the due and sent time of each token as a comment before its frames: `: sim due_us=200000 sent_us=200013`.
 *
 * Both count from the request's arrival, as in the log. `sent_us` is taken before the token is encoded and written, so
 * it is slightly earlier than in the log.
 *
 * @see {@link https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation}: parsers
 * ignore comments.
 */
function withTruthComments(encoder: Encoder, truth: TruthEntry): Encoder {
  return {
    ...encoder,
    token(token) {
      const dueUs = Math.round(token.dueMs * 1000);
      const comment = `: sim due_us=${dueUs} sent_us=${truth.sinceUs()}\n\n`;
      return [comment, ...encoder.token(token)];
    },
  };
}

function isPage(faults: readonly Fault[]): boolean {
  return faults.some(({ kind }) => kind === "wrong-content-type");
}

function freezeAfter(tokens: number, faults: readonly Fault[], { freeze }: ActiveRequest): void {
  for (const fault of faults) {
    if (fault.kind === "freeze" && fault.after === tokens) freeze(fault.forMs);
  }
}
