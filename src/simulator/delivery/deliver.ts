import type { Cancel } from "../../clock/index.ts";
import { seededRandom } from "../../stats/index.ts";
import type { SimulatedAnswer } from "../answer/simulated-answer.ts";
import type { Generation } from "../dialects/dialect.ts";
import type { Fault } from "../settings/fault.ts";
import { SimulationError } from "../simulation-error.ts";
import type { ActiveRequest } from "./active-request.ts";
import { type AnswerWriter, streamWriter, wholeWriter } from "./response-writer.ts";
import { trackDraining } from "./drain-tracker.ts";
import { engineTokens } from "./engine-tokens.ts";
import { playTokens } from "./play-tokens.ts";
import { proxySink } from "./proxy-sink.ts";
import { endlessTokens, knownTokens } from "./token-queue.ts";

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
  { tokens, send, done }: AnswerWriter,
  { clock, receivedAt, notBefore, sink, truth, slot }: ActiveRequest,
): Cancel {
  const drainTracker = trackDraining(sink, truth);
  const isEndless = answer.faults.some(({ kind }) => kind === "endless");
  const queueOf = isEndless ? endlessTokens : knownTokens;
  const generated =
    slot.engine === undefined
      ? undefined
      : engineTokens({ answer, tokens }, slot.engine, {
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
    turnEnded: () => drainTracker.turnEnded(),
    writable: () => sink.writable(),
    done,
  });
  return () => {
    generated?.stop();
    stop();
  };
}
