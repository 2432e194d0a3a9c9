import { type Clock, elapsedMs, type Instant } from "../../clock/index.ts";
import { tokenTimes } from "./token-times.ts";

/**
 * What the simulator did for one request, by its own clock: the truth that rulers are checked against.
 * Times are whole microseconds from the request's arrival.
 */
export interface TruthRecord {
  readonly id: string;
  readonly model: string;
  /** Milliseconds since 1970 when the request arrived. */
  readonly receivedAtWallMs: number;
  /** How many tokens the prompt has, and how many of them were cached; `undefined` for what was refused. */
  readonly promptTokens: number | undefined;
  readonly cachedTokens: number | undefined;
  readonly tokens: readonly TruthToken[];
  /** `streaming` until it has ended. */
  readonly state: "streaming" | "complete" | "cut" | "refused" | "cancelled" | "client-left";
  /** When it ended; `undefined` while it has not. */
  readonly endedUs: number | undefined;
}

/** When one token was due and when it was sent, in microseconds from the request's arrival. */
export interface TruthToken {
  /** When it was to be sent. */
  readonly dueUs: number;
  /** When it was handed to the socket. */
  readonly sentUs: number;
  /**
   * When the socket took the last of its bytes, where that was later: the reader was slow, or a proxy in
   * between held them. `undefined` where it took them at once, and while it has not taken them. What was
   * written in one turn is taken together.
   */
  readonly drainedUs?: number | undefined;
}

/** What is known of a request beside its tokens. */
export type TruthSummary = Omit<TruthRecord, "tokens">;

/** Takes down one request as it goes. */
export interface TruthEntry {
  readonly id: string;
  asked(answer: {
    readonly promptTokens: number;
    readonly cachedTokens: number;
    /** Those that will come, as far as is known. */
    readonly tokens: readonly unknown[];
  }): void;
  /** A token has been written just now. @returns Its place in the record. */
  token(dueMs: number): number;
  /** What was written of this token, and waited, has just been taken. */
  drained(place: number): void;
  /** How long ago the request arrived. */
  sinceUs(): number;
  end(state: Exclude<TruthRecord["state"], "streaming">): void;
}

/** Is told of what is taken down. */
export interface TruthListener {
  /** @param beforeUs When the token before it was sent; `undefined` for the first. */
  sent(token: TruthToken, beforeUs: number | undefined): void;
  /** @param whole Puts the record together. Cost: O(tokens). */
  ended(summary: TruthSummary, whole: () => TruthRecord): void;
}

/** The records of the latest requests. */
export interface TruthLog {
  begin(id: string, model: string, receivedAt: Instant): TruthEntry;
  find(id: string): TruthRecord | undefined;
  /** The newest last. */
  latest(): readonly TruthRecord[];
}

/** So many requests are remembered; a long benchmark asks for each soon after it has ended. */
const REMEMBERED = 2_000;

/** An empty log. */
export function truthLog(clock: Clock, watch: TruthListener): TruthLog {
  const records = new Map<string, () => TruthRecord>();

  return {
    begin(id, model, receivedAt) {
      const receivedAtWallMs = clock.wallMs();
      let times = tokenTimes();
      const drainedUs = new Map<number, number>();
      let state: TruthRecord["state"] = "streaming";
      let endedUs: number | undefined;
      let prompt: { promptTokens: number; cachedTokens: number } | undefined;
      const sinceUs = () => Math.round(elapsedMs(receivedAt, clock.now()) * 1000);
      const summary = (): TruthSummary => ({
        id,
        model,
        receivedAtWallMs,
        promptTokens: prompt?.promptTokens,
        cachedTokens: prompt?.cachedTokens,
        state,
        endedUs,
      });
      const tokenAt = (place: number): TruthToken => ({
        dueUs: times.dueUs(place) ?? 0,
        sentUs: times.sentUs(place) ?? 0,
        ...(drainedUs.has(place) ? { drainedUs: drainedUs.get(place) } : {}),
      });
      const record = (): TruthRecord => ({
        ...summary(),
        tokens: Array.from({ length: times.count }, (_, place) => tokenAt(place)),
      });

      records.set(id, record);
      const [oldest] = records.keys();
      if (records.size > REMEMBERED && oldest !== undefined) records.delete(oldest);
      return {
        id,
        asked({ promptTokens, cachedTokens, tokens }) {
          prompt = { promptTokens, cachedTokens };
          times = tokenTimes(tokens.length);
        },
        token(dueMs) {
          const token = { dueUs: Math.round(dueMs * 1000), sentUs: sinceUs() };
          const place = times.count;
          watch.sent(token, times.sentUs(place - 1));
          times.add(token.dueUs, token.sentUs);
          return place;
        },
        drained: (place) => void drainedUs.set(place, sinceUs()),
        sinceUs,
        end(as) {
          if (state !== "streaming") return;
          state = as;
          endedUs = sinceUs();
          watch.ended(summary(), record);
        },
      };
    },
    find: (id) => records.get(id)?.(),
    latest: () => [...records.values()].map((record) => record()),
  };
}
