import type { ServerResponse } from "node:http";

import { type Clock, type Instant, instantAfter } from "../clock/index.ts";
import { type ChatCall, chatEncoder, chatError } from "./dialects/openai-chat.ts";
import type { Fault } from "./fault.ts";
import { playAnswer } from "./play-answer.ts";
import type { SimulatedAnswer } from "./simulate-answer.ts";
import type { TruthEntry } from "./truth-log.ts";

/** One request that is being answered. */
export interface Answering {
  readonly clock: Clock;
  readonly receivedAt: Instant;
  readonly response: ServerResponse;
  readonly truth: TruthEntry;
}

/** Refuses with a status, in the provider's own words. */
export function refuse(
  { response, truth }: Answering,
  { code, retryAfterMs }: { readonly code: number; readonly retryAfterMs?: number | undefined },
  message: string,
): void {
  response.writeHead(code, {
    "content-type": "application/json",
    "x-request-id": truth.id,
    ...(retryAfterMs === undefined
      ? {}
      : {
          "retry-after": String(Math.ceil(retryAfterMs / 1000)),
          "retry-after-ms": String(retryAfterMs),
        }),
  });
  response.end(JSON.stringify(chatError(code, message)));
  truth.end("refused");
}

/** Answers a chat call: as a stream at its due times, or whole when its last token is due. */
export function answerChat(call: ChatCall, answer: SimulatedAnswer, answering: Answering): void {
  if (call.stream) streamAnswer(call, answer, answering);
  else wholeAnswer(call, answer, answering);
}

function streamAnswer(call: ChatCall, answer: SimulatedAnswer, answering: Answering): void {
  const { clock, receivedAt, response, truth } = answering;
  const encoder = chatEncoder(call, { id: truth.id, createdAtWallMs: clock.wallMs() });
  const cut = answer.scenario.faults.find((fault) => fault.kind === "cut");
  const tokens = cut === undefined ? answer.tokens : answer.tokens.slice(0, cut.after);

  // One small packet a token: Nagle's algorithm would hold each back for the one before.
  response.socket?.setNoDelay(true);
  const begin = () => {
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-request-id": truth.id,
    });
    return encoder.first;
  };

  let begun = false;
  const stop = playAnswer(tokens, {
    clock,
    receivedAt,
    send({ text, dueMs }) {
      // As real servers do: the headers come when the model begins to speak.
      const before = begun ? "" : begin();
      begun = true;
      // In one packet, so that the first token does not wait for what is said before it.
      const goesOn = response.write(before + encoder.token(text));
      truth.token(dueMs);
      return goesOn;
    },
    drained: () =>
      new Promise((resolve) => {
        response.once("drain", resolve);
      }),
    done() {
      if (!begun) response.write(begin());
      if (cut !== undefined) {
        cutOff(response, cut);
        truth.end("cut");
        return;
      }
      response.end(encoder.last(answer));
      truth.end("complete");
    },
  });
  onClientLeft(response, () => {
    stop();
    truth.end("client-left");
  });
}

function cutOff(response: ServerResponse, { how }: Extract<Fault, { kind: "cut" }>): void {
  switch (how) {
    case "clean":
      response.end();
      break;
    case "fin":
      response.socket?.destroySoon();
      break;
    case "rst": {
      // After what was written has left: a reset drops what is still here.
      const { socket } = response;
      socket?.write("", () => socket.resetAndDestroy());
      break;
    }
  }
}

function wholeAnswer(call: ChatCall, answer: SimulatedAnswer, answering: Answering): void {
  const { clock, receivedAt, response, truth } = answering;
  const encoder = chatEncoder(call, { id: truth.id, createdAtWallMs: clock.wallMs() });
  const dueMs = answer.tokens.at(-1)?.dueMs ?? 0;
  const cancel = clock.callAt(instantAfter(receivedAt, dueMs), () => {
    response.writeHead(200, { "content-type": "application/json", "x-request-id": truth.id });
    response.end(JSON.stringify(encoder.whole(answer)));
    for (const token of answer.tokens) truth.token(token.dueMs);
    truth.end("complete");
  });
  onClientLeft(response, () => {
    cancel();
    truth.end("client-left");
  });
}

/** `close` comes for every response; only one that was not finished was left. */
function onClientLeft(response: ServerResponse, callback: () => void): void {
  response.on("close", () => {
    if (!response.writableFinished) callback();
  });
  // A write to a client that has left: `close` follows.
  response.on("error", () => undefined);
}
