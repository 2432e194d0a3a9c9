import type { Cancel, Clock, Instant } from "../../clock/index.ts";
import { seededRandom } from "../../stats/index.ts";
import type { Dialect, Encoder, Frame, Generation, HttpCall } from "../dialects/dialect.ts";
import { engineTokens } from "./engine-tokens.ts";
import type { Fault } from "../settings/fault.ts";
import { frameSender, packetsOf } from "./frame-faults.ts";
import { playTokens } from "./play-tokens.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import { SimulationError } from "../simulation-error.ts";
import { proxySink } from "./proxy-sink.ts";
import type { Sink } from "./sink.ts";
import { joined } from "../dialects/frames.ts";
import { endlessTokens, knownTokens } from "./token-queue.ts";
import type { TruthEntry } from "../truth/truth-log.ts";
import { withTruthComments } from "../truth/truth-comments.ts";
import { trackDraining } from "./drain-tracker.ts";
import type { WorkerSlot } from "../engine/worker-pool.ts";

/** One request that has come. */
export interface PendingRequest {
  readonly clock: Clock;
  readonly receivedAt: Instant;
  readonly sink: Sink;
  readonly truth: TruthEntry;
  readonly call: HttpCall;
  readonly dialect: Dialect;
  /** Before when nothing may be sent. */
  notBefore(): Instant;
  /** All of the server stands still for so long. */
  freeze(forMs: number): void;
}

/** One request that is being answered. */
export interface ActiveRequest extends PendingRequest {
  readonly place: WorkerSlot;
}

/** Refuses with a status, in the provider's own words. */
export function refuse(
  request: PendingRequest,
  { code, retryAfterMs }: { readonly code: number; readonly retryAfterMs?: number | undefined },
  message: string,
): void {
  const { call, sink, truth, dialect } = request;
  const refused = { call, id: truth.id, retryAfterMs };
  const { headers = {}, body } = dialect.errorResponse(code, message, refused);
  sink.head(code, {
    "content-type": "application/json",
    ...identifyingHeaders(request),
    ...headers,
    ...(retryAfterMs === undefined
      ? {}
      : {
          "retry-after": String(Math.ceil(retryAfterMs / 1000)),
          "retry-after-ms": String(retryAfterMs),
        }),
  });
  sink.write(JSON.stringify(body));
  sink.end();
  truth.end("refused");
}

/** The request's id, ours and the provider's, and the path of its record: by that a benchmark recognises a simulator. */
function identifyingHeaders({ truth, dialect }: PendingRequest): Record<string, string> {
  const { requestIdHeader } = dialect;
  return {
    "x-request-id": truth.id,
    "x-sim-record": `/_sim/requests/${truth.id}`,
    ...(requestIdHeader === undefined ? {} : { [requestIdHeader]: truth.id }),
  };
}

/**
 * Answers a call: as a stream at its due times, or whole when its last token is due.
 *
 * @returns What ends it at once.
 */
export function deliver(
  generation: Generation,
  answer: SimulatedAnswer,
  request: ActiveRequest,
): Cancel {
  requireBinary(generation, answer.faults);
  const { proxyBytes } = answer.scenario.profile;
  const behind = proxyBytes > 0 ? proxySink(request.sink, proxyBytes) : request.sink;
  return deliverTo({ ...request, sink: behind }, generation, answer);
}

/** @throws {SimulationError} When a fault damages checksums that the wire does not have. */
function requireBinary({ contentType, delivery }: Generation, faults: readonly Fault[]): void {
  const damaging = faults.find(({ kind }) => kind === "bad-crc" || kind === "bad-length");
  const isBinary = contentType === "application/vnd.amazon.eventstream" && delivery === "stream";
  if (damaging === undefined || isBinary) return;
  throw new SimulationError(
    `Cannot simulate the fault ${damaging.kind} as the wire must have checksums: current value is "${contentType}"`,
  );
}

function deliverTo(
  request: ActiveRequest,
  generation: Generation,
  answer: SimulatedAnswer,
): Cancel {
  const { clock, sink, truth } = request;
  const encoder = generation.encoder(answer, { id: truth.id, createdAtWallMs: clock.wallMs() });
  const stop =
    generation.delivery === "stream"
      ? stream({ generation, encoder }, answer, request)
      : whole(encoder, answer, request);
  sink.onDisconnect(() => {
    stop();
    truth.end("client-left");
  });
  return () => {
    stop();
    truth.end("cancelled");
    sink.cut("clean");
  };
}

function stream(
  { generation, encoder }: { generation: Generation; encoder: Encoder },
  answer: SimulatedAnswer,
  request: ActiveRequest,
): Cancel {
  const { sink, truth } = request;
  const { faults } = answer;
  const hasComments = generation.contentType.startsWith("text/event-stream");
  const tells = hasComments && request.call.header("x-sim-truth") === "1";
  const frames = frameSender(tells ? withTruthComments(encoder, truth) : encoder, answer, faults);
  const random = seededRandom(`${truth.id} packets`);
  const ending = faults.find(({ kind }) => kind === "cut" || kind === "error");
  const tokens = ending && "after" in ending ? answer.tokens.slice(0, ending.after) : answer.tokens;

  let begun = false;
  // As real servers do: the headers come when the model begins to speak.
  function beginning() {
    if (begun) return [];
    begun = true;
    const isPage = faults.some(({ kind }) => kind === "wrong-content-type");
    sink.head(200, {
      "content-type": isPage ? "text/html; charset=utf-8" : generation.contentType,
      "cache-control": "no-store",
      ...identifyingHeaders(request),
    });
    return frames.first();
  }

  /** In one packet, so that the first token does not wait for what is said before it. */
  function write(pieces: ReturnType<typeof beginning>): boolean {
    const packets = packetsOf(pieces, faults, random);
    if (packets === pieces) return pieces.length === 0 || sink.write(joined(pieces));
    return packets.map(writeAlone).every(Boolean);
  }

  function writeAlone(packet: Frame): boolean {
    const goesOn = sink.write(packet);
    // What is written before it is asked for may be handed on together.
    sink.isBacklogged();
    return goesOn;
  }

  if (faults.some(({ kind }) => kind === "early-headers")) {
    write(beginning());
    sink.flush();
  }
  freezeAfter(0, faults, request);
  return play({ tokens, answer }, request, {
    send(token, index) {
      const before = beginning();
      const own = frames.token(token, index);
      const goesOn = write(before.length === 0 ? own : [...before, ...own]);
      freezeAfter(index + 1, faults, request);
      return goesOn;
    },
    done() {
      if (ending === undefined) {
        write([...beginning(), ...frames.last()]);
        sink.end();
        truth.end("complete");
        return;
      }
      write(beginning());
      end(ending, { encoder, write }, request);
    },
  });
}

function freezeAfter(tokens: number, faults: readonly Fault[], { freeze }: ActiveRequest): void {
  for (const fault of faults) {
    if (fault.kind === "freeze" && fault.after === tokens) freeze(fault.forMs);
  }
}

function end(
  fault: Fault,
  { encoder, write }: { encoder: Encoder; write: (frames: readonly Frame[]) => void },
  { sink, truth }: ActiveRequest,
): void {
  if (fault.kind === "error") {
    write([encoder.error("The server is overloaded, on request")]);
    sink.end();
  } else if (fault.kind === "cut") sink.cut(fault.how);
  truth.end("cut");
}

function whole(encoder: Encoder, answer: SimulatedAnswer, request: ActiveRequest): Cancel {
  const { sink, truth } = request;
  const isPage = answer.faults.some(({ kind }) => kind === "wrong-content-type");
  return play({ tokens: answer.tokens, answer }, request, {
    send: () => true,
    done() {
      sink.head(200, {
        "content-type": isPage ? "text/html" : "application/json",
        ...identifyingHeaders(request),
      });
      sink.write(JSON.stringify(encoder.whole()));
      sink.end();
      truth.end("complete");
    },
  });
}

/** What is done with an answer's tokens, each when it is due. */
interface Player {
  /** False when the sink wants a pause. */
  send(token: SimulatedToken, index: number): boolean;
  done(): void;
}

/** Plays tokens at the times that they have, or that an engine gives them. */
function play(
  {
    tokens,
    answer,
  }: { readonly tokens: readonly SimulatedToken[]; readonly answer: SimulatedAnswer },
  request: ActiveRequest,
  { send, done }: Player,
): Cancel {
  const { clock, receivedAt, sink, truth, place } = request;
  const draining = trackDraining(sink, truth);
  const isEndless = answer.faults.some(({ kind }) => kind === "endless");
  const queueOf = isEndless ? endlessTokens : knownTokens;
  const made =
    place.engine === undefined
      ? undefined
      : engineTokens({ answer, tokens }, place.engine, {
          receivedAt,
          random: seededRandom(`${truth.id} network`),
        });
  const stop = playTokens(made?.queue ?? queueOf(tokens), {
    clock,
    receivedAt,
    notBefore: () => request.notBefore(),
    send(token, index) {
      if (index === 0) place.prefilled();
      const goesOn = send(token, index);
      draining.written(truth.token(token.dueMs));
      return goesOn;
    },
    paused: () => draining.look(),
    writable: () => sink.writable(),
    done,
  });
  return () => {
    made?.stop();
    stop();
  };
}
