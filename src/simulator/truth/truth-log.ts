import { type Clock, elapsedMs, type Instant } from "../../clock/index.ts";

/**
 * Record of one request by the simulator's own clock: the ground truth for checking measurements. Times are whole
 * microseconds from the request's arrival.
 */
export interface TruthRecord {
  readonly id: string;
  readonly model: string;
  /** Arrival of the request, in milliseconds since 1970. */
  readonly receivedAtWallMs: number;
  /** Length of the prompt in tokens; `undefined` if the request was refused before an answer was generated. */
  readonly promptTokens: number | undefined;
  /** Number of prompt tokens that were cached; `undefined` as for `promptTokens`. */
  readonly cachedTokens: number | undefined;
  readonly tokens: readonly TruthToken[];
  /** `streaming` until the request has ended. */
  readonly state: "streaming" | "complete" | "cut" | "refused" | "cancelled" | "client-left";
  /** End of the request; `undefined` while `streaming`. */
  readonly endedUs: number | undefined;
}

/** Times of one token, in microseconds from the request's arrival. */
export interface TruthToken {
  readonly dueUs: number;
  /** When the token was written to the socket. */
  readonly sentUs: number;
  /**
   * When the socket took the last of its bytes, if that was later: the client was slow, or a proxy buffered them.
   * `undefined` if the socket took them at once or has not taken them yet. Everything written in one turn is taken
   * together.
   */
  readonly drainedUs?: number | undefined;
}

export type TruthSummary = Omit<TruthRecord, "tokens">;

/** Records one request while it runs. */
export interface TruthEntry {
  readonly id: string;
  planned(answer: {
    readonly promptTokens: number;
    readonly cachedTokens: number;
    readonly tokens: readonly unknown[];
  }): void;
  /** Called when a token has been written. @returns Its index in the record. */
  token(dueMs: number): number;
  /** Called when the socket has taken a token that had to wait. */
  drained(index: number): void;
  sinceUs(): number;
  end(state: Exclude<TruthRecord["state"], "streaming">): void;
}

export interface TruthListener {
  /** @param previousUs When the token before it was sent; `undefined` for the first. */
  sent(token: TruthToken, previousUs: number | undefined): void;
  /** @param record Builds the record. Cost: O(tokens). */
  ended(summary: TruthSummary, record: () => TruthRecord): void;
}

/** Records of the latest requests. */
export type TruthLog = ReturnType<typeof truthLog>;

/** Number of records kept; a long benchmark fetches each record soon after its request has ended. */
const MAX_RECORDS = 2_000;

export function truthLog(clock: Clock, listener: TruthListener) {
  const records = new Map<string, () => TruthRecord>();

  return {
    begin(id: string, model: string, receivedAt: Instant): TruthEntry {
      const request = { id, model, receivedAtWallMs: clock.wallMs() };
      const sinceUs = () => Math.round(elapsedMs(receivedAt, clock.now()) * 1000);
      const { entry, record } = truthEntry(request, sinceUs, listener);
      records.set(id, record);
      const [oldest] = records.keys();
      if (records.size > MAX_RECORDS && oldest !== undefined) records.delete(oldest);
      return entry;
    },
    find: (id: string): TruthRecord | undefined => records.get(id)?.(),
    /** The newest last. */
    latest: (): readonly TruthRecord[] => [...records.values()].map((record) => record()),
  };
}

function truthEntry(
  request: Pick<TruthRecord, "id" | "model" | "receivedAtWallMs">,
  sinceUs: () => number,
  listener: TruthListener,
): { readonly entry: TruthEntry; readonly record: () => TruthRecord } {
  let times = tokenTimes();
  const drainedUs = new Map<number, number>();
  let state: TruthRecord["state"] = "streaming";
  let endedUs: number | undefined;
  let promptTokens: number | undefined;
  let cachedTokens: number | undefined;

  const summary = () => ({ ...request, promptTokens, cachedTokens, state, endedUs });
  const tokenAt = (_: unknown, index: number): TruthToken => {
    const token = { dueUs: times.dueUs(index) ?? 0, sentUs: times.sentUs(index) ?? 0 };
    const drained = drainedUs.get(index);
    return drained === undefined ? token : { ...token, drainedUs: drained };
  };
  const record = (): TruthRecord => ({
    ...summary(),
    tokens: Array.from({ length: times.count }, tokenAt),
  });

  const entry: TruthEntry = {
    id: request.id,
    planned(answer) {
      ({ promptTokens, cachedTokens } = answer);
      times = tokenTimes(answer.tokens.length);
    },
    token(dueMs) {
      const token = { dueUs: Math.round(dueMs * 1000), sentUs: sinceUs() };
      const index = times.count;
      listener.sent(token, times.sentUs(index - 1));
      times.add(token.dueUs, token.sentUs);
      return index;
    },
    drained: (index) => void drainedUs.set(index, sinceUs()),
    sinceUs,
    end(endState) {
      if (state !== "streaming") return;
      state = endState;
      endedUs = sinceUs();
      listener.ended(summary(), record);
    },
  };
  return { entry, record };
}

/**
 * Due and sent times of an answer's tokens, in microseconds from the request's arrival; `undefined` for an index that is
 * out of range.
 *
 * In one block of memory, 16 bytes per token. As objects or growing arrays, they would be most of what the
 * garbage collector of a busy server has to move, which delays every stream.
 *
 * @param expected Expected number of tokens. More can be added, at a cost of O(1) amortised.
 */
export function tokenTimes(expected = 32) {
  let times = new Float64Array(2 * Math.max(expected, 1));
  let count = 0;

  return {
    get count(): number {
      return count;
    },
    add(dueUs: number, sentUs: number): void {
      if (2 * count === times.length) {
        const more = new Float64Array(2 * times.length);
        more.set(times);
        times = more;
      }
      times[2 * count] = dueUs;
      times[2 * count + 1] = sentUs;
      count++;
    },
    dueUs: (index: number) => (index < count ? times[2 * index] : undefined),
    sentUs: (index: number) => (index < count ? times[2 * index + 1] : undefined),
  };
}
