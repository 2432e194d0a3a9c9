import type { HttpCall } from "../dialect.ts";
import { decodedPath } from "../requests/decoded-path.ts";
import { requireListedModel } from "../requests/require-listed-model.ts";

const DEFAULT_PAGE_SIZE = 50;

const PATH = /^\/v1(?:alpha|beta)\/models(?:\/(?<id>.*))?$/su;

export function isGeminiModels(path: string): boolean {
  return PATH.test(path);
}

/**
 * Returns the list of models or one model; `undefined` for other calls.
 *
 * @throws {SimulationError} When there is no such model.
 */
export function geminiModels(call: HttpCall, models: readonly string[]): object | undefined {
  const found = PATH.exec(decodedPath(call.path));
  if (call.method !== "GET" || found === null) return undefined;
  const id = found.groups?.["id"] ?? "";
  return id === "" ? modelsPage(call, models) : modelOf(requireListedModel(models, id));
}

/** A page token is the number of models before the page. */
function modelsPage({ query }: HttpCall, models: readonly string[]): object {
  const from = countIn(query.get("pageToken"), 0);
  const to = from + countIn(query.get("pageSize"), DEFAULT_PAGE_SIZE);
  return {
    models: models.slice(from, to).map(modelOf),
    nextPageToken: to < models.length ? String(to) : undefined,
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

function countIn(text: string | null, fallback: number): number {
  const count = Number(text ?? fallback);
  return Number.isInteger(count) && count > 0 ? count : fallback;
}
