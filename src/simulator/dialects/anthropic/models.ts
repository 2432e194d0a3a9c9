import type { HttpCall } from "../dialect.ts";
import { decodedPath } from "../requests/decoded-path.ts";
import { requireListedModel } from "../requests/require-listed-model.ts";

const PATH = "/v1/models";

/** As many as Anthropic gives where a request does not say. */
const MODELS_A_PAGE = 20;

/**
 * The list of models, or one of them; `undefined` where it is something else that is asked.
 *
 * @throws {SimulationError} When there is no such model.
 */
export function anthropicModels(call: HttpCall, models: readonly string[]): object | undefined {
  const { method, path } = call;
  if (method !== "GET" || !asksAnthropicModels(call)) return undefined;
  if (path === PATH) return modelsPage(call, models);
  return modelOf(requireListedModel(models, decodedPath(path.slice(PATH.length + 1))));
}

/** Whether a call is for the list or for one of it. OpenAI has its own at the same path. */
export function asksAnthropicModels({ path, header }: HttpCall): boolean {
  const isAnthropics = (header("anthropic-version") ?? header("x-api-key")) !== undefined;
  return isAnthropics && (path === PATH || path.startsWith(`${PATH}/`));
}

function modelsPage({ query }: HttpCall, models: readonly string[]): object {
  const asked = Number(query.get("limit") ?? MODELS_A_PAGE);
  const limit = Number.isInteger(asked) && asked > 0 ? asked : MODELS_A_PAGE;
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
