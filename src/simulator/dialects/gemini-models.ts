import type { HttpCall } from "../dialect.ts";

/** As many as Google gives where a request does not say. */
const MODELS_A_PAGE = 50;

/** A page of the list of models. A page's token is the number of models before it. */
export function geminiModelsPage({ query }: HttpCall, models: readonly string[]): object {
  const from = countIn(query.get("pageToken"), 0);
  const to = from + countIn(query.get("pageSize"), MODELS_A_PAGE);
  return {
    models: models.slice(from, to).map((id) => ({
      name: `models/${id}`,
      version: "1",
      displayName: id,
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
      supportedGenerationMethods: ["generateContent", "countTokens"],
      thinking: true,
    })),
    ...(to < models.length ? { nextPageToken: String(to) } : {}),
  };
}

function countIn(text: string | null, otherwise: number): number {
  const count = Number(text ?? otherwise);
  return Number.isInteger(count) && count > 0 ? count : otherwise;
}
