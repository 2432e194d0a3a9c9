import type { Dialect, Generation } from "../dialect.ts";
import { parseBody } from "../requests/body.ts";
import { flagIn, modelIn } from "../requests/fields.ts";
import { openAiErrorResponse } from "./error-response.ts";
import type { ModelAndSeed } from "./parameters.ts";
import { parseOpenAiPath, postedPath } from "./paths.ts";

/** The request and encoder of a generation; by default, the body's `stream` field chooses the delivery. */
type EndpointGeneration = Pick<Generation, "request" | "encoder"> &
  Partial<Pick<Generation, "delivery" | "contentType">>;

interface OpenAiEndpoint {
  readonly id: string;
  /** As in `chat/completions`. */
  readonly endpoint: string;
  /** @throws {SimulationError} When the body is invalid. */
  read(body: unknown, context: ModelAndSeed & { readonly isAzure: boolean }): EndpointGeneration;
}

/** Creates the dialect of one of OpenAI's endpoints, at OpenAI's path and at Azure's. */
export function openAiDialect({ id, endpoint, read }: OpenAiEndpoint): Dialect {
  return {
    id,
    requestIdHeader: undefined,
    claims: ({ path }) => parseOpenAiPath(path)?.endpoint === endpoint,
    errorResponse: openAiErrorResponse,

    route(call, { seed }) {
      const path = postedPath(call, endpoint);
      if (path === undefined) return undefined;
      const body = parseBody(call);
      const model = path.deployment ?? modelIn(body);
      const generation = read(body, { model, seed, isAzure: path.isAzure });
      return {
        kind: "generation",
        contentType: "text/event-stream; charset=utf-8",
        ...generation,
        delivery: generation.delivery ?? (flagIn(body, "stream") === true ? "stream" : "whole"),
      };
    },
  };
}
