import type { HttpCall } from "../dialect.ts";
import { decodedPath } from "../requests/decoded-path.ts";
import { requireListedModel } from "../requests/require-listed-model.ts";
import { embeddingsPage } from "./embeddings.ts";
import { parseOpenAiPath, postedPath } from "./paths.ts";
import { parseBody } from "../requests/body.ts";
import { modelIn } from "../requests/fields.ts";

const PAGES = /^(?:models(?:\/.+)?|embeddings)$/u;

/** Whether something is there at once, without being generated. */
export function isOpenAiPage(path: string): boolean {
  return PAGES.test(parseOpenAiPath(path)?.endpoint ?? "");
}

/**
 * What is there at once: models, embeddings. `undefined` where it is something else that is asked.
 *
 * @throws {SimulationError} When there is no such model, or the input of embeddings cannot be read.
 */
export function openAiPage(call: HttpCall, models: readonly string[]): unknown {
  const place = postedPath(call, "embeddings");
  if (place !== undefined) {
    const asked = parseBody(call);
    return embeddingsPage(asked, place.deployment ?? modelIn(asked));
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
