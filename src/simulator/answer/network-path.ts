import type { Random } from "../../stats/index.ts";
import type { Settings } from "../settings/settings.ts";
import type { SimulatedToken } from "./simulated-answer.ts";
import { gilbertElliott } from "../timing/gilbert-elliott.ts";

/** Maps the time at which something is due to the time at which it is sent; never earlier. */
type Delay = (dueMs: number) => number;

/**
 * The network path of one answer: a content filter that holds tokens back, then a server that sends in batches, then
 * the network.
 *
 * @param random Used for the network only.
 */
export function networkPath(settings: Settings, random: Random) {
  const { holdBackTokens } = settings;
  const delays = delaysOf(settings, random);
  const held: SimulatedToken[] = [];
  let latestMs = 0;

  function send(token: SimulatedToken, dueMs: number): SimulatedToken {
    const arrivedMs = delays.reduce((ms, delay) => delay(ms), dueMs);
    // A stream is ordered: nothing overtakes.
    latestMs = Math.max(latestMs, arrivedMs);
    return { ...token, dueMs: latestMs };
  }

  /** Adds a token; returns the tokens that are sent now, with their new due times. */
  function push(token: SimulatedToken): readonly SimulatedToken[] {
    if (holdBackTokens === 0) return [send(token, token.dueMs)];
    held.push(token);
    if (held.length <= holdBackTokens) return [];
    // A token is sent when the last token that it waits for is due.
    const first = held.shift();
    return first === undefined ? [] : [send(first, token.dueMs)];
  }

  /** Ends the answer; returns the tokens that were held back. */
  function end(): readonly SimulatedToken[] {
    const lastMs = held.at(-1)?.dueMs ?? 0;
    return held.splice(0).map((token) => send(token, lastMs));
  }

  return {
    push,
    end,
    /** Sends a whole answer. */
    sendAll(tokens: readonly SimulatedToken[]): readonly SimulatedToken[] {
      if (delays.length === 0 && holdBackTokens === 0) return tokens;
      return [...tokens.flatMap(push), ...end()];
    },
  };
}

function delaysOf(settings: Settings, random: Random): readonly Delay[] {
  const { coalesceMs, nagleMs, rttMs, networkJitterMs, lossToBad } = settings;
  return [
    ...(coalesceMs > 0 ? [(dueMs: number) => Math.ceil(dueMs / coalesceMs) * coalesceMs] : []),
    ...(nagleMs > 0 ? [nagle(nagleMs)] : []),
    // Half for the request, half for the answer.
    ...(rttMs > 0 ? [(dueMs: number) => dueMs + rttMs] : []),
    ...(networkJitterMs > 0 ? [jitter(networkJitterMs, random)] : []),
    ...(lossToBad > 0 ? [packetLoss(settings, random)] : []),
  ];
}

/**
 * A small packet waits for the acknowledgement of the one before it, which the receiver delays.
 *
 * @see RFC 1122, section 4.2.3.2 and 4.2.3.4.
 */
function nagle(waitMs: number): Delay {
  let sentMs = -Infinity;
  return (dueMs) => {
    // Data that comes while a packet waits is sent with it.
    if (dueMs > sentMs) sentMs = Math.max(dueMs, sentMs + waitMs);
    return sentMs;
  };
}

/** Queueing delay: exponential, so that a few packets wait long. */
function jitter(meanMs: number, random: Random): Delay {
  return (dueMs) => dueMs - meanMs * Math.log(1 - random());
}

/**
 * A lost packet is sent again after the retransmission timeout, and TCP lets nothing overtake it. The timeout doubles
 * with each further loss.
 *
 * @see RFC 6298, section 5.5.
 */
function packetLoss({ lossToBad, lossToGood, rtoMs }: Settings, random: Random): Delay {
  const network = gilbertElliott({ toBad: lossToBad, toGood: lossToGood }, random);
  return (dueMs) => {
    let atMs = dueMs;
    let timeoutMs = rtoMs;
    for (let attempt = 0; attempt < RETRANSMISSIONS && network.isLost(); attempt++) {
      atMs += timeoutMs;
      timeoutMs = Math.min(timeoutMs * 2, LONGEST_RTO_MS);
    }
    return atMs;
  };
}

/** Linux drops a connection after this many retransmissions; here the packet arrives then. */
const RETRANSMISSIONS = 15;

/** RFC 6298, section 2.4, allows no shorter bound. */
const LONGEST_RTO_MS = 60_000;
