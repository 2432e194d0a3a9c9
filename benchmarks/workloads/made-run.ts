import {
  captureEnvironment,
  defaultPlan,
  type Plan,
  type RequestRecord,
  type Run,
  type Validity,
} from "../../src/bench/index.ts";
import { type Random, seededRandom } from "../../src/stats/index.ts";

/** What one request of a made run shows; what is left out is that of a good answer. */
export type MadeAnswer = Pick<RequestRecord, "metrics"> &
  Partial<Pick<RequestRecord, "end" | "gapsUs" | "truth">>;

export interface MadeRunOptions {
  readonly seed: number;
  readonly pairs: number;
  readonly plan?: Partial<Plan>;
  /** Makes both answers of a pair, the baseline's first. */
  readonly answers: (random: Random, pair: number) => readonly [MadeAnswer, MadeAnswer];
}

const VALID: Validity = { verdict: "valid", gates: [] };

/** A run as the bench would have kept it, of answers that are made up: the truth about them is known. */
export function madeRun({ seed, pairs, plan, answers }: MadeRunOptions): Run {
  const whole = { ...defaultPlan(), margins: {}, ...plan, pairs, seed, warmUp: 0 };
  const random = seededRandom(`made run ${seed}`);
  const requests: RequestRecord[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const [baseline, candidate] = answers(random, pair);
    for (const [index, answer] of [baseline, candidate].entries()) {
      requests.push(record(whole.arms[index]?.name ?? "", requests.length, { ...answer, pair }));
    }
  }
  return {
    manifest: {
      v: 1,
      id: `made-${seed}`,
      plan: whole,
      startedAt: "2026-01-15T09:30:00.000Z",
      status: "complete",
      environment: captureEnvironment(),
      validity: VALID,
      definitions: {},
    },
    requests,
  };
}

function record(
  arm: string,
  order: number,
  answer: MadeAnswer & { readonly pair: number },
): RequestRecord {
  return {
    v: 1,
    id: `${answer.pair}-${arm}`,
    arm,
    order,
    warmUp: false,
    scheduledAtMs: order * 700,
    end: { kind: "stop", raw: "stop" },
    prompt: answer.pair,
    inputTokens: { total: 20, cached: undefined },
    outputTokens: { total: 120, reasoning: undefined },
    tokensSource: "provider",
    lengthChars: 480,
    besidesText: { reasoningChars: 0, toolCalls: 0, audioBytes: 0 },
    textSha256: "0".repeat(64),
    exact: true,
    gapsUs: { wire: [], flush: [] },
    truth: undefined,
    ...answer,
  };
}

/** Standard normal, by Box and Muller. */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
