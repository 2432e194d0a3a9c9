import { dig } from "../../../wire/index.ts";
import type { Dialect, Generation, HttpCall } from "../dialect.ts";
import { decodedPath } from "../requests/decoded-path.ts";
import { geminiAnswer } from "./answer.ts";
import { parseGeminiBody } from "./body.ts";
import { geminiArray, geminiEvents } from "./framing.ts";
import { geminiModels, isGeminiModels } from "./models.ts";
import { geminiErrorResponse } from "./error-response.ts";
import { includesThoughts, readContents, readGeminiRequest } from "./request.ts";

/** Model names can have colons, so the method follows the last one. */
const METHOD = /^\/v1(?:alpha|beta)?\/(?:models|tunedModels)\/(.+):(\w+)$/su;

/** Gemini's content (whole, or streamed in either framing), token counts and models. */
export const geminiDialect: Dialect = {
  id: "gemini",
  requestIdHeader: undefined,
  claims: ({ path }) => isGeminiModels(path) || METHOD.test(decodedPath(path)),
  errorResponse: geminiErrorResponse,

  route(call, { seed, models }) {
    const page = geminiModels(call, models);
    if (page !== undefined) return { kind: "page", body: page };
    const [, model, method] = METHOD.exec(decodedPath(call.path)) ?? [];
    if (call.method !== "POST" || model === undefined) return undefined;
    switch (method) {
      case "countTokens":
        return { kind: "page", body: countIn(parseGeminiBody(call)) };
      case "generateContent":
        return { ...generationFor(call, { model, seed }), delivery: "whole" };
      case "streamGenerateContent":
        return { ...generationFor(call, { model, seed }), delivery: "stream" };
      default:
        return undefined;
    }
  },
};

function countIn(body: unknown): object {
  const { promptTokens } = readContents(dig(body, "generateContentRequest") ?? body);
  return {
    totalTokens: promptTokens,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: promptTokens }],
  };
}

function generationFor(
  call: HttpCall,
  { model, seed }: { readonly model: string; readonly seed: string },
): Omit<Generation, "delivery"> {
  const body = parseGeminiBody(call);
  const request = readGeminiRequest(body);
  const isEvents = call.query.get("alt") === "sse";
  const framed = isEvents ? geminiEvents : geminiArray;
  const showsThoughts = includesThoughts(body);
  return {
    kind: "generation",
    request: { ...request, model, seed: request.seed ?? seed },
    contentType: isEvents ? "text/event-stream" : "application/json; charset=UTF-8",
    encoder: (answer, names) => framed(geminiAnswer({ answer, model, showsThoughts }, names)),
  };
}
