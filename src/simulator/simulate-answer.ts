import { seededRandom } from "../stats/index.ts";
import { arrivals } from "./arrivals.ts";
import { answerTo } from "./corpus.ts";
import { readScenario, type Scenario } from "./scenario.ts";
import { tokensOf } from "./tokens.ts";

/** What is asked of the simulator. */
export interface SimulatedRequest {
  /** A scenario, as {@link readScenario} reads it. */
  readonly model: string;
  /** The last thing that the user said: it chooses the answer. */
  readonly prompt: string;
  /** Everything before the answer, in tokens; `undefined` to count the prompt's. */
  readonly promptTokens?: number;
  /** At least 1. */
  readonly maxTokens?: number | undefined;
  /** The answer ends before any of these. */
  readonly stop?: readonly string[];
  /** The same seed and request give the same answer at the same times. */
  readonly seed: number | string;
}

/** An answer before it is sent: what, when, and how it ends. Knows no wire. */
export interface SimulatedAnswer {
  readonly scenario: Scenario;
  readonly tokens: readonly SimulatedToken[];
  readonly promptTokens: number;
  readonly finish: "stop" | "length";
}

/** One token of an answer, and when it is due. */
export interface SimulatedToken {
  readonly text: string;
  /** When it is to be sent, in milliseconds from the request's arrival. */
  readonly dueMs: number;
}

/**
 * Works an answer out, without a socket and without time: the part of the simulator that decides
 * everything. Pure.
 *
 * @throws {SimulationError} When the model's name cannot be read.
 *
 * @example
 * ```ts
 * const { tokens } = simulateAnswer({ model: "fixed", prompt: "echo: Hi there", seed: 1 });
 * tokens; // [{ "text": "Hi", "dueMs": 200 }, { "text": " there", "dueMs": 220 }]
 * ```
 */
export function simulateAnswer(request: SimulatedRequest): SimulatedAnswer {
  const { model, prompt, maxTokens = Infinity, stop = [], seed } = request;
  const scenario = readScenario(model);
  const random = seededRandom(`${seed}\n${model}\n${prompt}`);
  const all = tokensOf(beforeStop(answerTo(prompt, random()), stop));
  const texts = all.slice(0, maxTokens);
  const promptTokens = request.promptTokens ?? tokensOf(prompt).length;
  const dueMs = arrivals(scenario.profile, { promptTokens, count: texts.length }, random);
  const stalledMs = (index: number) =>
    scenario.faults.reduce(
      (sum, fault) => sum + (fault.kind === "stall" && index >= fault.after ? fault.forMs : 0),
      0,
    );

  return {
    scenario,
    tokens: texts.map((text, index) => ({
      text,
      dueMs: (dueMs[index] ?? 0) + stalledMs(index),
    })),
    promptTokens,
    finish: texts.length < all.length ? "length" : "stop",
  };
}

function beforeStop(text: string, stop: readonly string[]): string {
  const places = stop.map((mark) => text.indexOf(mark)).filter((place) => place !== -1);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}
