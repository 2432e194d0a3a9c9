import type { Cancel } from "../../clock/index.ts";
import { seededRandom } from "../../stats/index.ts";
import type { SimulatedAnswer } from "../answer/simulated-answer.ts";
import type { Generation } from "../dialects/dialect.ts";
import type { Fault } from "../settings/fault.ts";
import { SimulationError } from "../simulation-error.ts";
import type { TruthEntry } from "../truth/truth-log.ts";
import type { ActiveRequest } from "./active-request.ts";
import { type ResponseWriter, streamWriter, wholeWriter } from "./response-writer.ts";
import { playTokens } from "./play-tokens.ts";
import { proxySink } from "./proxy-sink.ts";
import type { Sink } from "./sink.ts";
import { endlessTokens, engineTokens, knownTokens } from "./token-queue.ts";

/**
 * Sends an answer: as a stream at its due times, or whole when its last token is due.
 *
 * @returns Ends the answer at once.
 * @throws {SimulationError} When a fault damages checksums that the API does not have.
 */
export function deliver(
  generation: Generation,
  answer: SimulatedAnswer,
  { sink: clientSink, ...pending }: ActiveRequest,
): Cancel {
  requireChecksums(generation, answer.faults);
  const { proxyBytes } = answer.scenario.profile;
  const sink = proxyBytes > 0 ? proxySink(clientSink, proxyBytes) : clientSink;
  const request: ActiveRequest = { ...pending, sink };
  const { clock, truth } = request;
  const encoder = generation.encoder(answer, { id: truth.id, createdAtWallMs: clock.wallMs() });
  const writer =
    generation.delivery === "stream"
      ? streamWriter({ encoder, contentType: generation.contentType }, answer, request)
      : wholeWriter(encoder, answer, request);
  const stop = playAnswer(answer, writer, request);
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

function requireChecksums({ contentType, delivery }: Generation, faults: readonly Fault[]): void {
  const damaging = faults.find(({ kind }) => kind === "bad-crc" || kind === "bad-length");
  const isBinary = contentType === "application/vnd.amazon.eventstream" && delivery === "stream";
  if (damaging === undefined || isBinary) return;
  throw new SimulationError(
    `Cannot simulate the fault ${damaging.kind} as the API must have checksums: current value is "${contentType}"`,
  );
}

/** Passes tokens to a writer at their own times, or at the times of the worker's engine. */
function playAnswer(
  answer: SimulatedAnswer,
  { tokens, send, done }: ResponseWriter,
  { clock, receivedAt, notBefore, sink, truth, slot }: ActiveRequest,
): Cancel {
  const drainTracker = trackDraining(sink, truth);
  const isEndless = answer.faults.some(({ kind }) => kind === "endless");
  const queueOf = isEndless ? endlessTokens : knownTokens;
  const generated =
    slot.engine === undefined
      ? undefined
      : engineTokens({ ...answer, tokens }, slot.engine, {
          receivedAt,
          random: seededRandom(`${truth.id} network`),
        });
  const stop = playTokens(generated?.queue ?? queueOf(tokens), {
    clock,
    receivedAt,
    notBefore,
    send(token, index) {
      if (index === 0) slot.prefilled();
      const isWritable = send(token, index);
      drainTracker.written(truth.token(token.dueMs));
      return isWritable;
    },
    turnEnded: drainTracker.turnEnded,
    writable: () => sink.writable(),
    done,
    failed() {
      generated?.stop();
      sink.cut("rst");
      truth.end("cut");
    },
  });
  return () => {
    generated?.stop();
    stop();
  };
}

/**
 * Records when the client took tokens that were not taken at once. Checks the sink once per turn, whose writes are
 * flushed together, and allocates nothing for tokens that were taken at once.
 */
function trackDraining(sink: Sink, truth: TruthEntry) {
  let first: number | undefined;
  let last = 0;

  return {
    /** @param index Of the token in the record. */
    written(index: number): void {
      first ??= index;
      last = index;
    },
    turnEnded(): void {
      const from = first;
      const to = last;
      first = undefined;
      if (from === undefined || !sink.isBacklogged()) return;
      sink.onDrained(() => {
        for (let index = from; index <= to; index++) truth.drained(index);
      });
    },
  };
}
