import { isoTime } from "../../../clock/index.ts";
import type { Dialect, Route } from "../dialect.ts";
import { ollamaLogprobsIn } from "../requests/logprobs-options.ts";
import { type OllamaEndpoint, ollamaEncoder } from "./answer.ts";
import { OLLAMA_VERSION, ollamaModel, ollamaTags } from "./library.ts";
import { loadingIn, readOllamaChat, readOllamaGenerate } from "./request.ts";
import { parseBody } from "../requests/body.ts";
import { flagIn, modelIn } from "../requests/fields.ts";

const PATHS: readonly string[] = [
  "/api/chat",
  "/api/generate",
  "/api/show",
  "/api/tags",
  "/api/version",
];

/** Ollama's API: chat, generation and models. It has no refusals. */
export const ollamaDialect: Dialect = {
  id: "ollama",
  requestIdHeader: undefined,
  claims: ({ path }) => PATHS.includes(path),
  errorResponse: (_status, message) => ({ body: { error: message } }),

  route(call, { seed, models, wallMs }) {
    const about = { seed, wallMs };
    switch (`${call.method} ${call.path}`) {
      case "POST /api/chat":
        return answerAt("chat", parseBody(call), about);
      case "POST /api/generate":
        return answerAt("generate", parseBody(call), about);
      case "POST /api/show":
        return { kind: "page", body: ollamaModel(modelIn(parseBody(call))) };
      case "GET /api/tags":
        return { kind: "page", body: ollamaTags(models) };
      case "GET /api/version":
        return { kind: "page", body: { version: OLLAMA_VERSION } };
      default:
        return undefined;
    }
  },
};

function answerAt(
  endpoint: OllamaEndpoint,
  body: unknown,
  { seed, wallMs }: { readonly seed: string; readonly wallMs: number },
): Route {
  const model = modelIn(body);
  const isChat = endpoint === "chat";
  const done_reason = loadingIn(body);
  if (done_reason !== undefined) {
    const content = isChat ? { message: { role: "assistant", content: "" } } : { response: "" };
    const created_at = isoTime(wallMs);
    return { kind: "page", body: { model, created_at, ...content, done: true, done_reason } };
  }
  const logprobs = ollamaLogprobsIn(body);
  return {
    kind: "generation",
    request: isChat ? readOllamaChat(body, seed) : readOllamaGenerate(body, seed),
    delivery: flagIn(body, "stream") === false ? "whole" : "stream",
    contentType: "application/x-ndjson",
    encoder: (answer, names) => ollamaEncoder({ answer, endpoint, model, logprobs }, names),
  };
}
