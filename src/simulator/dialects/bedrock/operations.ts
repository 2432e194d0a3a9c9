import type { ErrorResponse } from "../dialect.ts";
import { bedrockModelNamed } from "./models.ts";
import { decodedPath } from "../requests/decoded-path.ts";

/** A dialect's operations, by the last word of their paths, and how each answers. */
export type Deliveries = ReadonlyMap<string, "stream" | "whole">;

/** What is asked of a model on Bedrock. */
export interface BedrockOperation {
  readonly model: string;
  readonly delivery: "stream" | "whole";
}

/**
 * Takes a path apart; the model's name is escaped in it, since it may be an address of its own.
 *
 * @returns `undefined` where the path is of none of the operations.
 */
export function operationAt(path: string, deliveries: Deliveries): BedrockOperation | undefined {
  const [, model, operation = ""] = /^\/model\/([^/]+)\/([a-z-]+)$/u.exec(path) ?? [];
  const delivery = deliveries.get(operation);
  if (model === undefined || delivery === undefined) return undefined;
  return { model: bedrockModelNamed(decodedPath(model)), delivery };
}

/** The header in which AWS names a request. */
export const BEDROCK_REQUEST_ID = "x-amzn-requestid";

/** An error in AWS's shape: its type is in a header, with an address of AWS's own behind it. */
export function bedrockErrorResponse(status: number, message: string): ErrorResponse {
  const type = `${typeOf(status)}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
  return { headers: { "x-amzn-errortype": type }, body: { message } };
}

/** @see {@link https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html} */
const TYPES: Readonly<Record<number, string>> = {
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
  408: "ModelTimeoutException",
  424: "ModelErrorException",
  429: "ThrottlingException",
  503: "ServiceUnavailableException",
};

function typeOf(status: number): string {
  return TYPES[status] ?? (status < 500 ? "ValidationException" : "InternalServerException");
}
