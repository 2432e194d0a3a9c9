import type { HttpCall } from "../dialect.ts";
import { SimulationError } from "../../simulation-error.ts";
import { decodedPath } from "../requests/decoded-path.ts";

/** Where a path of OpenAI's family leads: at OpenAI's own paths, or at Azure's. */
export interface OpenAiPath {
  /** As in `chat/completions`. */
  readonly endpoint: string;
  readonly isAzure: boolean;
  /** The model, where the path names it: what Azure calls a deployment. */
  readonly deployment: string | undefined;
}

/** Azure's newer paths are OpenAI's own, below `/openai`. */
const OWN = /^(?<azure>\/openai)?\/v1\/(?<endpoint>.+)$/u;

const AZURE = /^\/openai\/(?:deployments\/(?<deployment>[^/]+)\/)?(?<endpoint>.+)$/u;

/** Where a path leads; `undefined` where it is none of the family's. */
export function parseOpenAiPath(path: string): OpenAiPath | undefined {
  const own = OWN.exec(path)?.groups;
  if (own !== undefined) {
    const { azure, endpoint = "" } = own;
    return { endpoint, isAzure: azure !== undefined, deployment: undefined };
  }
  const azure = AZURE.exec(path)?.groups;
  if (azure === undefined) return undefined;
  const { deployment, endpoint = "" } = azure;
  return {
    endpoint,
    isAzure: true,
    deployment: deployment === undefined ? undefined : decodedPath(deployment),
  };
}

/**
 * The place of a call that is posted to an endpoint; `undefined` for other calls.
 *
 * @throws {SimulationError} When Azure's version is missing, with the status 404 as there.
 */
export function postedPath({ method, path, query }: HttpCall, endpoint: string) {
  const place = parseOpenAiPath(path);
  if (method !== "POST" || place?.endpoint !== endpoint) return undefined;
  if (path.startsWith("/openai/") && !path.startsWith("/openai/v1/") && !query.has("api-version")) {
    throw new SimulationError('Cannot find the resource as the query must have "api-version"', {
      status: 404,
    });
  }
  return place;
}
