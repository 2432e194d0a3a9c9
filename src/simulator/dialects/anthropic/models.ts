import type { HttpCall } from "../dialect.ts";
import { decodedPath } from "../requests/decoded-path.ts";
import { requireListedModel } from "../requests/require-listed-model.ts";

const PATH = "/v1/models";

const DEFAULT_LIMIT = 20;

/**
 * Returns the list of models or one model; `undefined` for other calls.
 *
 * @throws {SimulationError} When there is no such model.
 */
export function anthropicModels(call: HttpCall, models: readonly string[]): object | undefined {
  const { method, path } = call;
  if (method !== "GET" || !isAnthropicModels(call)) return undefined;
  if (path === PATH) return modelsPage(call, models);
  return modelOf(requireListedModel(models, decodedPath(path.slice(PATH.length + 1))));
}

/** Whether a call is for Anthropic's models, which have the same path as OpenAI's. */
export function isAnthropicModels({ path, header }: HttpCall): boolean {
  const isAnthropic = (header("anthropic-version") ?? header("x-api-key")) !== undefined;
  return isAnthropic && (path === PATH || path.startsWith(`${PATH}/`));
}

function modelsPage({ query }: HttpCall, models: readonly string[]): object {
  const requested = Number(query.get("limit") ?? DEFAULT_LIMIT);
  const limit = Number.isInteger(requested) && requested > 0 ? requested : DEFAULT_LIMIT;
  const after = query.get("after_id");
  const before = query.get("before_id");
  const rest =
    before === null
      ? models.slice(after === null ? 0 : models.indexOf(after) + 1)
      : models.slice(0, Math.max(0, models.indexOf(before)));
  const page = before === null ? rest.slice(0, limit) : rest.slice(-limit);
  return {
    data: page.map(modelOf),
    first_id: page[0] ?? null,
    last_id: page.at(-1) ?? null,
    has_more: rest.length > page.length,
  };
}

function modelOf(id: string): object {
  return {
    type: "model",
    id,
    display_name: id,
    created_at: "1970-01-01T00:00:00Z",
    lifecycle: "active",
  };
}
