import type { EndReason, InputTokens, OutputTokens } from "../../events/index.ts";
import type { Plan } from "../plan/plan.ts";
import type { Validity } from "./validity.ts";

/**
 * A run on disk: `manifest.json` (written before the first request, and again at the end),
 * `requests.jsonl` (one line per request, appended as they end). Readers tolerate a truncated last line and a
 * killed run.
 */
export interface Run {
  readonly manifest: Manifest;
  /** In the order in which they ended. */
  readonly requests: readonly RequestRecord[];
}

/** The plan of a run, its environment, and how far its results can be trusted. */
export interface Manifest {
  readonly v: 1;
  /** The run's name: its folder. */
  readonly id: string;
  readonly plan: Plan;
  /** When it started, ISO 8601 in UTC. */
  readonly startedAt: string;
  /** `running` in the file of a run that was killed. */
  readonly status: "running" | "complete" | "interrupted" | "failed";
  readonly environment: RunEnvironment;
  /** `undefined` until the run has ended. */
  readonly validity: Validity | undefined;
  /** Metric id → definition, as of this run, to distinguish old results from new ones. */
  readonly definitions: Readonly<Record<string, string>>;
}

/** What results depend on, besides the plan. */
export interface RunEnvironment {
  readonly millrace: string;
  /** As in `node 24.9.0` or `deno 2.9.6`. */
  readonly runtime: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** The proxies that requests may have gone through, without users and passwords; `undefined` for none. */
  readonly proxy?: string | undefined;
}

/** One request, as one line of `requests.jsonl`. */
export interface RequestRecord {
  readonly v: 1;
  /** `<pair>-<arm>`, or `warm-up-<n>`; unique in the run. */
  readonly id: string;
  /** The arm's name. */
  readonly arm: string;
  /** Both arms' requests of one pair have the same prompt. From 0. */
  readonly pair: number;
  /** Index in the order of starts over the whole run, from 0; warm-up requests come first. */
  readonly order: number;
  readonly warmUp: boolean;
  /** Milliseconds from the start of the run to the scheduled send. */
  readonly scheduledAtMs: number;
  readonly end: EndReason;
  /** The index of its prompt: requests with the same one sent the same text. `undefined` in older files. */
  readonly prompt: number | undefined;
  /** All of them, and those from the provider's cache; both `undefined` in older files. */
  readonly inputTokens: InputTokens;
  readonly outputTokens: OutputTokens;
  readonly tokensSource: "provider" | "counted" | "estimated";
  /** Of the answer's text. */
  readonly lengthChars: number;
  /** Content besides text; `undefined` in older files. */
  readonly besidesText:
    | { readonly reasoningChars: number; readonly toolCalls: number; readonly audioBytes: number }
    | undefined;
  /** SHA-256 of the text after the buffer, in hex, so that exactness can be checked later. */
  readonly textSha256: string;
  /** Whether the text after the buffer is the text that the provider's events carried. */
  readonly exact: boolean;
  /** `<metric id>@<layer>` → value in the metric's unit. An unknown metric is left out. */
  readonly metrics: Readonly<Record<string, number>>;
  /**
   * Gaps between parts of content at the wire, and between the parts that the buffer released; integer µs. Parts of one
   * read are 0 apart.
   */
  readonly gapsUs: { readonly wire: readonly number[]; readonly flush: readonly number[] };
  /**
   * Whether the request was sent again, on a new connection, because the server had closed the idle one before
   * reading anything. The time of the first attempt is part of the metrics.
   */
  readonly resent?: boolean | undefined;
  /** The server's record; `undefined` if it keeps none. */
  readonly truth: RequestTruth | undefined;
}

/** Summary of a server's record of one request. Durations only, because the server uses another clock. */
export interface RequestTruth {
  /** From the request's arrival to the first token's send. */
  readonly ttftMs: number;
  /** Median gap between the sends of two tokens. */
  readonly medianItlMs: number | undefined;
  /** How late the 99th percentile of its sends was, against when they were due. */
  readonly latenessP99Ms: number;
}
