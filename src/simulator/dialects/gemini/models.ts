import type { HttpCall } from "../dialect.ts";
import { decodedPath } from "../requests/decoded-path.ts";
import { requireListedModel } from "../requests/require-listed-model.ts";

/** As many as Google gives where a request does not say. */
const MODELS_A_PAGE = 50;

const PATH = /^\/v1(?:alpha|beta)\/models(?:\/(?<id>.*))?$/su;

/** Whether a path is the list's, or below it. */
export function isGeminiModels(path: string): boolean {
  return PATH.test(path);
}

/**
 * The list of models, or one of them; `undefined` where it is something else that is asked.
 *
 * @throws {SimulationError} When there is no such model.
 */
export function geminiModels(call: HttpCall, models: readonly string[]): object | undefined {
  const found = PATH.exec(decodedPath(call.path));
  if (call.method !== "GET" || found === null) return undefined;
  const id = found.groups?.["id"] ?? "";
  return id === "" ? modelsPage(call, models) : modelOf(requireListedModel(models, id));
}

/** A page's token is the number of models before it. */
function modelsPage({ query }: HttpCall, models: readonly string[]): object {
  const from = countIn(query.get("pageToken"), 0);
  const to = from + countIn(query.get("pageSize"), MODELS_A_PAGE);
  return {
    models: models.slice(from, to).map(modelOf),
    ...(to < models.length ? { nextPageToken: String(to) } : {}),
  };
}

function modelOf(id: string): object {
  return {
    name: `models/${id}`,
    version: "1",
    displayName: id,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: ["generateContent", "countTokens"],
    thinking: true,
  };
}

function countIn(text: string | null, otherwise: number): number {
  const count = Number(text ?? otherwise);
  return Number.isInteger(count) && count > 0 ? count : otherwise;
}
