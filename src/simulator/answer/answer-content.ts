import { parseJson } from "../../wire/index.ts";
import { corpusAnswer } from "./corpus.ts";
import { isAboutTool } from "./about-tool.ts";
import { formattedAnswer } from "./formatted-answer.ts";
import { exampleOfSchema } from "../json-schema/example-of-schema.ts";
import type { SimulatedRequest } from "./simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";

/** What an answer says, before it is cut into tokens. */
export interface AnswerContent {
  readonly reasoning: string;
  readonly text: string;
  /** Whether the text is a refusal. */
  readonly refused: boolean;
  readonly toolCalls: readonly { readonly name: string; readonly text: string }[];
}

const THOUGHTS = `The user asks a question; let me see what it is about. First I recall what is known, then I check whether it answers the question, and then I put it into words that are short and plain. There may be a catch: what sounds alike is not always the same. I look at it once more from the other side. It holds. `;

const NOTHING: AnswerContent = { reasoning: "", text: "", refused: false, toolCalls: [] };

/**
 * What the simulator answers. Lines at the prompt's beginning say it to the letter:
 *
 * ```
 * think: words that are shown as reasoning      (one line; others may follow)
 * call: name {"the":"arguments"}                (one line a call)
 * refuse: words of a refusal                    (the rest of the prompt)
 * echo: words of the answer                     (the rest of the prompt)
 * ```
 *
 * `call:` calls nothing if the request forbids calls. Else a tool is called if one must be, or if the prompt is about it
 * and none has answered yet; else the answer has the format that the request orders; else it is a piece of the corpus.
 *
 * @param pick In [0, 1): chance.
 * @throws {SimulationError} When the arguments of a `call:` are not JSON, or a tool must be called that
 * there is not.
 */
export function answerContent(request: SimulatedRequest, pick: number): AnswerContent {
  const { thoughts, calls, rest } = linesOf(request.prompt);
  const { answerPrefix = "" } = request;
  // Whoever is in the middle of an answer has thought before it.
  const reasoning = answerPrefix === "" ? thoughts.join("\n") : "";
  // A tool that has answered is not called again.
  const mayCall = request.toolChoice !== "none" && request.toolResult === undefined;
  if (calls.length > 0 && mayCall) {
    return { ...NOTHING, reasoning, toolCalls: calls.map(callIn) };
  }
  if (rest.startsWith("refuse:")) {
    return { ...NOTHING, reasoning, text: afterMark(rest, "refuse:"), refused: true };
  }
  const tool = toolFor(request, rest);
  if (tool !== undefined) {
    const text = JSON.stringify(exampleOfSchema(tool.parameters, rest));
    return { ...NOTHING, reasoning, toolCalls: [{ name: tool.name, text }] };
  }
  return { ...NOTHING, reasoning, text: textFor(request, rest, pick) };
}

function textFor(
  { format, answerPrefix = "", toolResult }: SimulatedRequest,
  prompt: string,
  pick: number,
) {
  if (format === undefined) {
    return toolResult === undefined
      ? corpusAnswer(prompt, pick, answerPrefix)
      : `The tool says: ${toolResult}`;
  }
  const prose = toolResult ?? corpusAnswer(prompt, pick, "");
  const whole = formattedAnswer(format, prompt, prose);
  return whole.startsWith(answerPrefix) ? whole.slice(answerPrefix.length) : whole;
}

/** Thoughts that are so many tokens long or a little longer. */
export function reasoningText(tokens: number): string {
  return THOUGHTS.repeat(Math.ceil(tokens / 40));
}

function linesOf(prompt: string) {
  const lines = prompt.split("\n");
  const thoughts: string[] = [];
  const calls: string[] = [];
  while (lines[0]?.startsWith("think:") === true) thoughts.push(afterMark(lines.shift(), "think:"));
  while (lines[0]?.startsWith("call:") === true) calls.push(afterMark(lines.shift(), "call:"));
  return { thoughts, calls, rest: lines.join("\n") };
}

function afterMark(line: string | undefined, mark: string): string {
  return (line ?? "").slice(mark.length).replace(/^ /u, "");
}

function callIn(line: string): { name: string; text: string } {
  const [name = "", ...rest] = line.split(" ");
  const text = rest.join(" ");
  try {
    if (text !== "") parseJson(text);
  } catch {
    throw new SimulationError(
      `Cannot call ${name} as its arguments must be JSON: current value is "${text}"`,
    );
  }
  return { name, text };
}

function toolFor(
  { tools = [], toolChoice = "auto", toolResult }: SimulatedRequest,
  prompt: string,
) {
  if (toolChoice === "none") return undefined;
  if (typeof toolChoice === "object") {
    const named = tools.find(({ name }) => name === toolChoice.name);
    if (named !== undefined) return named;
    throw new SimulationError(
      `Cannot call the tool as it must be one of the request's: current value is "${toolChoice.name}"`,
    );
  }
  if (toolChoice === "required")
    return tools.find(({ name }) => isAboutTool(prompt, name)) ?? tools[0];
  if (toolResult !== undefined || prompt.startsWith("echo:")) return undefined;
  return tools.find(({ name }) => isAboutTool(prompt, name));
}
