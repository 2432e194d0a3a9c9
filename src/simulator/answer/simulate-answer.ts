import { type Random, seededRandom } from "../../stats/index.ts";
import { type AnswerContent, answerContent, reasoningText } from "./answer-content.ts";
import { arrivals } from "../timing/arrivals.ts";
import type { Fault } from "../settings/fault.ts";
import { networkPath, type NetworkPath } from "./network-path.ts";
import { type AnswerPlan, recordedPlan } from "./recorded-plan.ts";
import { readScenario, type Scenario, type ServerRules } from "../settings/scenario.ts";
import type { SimulatedAnswer, SimulatedToken, TokenPart } from "./simulated-answer.ts";
import type { SimulatedRequest } from "./simulated-request.ts";
import { tokensOf } from "./tokens.ts";

/** What has been found out about a request before it is answered. */
export interface AnswerConditions {
  /** How many of the prompt's tokens need not be read again. */
  readonly cachedTokens?: number;
  /** What holds for all models of the server. */
  readonly rules?: ServerRules;
  /**
   * Seed of the chance that decides which faults strike. Each request of a server needs its own, even if clients
   * always send the same seed: else a fault would strike all of their requests or none.
   *
   * @defaultValue The request's seed.
   */
  readonly faultSeed?: string;
}

/**
 * Works an answer out, without a socket and without time: the part of the simulator that decides
 * everything. Pure.
 *
 * @throws {SimulationError} When the model's name or the prompt cannot be followed.
 *
 * @example
 * ```ts
 * const { tokens } = simulateAnswer({ model: "fixed", prompt: "echo: Hi there", seed: 1 });
 * tokens.map(({ text, dueMs }) => [text, dueMs]); // [["Hi", 200], [" there", 220]]
 * ```
 */
export function simulateAnswer(
  request: SimulatedRequest,
  { cachedTokens = 0, rules = {}, faultSeed = String(request.seed) }: AnswerConditions = {},
): SimulatedAnswer {
  const { model, prompt, seed } = request;
  const scenario = readScenario(model, rules);
  const random = seededRandom(`${seed}\n${model}\n${prompt}`);
  const promptTokens = request.promptTokens ?? tokensOf(prompt).length;
  const toRead = Math.max(0, promptTokens - cachedTokens);
  const { timing, speed } = scenario.profile;
  const plan =
    timing === "trace"
      ? recordedPlan(rules.traces, { speed, pick: random() })
      : generateAnswer(request, { scenario, promptTokens: toRead, gapsMs: rules.gapsMs }, random);
  const chance = seededRandom(`${faultSeed}\n${model}\nfaults`);
  const faults = scenario.faults.flatMap(({ fault, rate }) => (chance() < rate ? [fault] : []));
  const due =
    faults.length === 0
      ? plan.tokens
      : plan.tokens.map((token, index) => ({
          ...token,
          dueMs: token.dueMs + faultDelayMs(faults, index),
        }));

  return {
    ...plan,
    scenario,
    faults,
    tokens: sentOver(
      networkPath(scenario.profile, seededRandom(`${seed}\n${model}\nnetwork`)),
      due,
    ),
    promptTokens,
    cachedTokens: promptTokens - toRead,
    reasoningTokens: due.filter(({ part }) => part.kind === "reasoning").length,
    others: [],
  };
}

/** What an answer's making depends on beside the request. */
interface GenerationContext {
  readonly scenario: Scenario;
  /** How many tokens of the prompt must be read. */
  readonly promptTokens: number;
  readonly gapsMs: readonly number[] | undefined;
}

/** An answer that the simulator makes up, at times that it draws. */
function generateAnswer(
  request: SimulatedRequest,
  { scenario, promptTokens, gapsMs }: GenerationContext,
  random: Random,
): AnswerPlan {
  const { maxTokens = Infinity } = request;
  const content = answerContent(request, random());
  const all = partsOf(content, request, scenario);
  const parts = all.slice(0, maxTokens);
  const counts = {
    promptTokens,
    count: parts.length,
    ...(gapsMs === undefined ? {} : { gapsMs }),
  };
  const dueMs = arrivals(scenario.profile, counts, random);
  return {
    tokens: parts.map(({ part, text, choice }, index): SimulatedToken => {
      return { part, text, choice, dueMs: dueMs[index] ?? 0 };
    }),
    toolCalls: content.toolCalls.map(({ name, text }, index) => ({
      id: `call_${idOf(random)}${index}`,
      name,
      text,
    })),
    ...endOf(content, request, parts.length < all.length),
  };
}

function sentOver(way: NetworkPath, tokens: readonly SimulatedToken[]): readonly SimulatedToken[] {
  if (way.isDirect) return tokens;
  return [...tokens.flatMap((token) => way.push(token)), ...way.end()];
}

/** How much later a token is due because of faults. */
export function faultDelayMs(faults: readonly Fault[], index: number): number {
  return faults.reduce((sum, fault) => {
    if (fault.kind === "slow-headers") return sum + fault.forMs;
    return sum + (fault.kind === "stall" && index >= fault.after ? fault.forMs : 0);
  }, 0);
}

type UntimedToken = Omit<SimulatedToken, "dueMs">;

function partsOf(
  content: AnswerContent,
  request: SimulatedRequest,
  { profile }: Scenario,
): UntimedToken[] {
  const { stop = [], minTokens = 0, answerPrefix = "" } = request;
  const thinks = content.reasoning === "" && answerPrefix === "";
  const reasoningTokens = thinks ? (request.reasoningTokens ?? profile.reasoningTokens) : 0;
  const tokens: UntimedToken[] = [];
  const add = (part: TokenPart, texts: readonly string[]) => {
    for (const text of texts) tokens.push({ part, text, choice: 0 });
  };

  add({ kind: "reasoning" }, tokensOf(content.reasoning));
  add({ kind: "reasoning" }, tokensOf(reasoningText(reasoningTokens)).slice(0, reasoningTokens));
  const kind = content.refused ? "refusal" : "text";
  const texts = tokensOf(beforeStop(content.text, stop));
  add({ kind }, lengthened(texts, request, minTokens - tokens.length));
  for (const [call, { text }] of content.toolCalls.entries()) {
    // A call without arguments is a token too: its name.
    add({ kind: "tool-call", call }, text === "" ? [""] : tokensOf(text));
  }
  return tokens;
}

/** From its beginning again, until it is long enough; JSON is followed by spaces. */
function lengthened(
  texts: readonly string[],
  { format }: SimulatedRequest,
  count: number,
): string[] {
  const missing = texts.length === 0 ? 0 : Math.max(0, count - texts.length);
  const filling = format === undefined ? texts : [" "];
  const added = Array.from(
    { length: missing },
    (_, index) => filling[index % filling.length] ?? "",
  );
  return [...texts, ...added];
}

function endOf(
  content: AnswerContent,
  { stop = [] }: SimulatedRequest,
  isCutOff: boolean,
): Pick<SimulatedAnswer, "finish" | "stoppedBy"> {
  if (isCutOff) return { finish: "length", stoppedBy: undefined };
  return { finish: finishOf(content), stoppedBy: firstStop(content.text, stop)?.mark };
}

function finishOf({ refused, toolCalls }: AnswerContent): SimulatedAnswer["finish"] {
  if (refused) return "refusal";
  return toolCalls.length > 0 ? "tool-calls" : "stop";
}

function idOf(random: () => number): string {
  return Math.floor(random() * 2 ** 48).toString(36);
}

function beforeStop(text: string, stop: readonly string[]): string {
  return text.slice(0, firstStop(text, stop)?.place);
}

/** The mark that comes first in a text, and its place. */
function firstStop(text: string, stop: readonly string[]) {
  const found = stop.map((mark) => ({ mark, place: text.indexOf(mark) }));
  return found
    .filter(({ place }) => place !== -1)
    .toSorted((one, other) => one.place - other.place)
    .at(0);
}
