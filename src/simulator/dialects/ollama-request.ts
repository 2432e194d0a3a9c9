import { asCount, asList, asNumber, asText, dig } from "../../wire/index.ts";
import { toolsIn } from "../example-arguments.ts";
import { effortTokens, type SimulatedRequest } from "../simulated-request.ts";
import { conversationOf, speakerOf, type Turn } from "./conversation.ts";
import { modelIn, stopsIn, textOfParts } from "./request-fields.ts";

/**
 * Reads a request for a chat. The wire cannot force a call.
 *
 * @param seed Of a request that gives none.
 * @throws {SimulationError} When there is no model or no message.
 */
export function readOllamaChat(body: unknown, seed: string): SimulatedRequest {
  const turns = asList(dig(body, "messages")).map((message): Turn => {
    const role = dig(message, "role");
    const kind = role === "tool" ? "tool-result" : "text";
    const text = textOfParts(dig(message, "content"));
    return { by: speakerOf(role), pieces: [{ kind, text }] };
  });
  return {
    ...readCommon(body, seed),
    ...conversationOf("", turns),
    tools: toolsIn(dig(body, "tools"), (tool) => ({
      name: dig(tool, "function", "name"),
      parameters: dig(tool, "function", "parameters"),
    })),
  };
}

/**
 * Reads a request for the continuation of a prompt.
 *
 * @param seed Of a request that gives none.
 * @throws {SimulationError} When there is no model.
 */
export function readOllamaGenerate(body: unknown, seed: string): SimulatedRequest {
  const text = asText(dig(body, "prompt")) ?? "";
  const prompt: Turn = { by: "user", pieces: [{ kind: "text", text }] };
  const system = asText(dig(body, "system")) ?? "";
  return { ...readCommon(body, seed), ...conversationOf(system, [prompt]) };
}

function readCommon(body: unknown, seed: string) {
  const options = dig(body, "options");
  // Negative numbers are for no bound.
  const bound = asCount(dig(options, "num_predict")) ?? 0;
  return {
    model: modelIn(body),
    maxTokens: bound === 0 ? undefined : bound,
    stop: stopsIn(dig(options, "stop")),
    reasoningTokens: thoughtTokens(dig(body, "think")),
    seed: asNumber(dig(options, "seed")) ?? seed,
  };
}

/** Most models know only yes and no; some know words. */
function thoughtTokens(think: unknown): number | undefined {
  if (think === false) return 0;
  return effortTokens(think === true ? "medium" : asText(think));
}

/**
 * Whether a request only loads or unloads the model: it says nothing, so there is nothing to answer.
 *
 * @returns How the answer ends.
 */
export function loadingIn(body: unknown): "load" | "unload" | undefined {
  const says = asText(dig(body, "prompt")) ?? "";
  if (says !== "" || asList(dig(body, "messages")).length > 0) return undefined;
  return asNumber(dig(body, "keep_alive")) === 0 ? "unload" : "load";
}
