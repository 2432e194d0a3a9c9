import { type Clock, elapsedMs, type Instant } from "../clock/index.ts";

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

/** Takes down one request as it goes. */
export interface TruthEntry {
  readonly id: string;
  asked(prompt: { readonly promptTokens: number; readonly cachedTokens: number }): void;
  /** A token has been written just now. @returns Its place in the record. */
  token(dueMs: number): number;
  /** What was written of this token, and waited, has just been taken. */
  drained(place: number): void;
  /** How long ago the request arrived. */
  sinceUs(): number;
  end(state: Exclude<TruthRecord["state"], "streaming">): void;
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

/**
 * An empty log.
 *
 * @param onEnd Is given every record when its request has ended.
 */
export function truthLog(clock: Clock, onEnd: (record: TruthRecord) => void): TruthLog {
  const records = new Map<string, () => TruthRecord>();

  return {
    begin(id, model, receivedAt) {
      const receivedAtWallMs = clock.wallMs();
      // Numbers in rows of their own: an object a token would be most of what the server keeps.
      const dueUs: number[] = [];
      const sentUs: number[] = [];
      const drainedUs = new Map<number, number>();
      let state: TruthRecord["state"] = "streaming";
      let endedUs: number | undefined;
      let prompt: { promptTokens: number; cachedTokens: number } | undefined;
      const sinceUs = () => Math.round(elapsedMs(receivedAt, clock.now()) * 1000);
      const record = () => ({
        id,
        model,
        receivedAtWallMs,
        promptTokens: prompt?.promptTokens,
        cachedTokens: prompt?.cachedTokens,
        tokens: dueUs.map((due, place) => ({
          dueUs: due,
          sentUs: sentUs[place] ?? due,
          ...(drainedUs.has(place) ? { drainedUs: drainedUs.get(place) } : {}),
        })),
        state,
        endedUs,
      });

      records.set(id, record);
      const [oldest] = records.keys();
      if (records.size > REMEMBERED && oldest !== undefined) records.delete(oldest);
      return {
        id,
        asked({ promptTokens, cachedTokens }) {
          prompt = { promptTokens, cachedTokens };
        },
        token(dueMs) {
          sentUs.push(sinceUs());
          return dueUs.push(Math.round(dueMs * 1000)) - 1;
        },
        drained: (place) => void drainedUs.set(place, sinceUs()),
        sinceUs,
        end(as) {
          if (state !== "streaming") return;
          state = as;
          endedUs = sinceUs();
          onEnd(record());
        },
      };
    },
    find: (id) => records.get(id)?.(),
    latest: () => [...records.values()].map((record) => record()),
  };
}
