import type { Random } from "../../stats/index.ts";
import type { Settings } from "../settings/settings.ts";
import type { SimulatedToken } from "./simulated-answer.ts";
import { gilbertElliott } from "../timing/gilbert-elliott.ts";

/** What happens to tokens between the model and the client: takes them in order, gives them in order. */
export interface NetworkPath {
  /** @returns Those that are on the wire now, with the times at which they are. */
  push(token: SimulatedToken): readonly SimulatedToken[];
  /** What was held back: no more comes. */
  end(): readonly SimulatedToken[];
  /** Whether nothing lies between, so that tokens need not be pushed. */
  readonly isDirect: boolean;
}

/** When something that is due leaves; never earlier, and never before what came before it. */
type Delay = (dueMs: number) => number;

/**
 * The path of one answer: filters that hold back, a server that sends in batches, and the network. Order
 * matters and is this one: what leaves the filter is batched, what leaves the server travels.
 *
 * @param random For the network's chance alone.
 */
export function networkPath(settings: Settings, random: Random): NetworkPath {
  const delays = delaysOf(settings, random);
  const held: SimulatedToken[] = [];
  let latestMs = 0;

  function sent(token: SimulatedToken, dueMs: number): SimulatedToken {
    const arrivedMs = delays.reduce((ms, delay) => delay(ms), dueMs);
    // One stream has one order: nothing overtakes.
    latestMs = Math.max(latestMs, arrivedMs);
    return { ...token, dueMs: latestMs };
  }

  return {
    push(token) {
      if (settings.holdBackTokens === 0) return [sent(token, token.dueMs)];
      held.push(token);
      if (held.length <= settings.holdBackTokens) return [];
      // A token leaves when the one that it waited for has come.
      const first = held.shift();
      return first === undefined ? [] : [sent(first, token.dueMs)];
    },
    end() {
      const lastMs = held.at(-1)?.dueMs ?? 0;
      return held.splice(0).map((token) => sent(token, lastMs));
    },
    isDirect: delays.length === 0 && settings.holdBackTokens === 0,
  };
}

function delaysOf(settings: Settings, random: Random): readonly Delay[] {
  const { coalesceMs, nagleMs, rttMs, networkJitterMs, lossToBad } = settings;
  return [
    ...(coalesceMs > 0 ? [coalescing(coalesceMs)] : []),
    ...(nagleMs > 0 ? [nagle(nagleMs)] : []),
    // The request has been on the path for half of it, the answer is for the other half.
    ...(rttMs > 0 ? [(dueMs: number) => dueMs + rttMs] : []),
    ...(networkJitterMs > 0 ? [jittering(networkJitterMs, random)] : []),
    ...(lossToBad > 0 ? [losing(settings, random)] : []),
  ];
}

/** The server looks every so often, and sends all that there is. */
function coalescing(everyMs: number): Delay {
  return (dueMs) => Math.ceil(dueMs / everyMs) * everyMs;
}

/**
 * A small packet waits until the one before it is acknowledged, which a receiver puts off.
 *
 * @see RFC 1122, section 4.2.3.2 and 4.2.3.4.
 */
function nagle(waitMs: number): Delay {
  let sentMs = -Infinity;
  return (dueMs) => {
    // What comes while a packet waits goes with it.
    if (dueMs > sentMs) sentMs = Math.max(dueMs, sentMs + waitMs);
    return sentMs;
  };
}

/** Queues on the path: exponential, so that a few packets wait long. */
function jittering(meanMs: number, random: Random): Delay {
  return (dueMs) => dueMs - meanMs * Math.log(1 - random());
}

/**
 * A lost packet is sent again after the time-out, and TCP lets nothing overtake it. A packet that is lost
 * again waits twice as long.
 *
 * @see RFC 6298, section 5.5.
 */
function losing({ lossToBad, lossToGood, rtoMs }: Settings, random: Random): Delay {
  const network = gilbertElliott({ toBad: lossToBad, toGood: lossToGood }, random);
  return (dueMs) => {
    let atMs = dueMs;
    let waitMs = rtoMs;
    for (let time = 0; time < RETRANSMISSIONS && network.isLost(); time++) {
      atMs += waitMs;
      waitMs = Math.min(waitMs * 2, LONGEST_RTO_MS);
    }
    return atMs;
  };
}

/** Linux gives a connection up after so many; here the packet arrives then. */
const RETRANSMISSIONS = 15;

/** RFC 6298, section 2.4, allows no shorter bound. */
const LONGEST_RTO_MS = 60_000;
