import type { HttpCall } from "../dialect.ts";
import { SimulationError } from "../../simulation-error.ts";
import { decodedPath } from "../requests/decoded-path.ts";

export interface OpenAiPath {
  /** As in `chat/completions`. */
  readonly endpoint: string;
  readonly isAzure: boolean;
  /** The model named in the path, which Azure calls a deployment. */
  readonly deployment: string | undefined;
}

/** Azure's newer paths are OpenAI's below `/openai`. */
const V1 = /^(?<azure>\/openai)?\/v1\/(?<endpoint>.+)$/u;

const AZURE = /^\/openai\/(?:deployments\/(?<deployment>[^/]+)\/)?(?<endpoint>.+)$/u;

/** Parses a path; `undefined` if it belongs to neither API. */
export function parseOpenAiPath(path: string): OpenAiPath | undefined {
  const v1 = V1.exec(path)?.groups;
  if (v1 !== undefined) {
    const { azure, endpoint = "" } = v1;
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
 * Parses the path of a `POST` to an endpoint; `undefined` for other calls.
 *
 * @throws {SimulationError} With status 404 when `api-version` is missing from an Azure URL, as in Azure's API.
 */
export function postedPath({ method, path, query }: HttpCall, endpoint: string) {
  const parsed = parseOpenAiPath(path);
  if (method !== "POST" || parsed?.endpoint !== endpoint) return undefined;
  if (path.startsWith("/openai/") && !path.startsWith("/openai/v1/") && !query.has("api-version")) {
    throw new SimulationError('Cannot find the resource as the query must have "api-version"', {
      status: 404,
    });
  }
  return parsed;
}
