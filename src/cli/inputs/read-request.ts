import { integerFrom, numberFrom } from "../../stats/index.ts";
import { definedOnly } from "../../wire/index.ts";
import { systemClock } from "../../clock/index.ts";
import type { Deadlines } from "../../lifecycle/index.ts";
import type { Capabilities, ChatMessage, ChatRequest } from "../../providers/index.ts";
import { readDurationMs } from "./read-duration.ts";
import { readImage } from "./read-image.ts";
import { readNumber, readChoice } from "./read-value.ts";
import { readPrompt } from "./read-prompt.ts";
import { readTool } from "./read-tool.ts";
import type { RequestValues } from "./request-options.ts";
import type { Terminal } from "../output/terminal.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads the request from the command line, except the model.
 *
 * @throws {UsageError} When an option is wrong, or there is no prompt.
 */
export async function readRequest(
  values: RequestValues,
  positionals: readonly string[],
  terminal: Terminal,
): Promise<Omit<ChatRequest, "model">> {
  const settings = {
    temperature: readNumber(values.temperature, "temperature", numberFrom(0, 2)),
    maxOutputTokens: readNumber(values["max-tokens"], "max-tokens", integerFrom(1)),
    seed: readNumber(values.seed, "seed", integerFrom(0)),
    reasoning: readChoice(values.reasoning, "reasoning", ["none", "low", "medium", "high"]),
    stream: values["no-stream"] === true ? false : undefined,
  };
  const tools = (values.tool ?? []).map(readTool);
  const messages = await readMessages(
    values,
    await readPrompt(positionals, terminal, systemClock()),
  );
  return { messages, ...settings, tools: tools.length === 0 ? undefined : tools };
}

/**
 * Reads the time limits from the command line.
 *
 * @throws {UsageError} When one is not a duration.
 */
export function readDeadlines(values: RequestValues): Deadlines {
  return definedOnly({
    firstTokenMs: readDurationMs(values["first-token-timeout"], "first-token-timeout"),
    idleMs: readDurationMs(values["idle-timeout"], "idle-timeout"),
    totalMs: readDurationMs(values.timeout, "timeout"),
  });
}

/**
 * Checks that a provider supports the options.
 *
 * @returns Warnings about options that have no effect.
 * @throws {UsageError} When there are tools or images, and it does not support them.
 */
export function fitToProvider(
  values: RequestValues,
  { id, capabilities }: { readonly id: string; readonly capabilities: Capabilities },
): readonly string[] {
  if (values.tool !== undefined && capabilities.tools === "none") {
    throw new UsageError(`Cannot use --tool as ${id} does not support tools`);
  }
  if (values.image !== undefined && !capabilities.images) {
    throw new UsageError(`Cannot use --image as ${id} does not support images`);
  }
  return [
    ...(values.seed !== undefined && !capabilities.seed
      ? [`--seed has no effect: ${id} does not support it`]
      : []),
    ...(values.reasoning !== undefined && capabilities.reasoning === "none"
      ? [`--reasoning has no effect: ${id} does not support it`]
      : []),
  ];
}

async function readMessages(values: RequestValues, prompt: string): Promise<ChatMessage[]> {
  const images = await Promise.all((values.image ?? []).map(readImage));
  const user: ChatMessage = {
    role: "user",
    content: images.length === 0 ? prompt : [...images, { type: "text", text: prompt }],
  };
  return values.system === undefined ? [user] : [{ role: "system", content: values.system }, user];
}
