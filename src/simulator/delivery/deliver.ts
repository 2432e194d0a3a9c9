import type { Cancel, Clock, Instant } from "../../clock/index.ts";
import { seededRandom } from "../../stats/index.ts";
import type { Dialect, Encoder, Frame, Generation, HttpCall } from "../dialects/dialect.ts";
import { engineTokens } from "./engine-tokens.ts";
import type { Fault } from "../settings/fault.ts";
import { frameSender, packetsOf } from "./frame-faults.ts";
import { playAnswer } from "./play-tokens.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import { SimulationError } from "../simulation-error.ts";
import { proxySink } from "./proxy-sink.ts";
import type { Sink } from "./sink.ts";
import { joined } from "../dialects/frames.ts";
import { endlessTokens, knownTokens } from "./token-queue.ts";
import type { TruthEntry } from "../truth/truth-log.ts";
import { truthTelling } from "../truth/truth-comments.ts";
import { watchDraining } from "./drain-tracker.ts";
import type { Place } from "../engine/worker-pool.ts";

/** One request that has come. */
export interface Asked {
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
export interface Answering extends Asked {
  readonly place: Place;
}

/** Refuses with a status, in the provider's own words. */
export function refuse(
  answering: Asked,
  { code, retryAfterMs }: { readonly code: number; readonly retryAfterMs?: number | undefined },
  message: string,
): void {
  const { call, sink, truth, dialect } = answering;
  const refused = { call, id: truth.id, retryAfterMs };
  const { headers = {}, body } = dialect.refusal(code, message, refused);
  sink.head(code, {
    "content-type": "application/json",
    ...namesOf(answering),
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
function namesOf({ truth, dialect }: Asked): Record<string, string> {
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
  answering: Answering,
): Cancel {
  requireBinary(generation, answer.faults);
  const { proxyBytes } = answer.scenario.profile;
  const behind = proxyBytes > 0 ? proxySink(answering.sink, proxyBytes) : answering.sink;
  return deliverTo({ ...answering, sink: behind }, generation, answer);
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

function deliverTo(answering: Answering, generation: Generation, answer: SimulatedAnswer): Cancel {
  const { clock, sink, truth } = answering;
  const encoder = generation.encoder(answer, { id: truth.id, createdAtWallMs: clock.wallMs() });
  const stop =
    generation.delivery === "stream"
      ? stream({ generation, encoder }, answer, answering)
      : whole(encoder, answer, answering);
  sink.onLeft(() => {
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
  answering: Answering,
): Cancel {
  const { sink, truth } = answering;
  const { faults } = answer;
  const hasComments = generation.contentType.startsWith("text/event-stream");
  const tells = hasComments && answering.call.header("x-sim-truth") === "1";
  const frames = frameSender(tells ? truthTelling(encoder, truth) : encoder, answer, faults);
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
      ...namesOf(answering),
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
    sink.isHeld();
    return goesOn;
  }

  if (faults.some(({ kind }) => kind === "early-headers")) {
    write(beginning());
    sink.flush();
  }
  freezeAfter(0, faults, answering);
  return play({ tokens, answer }, answering, {
    send(token, index) {
      const before = beginning();
      const own = frames.token(token, index);
      const goesOn = write(before.length === 0 ? own : [...before, ...own]);
      freezeAfter(index + 1, faults, answering);
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
      end(ending, { encoder, write }, answering);
    },
  });
}

function freezeAfter(tokens: number, faults: readonly Fault[], { freeze }: Answering): void {
  for (const fault of faults) {
    if (fault.kind === "freeze" && fault.after === tokens) freeze(fault.forMs);
  }
}

function end(
  fault: Fault,
  { encoder, write }: { encoder: Encoder; write: (frames: readonly Frame[]) => void },
  { sink, truth }: Answering,
): void {
  if (fault.kind === "error") {
    write([encoder.error("The server is overloaded, on request")]);
    sink.end();
  } else if (fault.kind === "cut") sink.cut(fault.how);
  truth.end("cut");
}

function whole(encoder: Encoder, answer: SimulatedAnswer, answering: Answering): Cancel {
  const { sink, truth } = answering;
  const isPage = answer.faults.some(({ kind }) => kind === "wrong-content-type");
  return play({ tokens: answer.tokens, answer }, answering, {
    send: () => true,
    done() {
      sink.head(200, {
        "content-type": isPage ? "text/html" : "application/json",
        ...namesOf(answering),
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
  answering: Answering,
  { send, done }: Player,
): Cancel {
  const { clock, receivedAt, sink, truth, place } = answering;
  const draining = watchDraining(sink, truth);
  const isEndless = answer.faults.some(({ kind }) => kind === "endless");
  const queueOf = isEndless ? endlessTokens : knownTokens;
  const made =
    place.engine === undefined
      ? undefined
      : engineTokens({ answer, tokens }, place.engine, {
          receivedAt,
          random: seededRandom(`${truth.id} network`),
        });
  const stop = playAnswer(made?.queue ?? queueOf(tokens), {
    clock,
    receivedAt,
    notBefore: () => answering.notBefore(),
    send(token, index) {
      if (index === 0) place.prefilled();
      const goesOn = send(token, index);
      draining.written(truth.token(token.dueMs));
      return goesOn;
    },
    paused: () => draining.look(),
    drained: () => sink.drained(),
    done,
  });
  return () => {
    made?.stop();
    stop();
  };
}
