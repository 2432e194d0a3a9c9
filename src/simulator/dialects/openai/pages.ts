import type { HttpCall } from "../dialect.ts";
import { decodedPath } from "../requests/decoded-path.ts";
import { requireListedModel } from "../requests/require-listed-model.ts";
import { embeddingsPage } from "./embeddings.ts";
import { parseOpenAiPath, postedPath } from "./paths.ts";
import { parseBody } from "../requests/body.ts";
import { modelIn } from "../requests/fields.ts";

const PAGES = /^(?:models(?:\/.+)?|embeddings)$/u;

export function isOpenAiPage(path: string): boolean {
  return PAGES.test(parseOpenAiPath(path)?.endpoint ?? "");
}

/**
 * Returns models or embeddings; `undefined` for other calls.
 *
 * @throws {SimulationError} When there is no such model, or the input of embeddings is invalid.
 */
export function openAiPage(call: HttpCall, models: readonly string[]): unknown {
  const path = postedPath(call, "embeddings");
  if (path !== undefined) {
    const body = parseBody(call);
    return embeddingsPage(body, path.deployment ?? modelIn(body));
  }
  if (call.method !== "GET") return undefined;
  const [first, ...rest] = parseOpenAiPath(call.path)?.endpoint.split("/") ?? [];
  if (first !== "models") return undefined;
  if (rest.length === 0) return { object: "list", data: models.map(modelOf) };
  return modelOf(requireListedModel(models, decodedPath(rest.join("/"))));
}

function modelOf(id: string): object {
  return { id, object: "model", created: 0, owned_by: "millrace" };
}
