import { asList, asNumber, asText, dig, parseJson } from "../../wire/index.ts";
import type { AnswerNames, Dialect, Encoder, Frame } from "../dialect.ts";
import { toolsIn } from "../example-arguments.ts";
import type { SimulatedAnswer, SimulatedToken } from "../simulate-answer.ts";
import { effortTokens, type SimulatedRequest } from "../simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import { tokensOf } from "../tokens.ts";
import { saidIn } from "./answer-text.ts";
import { openAiRefusal, usageOf } from "./openai-shared.ts";
import { longest, stopsIn, textOfParts } from "./request-fields.ts";

const PATH = "/v1/chat/completions";

/** OpenAI's chat completions, and the list of models that comes with it. */
export const openAiChatDialect: Dialect = {
  id: "openai-chat",
  requestIdHeader: undefined,
  claims: (path) => path === PATH || path === "/v1/models",
  refusal: openAiRefusal,

  route({ method, path, body }, { seed, models }) {
    if (method === "GET" && path === "/v1/models") {
      const data = models.map((id) => ({ id, object: "model", created: 0, owned_by: "millrace" }));
      return { kind: "page", body: { object: "list", data } };
    }
    if (method !== "POST" || path !== PATH) return undefined;
    const asked = parseJson(body);
    const includeUsage = dig(asked, "stream_options", "include_usage") === true;
    return {
      kind: "generation",
      request: readChatRequest(asked, seed),
      delivery: dig(asked, "stream") === true ? "stream" : "whole",
      contentType: "text/event-stream; charset=utf-8",
      encoder: (answer, names) =>
        chatEncoder({ answer, includeUsage, model: modelOf(asked) }, names),
    };
  },
};

function modelOf(body: unknown): string {
  const model = asText(dig(body, "model"));
  if (model !== undefined) return model;
  throw new SimulationError('Cannot answer as "model" must be text');
}

function readChatRequest(body: unknown, seed: string): SimulatedRequest {
  const model = modelOf(body);
  const messages = asList(dig(body, "messages")).map((message) => ({
    role: asText(dig(message, "role")),
    text: textOfParts(dig(message, "content")),
  }));
  const last = messages.at(-1);
  if (last === undefined) {
    throw new SimulationError('Cannot answer as "messages" must be a list with a message');
  }
  const context = messages.map(({ text }) => text).join("\n");
  return {
    model,
    prompt: messages.findLast(({ role }) => role === "user")?.text ?? "",
    context,
    promptTokens: messages.reduce((sum, { text }) => sum + tokensOf(text).length, 0),
    maxTokens: longest(body, ["max_completion_tokens", "max_tokens"]),
    stop: stopsIn(dig(body, "stop")),
    tools: toolsIn(dig(body, "tools"), (tool) => ({
      name: dig(tool, "function", "name"),
      parameters: dig(tool, "function", "parameters"),
    })),
    toolChoice: toolChoiceIn(dig(body, "tool_choice")),
    toolResult: last.role === "tool" ? last.text : undefined,
    reasoningTokens: effortTokens(asText(dig(body, "reasoning_effort"))),
    seed: asNumber(dig(body, "seed")) ?? seed,
  };
}

function toolChoiceIn(given: unknown): SimulatedRequest["toolChoice"] & {} {
  const name = asText(dig(given, "function", "name"));
  if (name !== undefined) return { name };
  const word = asText(given);
  return word === "none" || word === "required" ? word : "auto";
}

interface ChatAnswer {
  readonly answer: SimulatedAnswer;
  readonly includeUsage: boolean;
  readonly model: string;
}

function chatEncoder(
  { answer, includeUsage, model }: ChatAnswer,
  { id, createdAtWallMs }: AnswerNames,
): Encoder {
  const about = { id: `chatcmpl-${id}`, created: Math.floor(createdAtWallMs / 1000), model };
  const begun = new Set<number>();
  const frame = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`;
  const chunk = (delta: object, finish: string | null = null) =>
    frame({
      ...about,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(includeUsage ? { usage: null } : {}),
    });

  function deltaOf({ part, text }: SimulatedToken): object {
    switch (part.kind) {
      case "reasoning":
        return { reasoning_content: text };
      case "text":
        return { content: text };
      case "refusal":
        return { refusal: text };
      case "tool-call": {
        const { call: index } = part;
        if (begun.has(index)) return { tool_calls: [{ index, function: { arguments: text } }] };
        begun.add(index);
        const call = answer.toolCalls[index];
        const called = { name: call?.name, arguments: text };
        return { tool_calls: [{ index, id: call?.id, type: "function", function: called }] };
      }
    }
  }

  const usage = () =>
    frame({ ...about, object: "chat.completion.chunk", choices: [], usage: usageOf(answer) });

  return {
    first: () => [chunk({ role: "assistant", content: "", refusal: null })],
    token: (token) => [chunk(deltaOf(token))],
    last(): readonly Frame[] {
      return [chunk({}, finishOf(answer)), ...(includeUsage ? [usage()] : []), "data: [DONE]\n\n"];
    },
    error: (message) => frame({ error: { message, type: "server_error", code: null } }),
    malformed: () => 'data: {"choices":[{"delta":{"content":"\n\n',
    whole: () => ({
      ...about,
      object: "chat.completion",
      choices: [
        {
          index: 0,
          message: messageOf(answer),
          logprobs: null,
          finish_reason: finishOf(answer),
        },
      ],
      usage: usageOf(answer),
    }),
  };
}

function messageOf(answer: SimulatedAnswer): object {
  const refusal = saidIn(answer, "refusal");
  const reasoning = saidIn(answer, "reasoning");
  const calls = answer.toolCalls.map(({ id, name, text }) => ({
    id,
    type: "function",
    function: { name, arguments: text },
  }));
  return {
    role: "assistant",
    content: refusal === "" && calls.length === 0 ? saidIn(answer, "text") : null,
    refusal: refusal === "" ? null : refusal,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function finishOf({ finish }: SimulatedAnswer): string {
  switch (finish) {
    case "tool-calls":
      return "tool_calls";
    case "refusal":
      return "stop";
    case "stop":
    case "length":
      return finish;
  }
}
