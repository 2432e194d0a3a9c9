import { parseJson } from "../../wire/index.ts";
import { corpusAnswer } from "./corpus.ts";
import { formattedAnswer } from "./formatted-answer.ts";
import { exampleOfSchema } from "../json-schema/example-of-schema.ts";
import type { SimulatedRequest } from "./simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";

export interface AnswerContent {
  readonly reasoning: string;
  readonly text: string;
  readonly refused: boolean;
  readonly toolCalls: readonly { readonly name: string; readonly text: string }[];
}

const REASONING = `The user asks a question; let me see what it is about. First I recall what is known, then I check whether it answers the question, and then I put it into words that are short and plain. There may be a catch: what sounds alike is not always the same. I look at it once more from the other side. It holds. `;

const EMPTY: AnswerContent = { reasoning: "", text: "", refused: false, toolCalls: [] };

/**
 * Returns the content of the answer to a request. Lines at the start of the prompt set it literally:
 *
 * ```
 * think: reasoning text                         (one line; more may follow)
 * call: name {"the":"arguments"}                (one line per call)
 * refuse: refusal text                          (the rest of the prompt)
 * echo: answer text                             (the rest of the prompt)
 * ```
 *
 * `call:` is ignored if the request forbids calls. Otherwise, a tool is called if the request requires a call, or if the
 * prompt is about the tool and there is no tool result yet; otherwise the answer has the requested format; otherwise it
 * is a text of the corpus.
 *
 * @param pick Random number in [0, 1).
 * @throws {SimulationError} When the arguments of a `call:` are not JSON, or the required tool does not exist.
 */
export function answerContent(request: SimulatedRequest, pick: number): AnswerContent {
  const { thoughts, calls, rest } = splitPrompt(request.prompt);
  const { answerPrefix = "" } = request;
  // An answer that continues has no more reasoning.
  const reasoning = answerPrefix === "" ? thoughts.join("\n") : "";
  // A tool with a result is not called again.
  const mayCall = request.toolChoice !== "none" && request.toolResult === undefined;
  if (calls.length > 0 && mayCall) {
    return { ...EMPTY, reasoning, toolCalls: calls.map(parseCall) };
  }
  if (rest.startsWith("refuse:")) {
    return { ...EMPTY, reasoning, text: afterKeyword(rest, "refuse:"), refused: true };
  }
  const tool = toolFor(request, rest);
  if (tool !== undefined) {
    const text = JSON.stringify(exampleOfSchema(tool.parameters, rest));
    return { ...EMPTY, reasoning, toolCalls: [{ name: tool.name, text }] };
  }
  return { ...EMPTY, reasoning, text: textFor(request, rest, pick) };
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

/** Returns reasoning text of at least `tokens` tokens. */
export function reasoningText(tokens: number): string {
  return REASONING.repeat(Math.ceil(tokens / 40));
}

function splitPrompt(prompt: string) {
  const lines = prompt.split("\n");
  const firstLines = (keyword: string) => {
    const end = lines.findIndex((line) => !line.startsWith(keyword));
    const found = lines.splice(0, end === -1 ? lines.length : end);
    return found.map((line) => afterKeyword(line, keyword));
  };
  return { thoughts: firstLines("think:"), calls: firstLines("call:"), rest: lines.join("\n") };
}

function afterKeyword(line: string, keyword: string): string {
  return line.slice(keyword.length).replace(/^ /u, "");
}

function parseCall(line: string): { name: string; text: string } {
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
      `Cannot call the tool as it must be one of the request's tools: current value is "${toolChoice.name}"`,
    );
  }
  const tool = tools.find(({ name }) => isAboutTool(prompt, name));
  if (toolChoice === "required") return tool ?? tools[0];
  return toolResult !== undefined || prompt.startsWith("echo:") ? undefined : tool;
}

/** Words in tool names that carry no topic. */
const FILLER_WORDS = "get set find fetch search list current the a of".split(" ");

/** Whether a prompt is about a tool: it contains all significant words of the tool's name. */
function isAboutTool(prompt: string, toolName: string): boolean {
  const words = toolName
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !FILLER_WORDS.includes(word));
  const lowerPrompt = prompt.toLowerCase();
  return words.length > 0 && words.every((word) => lowerPrompt.includes(word));
}
