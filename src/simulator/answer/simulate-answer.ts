import { type Random, seededRandom } from "../../stats/index.ts";
import { type AnswerContent, answerContent, reasoningText } from "./answer-content.ts";
import { type ArrivalCounts, arrivals } from "../timing/arrivals.ts";
import type { Fault } from "../settings/fault.ts";
import { networkPath } from "./network-path.ts";
import { type AnswerPlan, recordedPlan } from "./recorded-plan.ts";
import { readScenario, type Scenario } from "../settings/scenario.ts";
import type { Profile } from "../settings/profile.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import type { SimulatedAnswer, SimulatedToken, TokenPart } from "./simulated-answer.ts";
import type { SimulatedRequest } from "./simulated-request.ts";
import { tokensOf } from "./tokens.ts";

export interface AnswerConditions {
  readonly cachedTokens?: number | undefined;
  readonly rules?: ServerRules | undefined;
  /** @defaultValue Read from the request's model name and the rules. */
  readonly scenario?: Scenario | undefined;
  /**
   * Seed that decides which faults apply. Each request of a server needs its own, even if clients always send the same
   * seed: otherwise a fault would affect all of their requests or none.
   *
   * @defaultValue The request's seed.
   */
  readonly faultSeed?: string | undefined;
}

/**
 * Generates an answer and the due times of its tokens, without a socket or a clock. Pure.
 *
 * @throws {SimulationError} When the model name or the prompt is invalid.
 */
export function simulateAnswer(
  request: SimulatedRequest,
  {
    cachedTokens = 0,
    rules = {},
    scenario = readScenario(request.model, rules),
    faultSeed = String(request.seed),
  }: AnswerConditions = {},
): SimulatedAnswer {
  const { model, prompt, seed } = request;
  const { profile } = scenario;
  const random = seededRandom(`${seed}\n${model}\n${prompt}`);
  const promptTokens = request.promptTokens ?? tokensOf(prompt).length;
  const uncachedTokens = Math.max(0, promptTokens - cachedTokens);
  const plan =
    profile.timing === "trace"
      ? recordedPlan(rules.traces, { speed: profile.speed, pick: random() })
      : generatePlan(request, { profile, uncachedTokens, gapsMs: rules.gapsMs }, random);
  const chance = seededRandom(`${faultSeed}\n${model}\nfaults`);
  const faults = scenario.faults.flatMap(({ fault, rate }) => (chance() < rate ? [fault] : []));
  const delayed = (token: SimulatedToken, index: number) => {
    return { ...token, dueMs: token.dueMs + faultDelayMs(faults, index) };
  };
  const network = networkPath(profile, seededRandom(`${seed}\n${model}\nnetwork`));

  return {
    ...plan,
    scenario,
    faults,
    tokens: network.sendAll(faults.length === 0 ? plan.tokens : plan.tokens.map(delayed)),
    promptTokens,
    cachedTokens: promptTokens - uncachedTokens,
    reasoningTokens: plan.tokens.filter(({ part }) => part.kind === "reasoning").length,
    others: [],
  };
}

function generatePlan(
  request: SimulatedRequest,
  {
    profile,
    ...counts
  }: { readonly profile: Profile } & Pick<ArrivalCounts, "uncachedTokens" | "gapsMs">,
  random: Random,
): AnswerPlan {
  const { maxTokens = Infinity } = request;
  const content = answerContent(request, random());
  const all = untimedTokens(content, request, profile);
  const untimed = all.slice(0, maxTokens);
  const dueMs = arrivals(profile, { ...counts, count: untimed.length }, random);
  return {
    tokens: untimed.map((token, index) => ({ ...token, dueMs: dueMs[index] ?? 0 })),
    toolCalls: content.toolCalls.map(({ name, text }, index) => ({
      id: `call_${Math.floor(random() * 2 ** 48).toString(36)}${index}`,
      name,
      text,
    })),
    ...(untimed.length < all.length
      ? { finish: "length", stoppedBy: undefined }
      : { finish: finishOf(content), stoppedBy: firstStop(content.text, request.stop)?.sequence }),
  };
}

export function faultDelayMs(faults: readonly Fault[], index: number): number {
  return faults.reduce((sum, fault) => {
    if (fault.kind === "slow-headers") return sum + fault.forMs;
    return sum + (fault.kind === "stall" && index >= fault.after ? fault.forMs : 0);
  }, 0);
}

type UntimedToken = Omit<SimulatedToken, "dueMs">;

function untimedTokens(
  content: AnswerContent,
  request: SimulatedRequest,
  profile: Profile,
): UntimedToken[] {
  const { stop, minTokens = 0, answerPrefix = "" } = request;
  const thinks = content.reasoning === "" && answerPrefix === "";
  const reasoningTokens = thinks ? (request.reasoningTokens ?? profile.reasoningTokens) : 0;
  const tokens: UntimedToken[] = [];
  const add = (part: TokenPart, texts: readonly string[]) => {
    for (const text of texts) tokens.push({ part, text, choice: 0 });
  };

  add({ kind: "reasoning" }, tokensOf(content.reasoning));
  add({ kind: "reasoning" }, tokensOf(reasoningText(reasoningTokens)).slice(0, reasoningTokens));
  const kind = content.refused ? "refusal" : "text";
  const texts = tokensOf(content.text.slice(0, firstStop(content.text, stop)?.index));
  add({ kind }, lengthened(texts, request, minTokens - tokens.length));
  for (const [call, { text }] of content.toolCalls.entries()) {
    // A call without arguments is one token: its name.
    add({ kind: "tool-call", call }, text === "" ? [""] : tokensOf(text));
  }
  return tokens;
}

/** Repeats text until it has `count` tokens; pads JSON with spaces instead. */
function lengthened(
  texts: readonly string[],
  { format }: SimulatedRequest,
  count: number,
): string[] {
  const missing = texts.length === 0 ? 0 : Math.max(0, count - texts.length);
  const filling = format === undefined ? texts : [" "];
  const fill = (_: unknown, index: number) => filling[index % filling.length] ?? "";
  return [...texts, ...Array.from({ length: missing }, fill)];
}

function finishOf({ refused, toolCalls }: AnswerContent): SimulatedAnswer["finish"] {
  if (refused) return "refusal";
  return toolCalls.length > 0 ? "tool-calls" : "stop";
}

/** The stop sequence that comes first in a text. */
function firstStop(text: string, stop: readonly string[] = []) {
  return stop
    .map((sequence) => ({ sequence, index: text.indexOf(sequence) }))
    .filter(({ index }) => index !== -1)
    .toSorted((a, b) => a.index - b.index)
    .at(0);
}
