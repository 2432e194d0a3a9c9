import type { HttpCall } from "../dialect.ts";

/** As many as Anthropic gives where a request does not say. */
const MODELS_A_PAGE = 20;

/** A page of the list of models. */
export function modelsPage({ query }: HttpCall, models: readonly string[]): object {
  const after = query.get("after_id");
  const asked = Number(query.get("limit") ?? MODELS_A_PAGE);
  const limit = Number.isInteger(asked) && asked > 0 ? asked : MODELS_A_PAGE;
  const rest = models.slice(after === null ? 0 : models.indexOf(after) + 1);
  const page = rest.slice(0, limit);
  return {
    data: page.map((id) => ({
      type: "model",
      id,
      display_name: id,
      created_at: "1970-01-01T00:00:00Z",
      lifecycle: "active",
    })),
    first_id: page[0] ?? null,
    last_id: page.at(-1) ?? null,
    has_more: rest.length > page.length,
  };
}
